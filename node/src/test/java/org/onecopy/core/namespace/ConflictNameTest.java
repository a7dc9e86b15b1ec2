package org.onecopy.core.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.onecopy.core.namespace.Scene.NORTH;
import static org.onecopy.core.namespace.Scene.SOUTH;

import org.junit.jupiter.api.Test;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Outcome.Status;
import org.onecopy.model.FileId;
import org.onecopy.model.ZoneName;

final class ConflictNameTest {
    private final Scene scene = new Scene();
    private final FileId root = scene.root();

    @Test
    void names_zone_index_and_file() {
        assertThat(ConflictName.of(SOUTH, 42, 0, new Name("f.txt")).value()).isEqualTo("_conflict-south-42~f.txt");
        assertThat(ConflictName.of(SOUTH, 42, 3, new Name("f.txt")).value()).isEqualTo("_conflict-south-42.3~f.txt");
    }

    @Test
    void is_cut_at_a_whole_character_to_255_bytes() {
        String prefix = "_conflict-south-7~";
        for (int ascii = 0; ascii < 4; ascii++) {
            String start = "x".repeat(ascii);
            Name cut = ConflictName.of(SOUTH, 7, 0, new Name(start + "😀".repeat(60)));
            int whole = (255 - prefix.length() - ascii) / 4;
            assertThat(cut.value()).isEqualTo(prefix + start + "😀".repeat(whole));
            assertThat(cut.toBytes()).hasSizeBetween(252, 255);
        }
    }

    @Test
    void has_room_for_something_of_the_name_with_the_longest_prefix() {
        ZoneName zone = new ZoneName("z".repeat(32));
        Name name = ConflictName.of(zone, (1L << 38) - 1, 32767, new Name("n".repeat(255)));
        assertThat(name.toBytes()).hasSize(255);
        assertThat(name.value()).endsWith("nnn");
    }

    @Test
    void two_losers_of_one_entry_get_different_names() {
        scene.create(NORTH, root, "f", "one");
        scene.propose(SOUTH, Scene.newFile(root, "f", "two"), Scene.newFile(root, "f", "three"));
        String plain = "_conflict-south-" + scene.index;
        assertThat(scene.tree()).containsExactlyInAnyOrder("f=one", plain + "~f=two", plain + ".2~f=three");
    }

    @Test
    void names_that_are_equal_only_after_the_cut_do_not_collide() {
        String longName = "n".repeat(250);
        scene.propose(NORTH, Scene.newFile(root, longName + "a", "1"), Scene.newFile(root, longName + "b", "2"));
        Outcome second = scene.propose(
                        SOUTH, Scene.newFile(root, longName + "a", "3"), Scene.newFile(root, longName + "b", "4"))
                .getLast();
        assertThat(second.status()).isEqualTo(Status.CONFLICT_COPY);
        assertThat(scene.tree()).hasSize(4);
    }

    @Test
    void a_name_that_somebody_took_before_is_left_alone() {
        scene.create(NORTH, root, "f", "one");
        String taken = "_conflict-south-" + (scene.index + 2);
        scene.create(NORTH, root, taken + "~f", "taken");
        scene.create(SOUTH, root, "f", "two");
        assertThat(scene.tree()).containsExactlyInAnyOrder("f=one", taken + "~f=taken", taken + ".1~f=two");
    }
}
