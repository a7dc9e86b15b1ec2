package org.onecopy.core.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.onecopy.core.namespace.Scene.NORTH;
import static org.onecopy.core.namespace.Scene.SOUTH;
import static org.onecopy.core.namespace.Scene.WEST;
import static org.onecopy.core.namespace.Scene.ZONES;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.onecopy.core.Attributes;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Outcome.Status;
import org.onecopy.core.namespace.RuleDefinition.ConflictPolicy;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;

/** Each row of the decision table of {@link OperationTurn}; restoring is in {@link RestoreTest}. */
final class OperationTurnTest {
    private final Scene scene = new Scene();
    private final FileId root = scene.root();
    private final FileId file = scene.create(NORTH, root, "f", "one");

    private void prefer(org.onecopy.model.ZoneName zone) {
        scene.revise(ConflictPolicy.PREFERRED_ZONE, zone, ZONES);
    }

    @Test
    void a_create_at_a_free_name_stands() {
        Outcome outcome = scene.operate(SOUTH, Scene.newFile(root, "g", "two"));
        assertThat(outcome.status()).isEqualTo(Status.STOOD);
        assertThat(scene.tree()).containsExactly("f=one", "g=two");
    }

    @Test
    void a_write_on_the_present_content_stands() {
        Outcome outcome = scene.operate(SOUTH, scene.rewrite(file, "two"));
        assertThat(outcome)
                .isEqualTo(new Outcome(Status.STOOD, file, scene.inode(file).written()));
        assertThat(scene.inode(file).origin()).isEqualTo(SOUTH);
        assertThat(scene.tree()).containsExactly("f=two");
    }

    @Test
    void a_move_from_the_present_place_stands() {
        FileId directory = scene.directory(SOUTH, root, "d");
        Outcome outcome = scene.operate(SOUTH, scene.movement(file, directory, "g"));
        assertThat(outcome)
                .isEqualTo(new Outcome(Status.STOOD, file, scene.inode(file).placed()));
        assertThat(scene.tree()).containsExactly("d/", "d/g=one");
    }

    @Test
    void a_removal_of_what_is_there_stands() {
        Outcome outcome = scene.remove(SOUTH, file);
        assertThat(outcome)
                .isEqualTo(new Outcome(Status.STOOD, file, scene.inode(file).removed()));
        assertThat(scene.tree()).isEmpty();
    }

    @Test
    void new_attributes_on_the_present_ones_stand() {
        Attributes attributes = new Attributes(0600, "x", "y", 9);
        Outcome outcome = setAttributes(scene.inode(file).attributed(), attributes);
        assertThat(outcome)
                .isEqualTo(new Outcome(Status.STOOD, file, scene.inode(file).attributed()));
        assertThat(scene.inode(file).attributes()).isEqualTo(attributes);
    }

    @Test
    void the_same_file_made_twice_is_one() {
        Outcome outcome = scene.operate(SOUTH, Scene.newFile(root, "f", "one"));
        assertThat(outcome)
                .isEqualTo(new Outcome(Status.SAME, file, scene.inode(file).written()));
        assertThat(scene.effects()).containsExactly(new Effect.Unchanged(false));
    }

    @Test
    void the_same_directory_made_twice_is_one() {
        FileId first = scene.directory(NORTH, root, "d");
        Outcome outcome = scene.operate(SOUTH, Scene.newDirectory(root, "d"));
        assertThat(outcome.status()).isEqualTo(Status.SAME);
        assertThat(outcome.file()).isEqualTo(first);
    }

    @Test
    void the_same_link_made_twice_is_one_and_another_target_is_a_conflict() {
        scene.operate(NORTH, Scene.newLink(root, "l", "x"));
        assertThat(scene.operate(SOUTH, Scene.newLink(root, "l", "x")).status()).isEqualTo(Status.SAME);
        assertThat(scene.operate(SOUTH, Scene.newLink(root, "l", "y")).status()).isEqualTo(Status.CONFLICT_COPY);
    }

    @Test
    void the_same_content_written_twice_is_no_conflict() {
        Version unseen = scene.inode(file).written();
        scene.operate(NORTH, scene.rewrite(file, "two"));
        Outcome outcome = scene.operate(SOUTH, Scene.rewrite(file, unseen, "two"));
        assertThat(outcome.status()).isEqualTo(Status.SAME);
        assertThat(scene.tree()).containsExactly("f=two");
    }

    @Test
    void the_same_attributes_set_twice_are_no_conflict() {
        Version unseen = scene.inode(file).attributed();
        Attributes attributes = new Attributes(0600, "x", "y", 9);
        setAttributes(unseen, attributes);
        assertThat(setAttributes(unseen, attributes).status()).isEqualTo(Status.SAME);
    }

    @Test
    void the_same_move_made_twice_is_no_conflict() {
        Operation.Move move = scene.movement(file, root, "g");
        scene.operate(NORTH, move);
        assertThat(scene.operate(SOUTH, move).status()).isEqualTo(Status.SAME);
        assertThat(scene.tree()).containsExactly("g=one");
    }

    @Test
    void the_same_removal_made_twice_is_no_conflict() {
        Operation.Remove removal = scene.removal(file);
        scene.operate(NORTH, removal);
        Outcome outcome = scene.operate(SOUTH, removal);
        assertThat(outcome)
                .isEqualTo(new Outcome(Status.SAME, file, scene.inode(file).removed()));
    }

    @Test
    void a_create_at_a_taken_name_becomes_a_conflict_copy() {
        Outcome outcome = scene.operate(SOUTH, Scene.newFile(root, "f", "two"));
        assertThat(outcome.status()).isEqualTo(Status.CONFLICT_COPY);
        assertThat(scene.tree()).containsExactly("_conflict-south-" + scene.index + "~f=two", "f=one");
        assertThat(scene.effects())
                .singleElement()
                .isInstanceOfSatisfying(
                        Effect.Created.class,
                        made -> assertThat(made.conflictOf()).isEqualTo(file));
    }

    @Test
    void a_write_on_an_unseen_content_becomes_a_conflict_copy_beside_it() {
        FileId directory = scene.directory(NORTH, root, "d");
        Version unseen = scene.inode(file).written();
        scene.propose(NORTH, scene.rewrite(file, "two"), scene.movement(file, directory, "g"));
        Outcome outcome = scene.operate(SOUTH, Scene.rewrite(file, unseen, "three"));
        assertThat(outcome.status()).isEqualTo(Status.CONFLICT_COPY);
        assertThat(outcome.file()).isNotEqualTo(file);
        assertThat(scene.tree()).containsExactly("d/", "d/_conflict-south-" + scene.index + "~g=three", "d/g=two");
    }

    @Test
    void a_write_follows_a_move_that_its_zone_had_not_seen() {
        Operation.Write write = scene.rewrite(file, "two");
        scene.operate(NORTH, scene.movement(file, root, "g"));
        assertThat(scene.operate(SOUTH, write).status()).isEqualTo(Status.STOOD);
        assertThat(scene.tree()).containsExactly("g=two");
    }

    @Test
    void a_create_of_the_preferred_zone_takes_the_name() {
        prefer(SOUTH);
        Outcome outcome = scene.operate(SOUTH, Scene.newFile(root, "f", "two"));
        assertThat(outcome.status()).isEqualTo(Status.STOOD);
        String aside = "_conflict-north-" + scene.index + "~f";
        assertThat(scene.tree()).containsExactly(aside + "=one", "f=two");
        assertThat(scene.effects().getFirst())
                .isEqualTo(new Effect.Moved(root, new Name("f"), root, new Name(aside), SOUTH));
    }

    @Test
    void a_write_of_the_preferred_zone_takes_the_name() {
        Version unseen = scene.inode(file).written();
        scene.operate(NORTH, scene.rewrite(file, "two"));
        prefer(SOUTH);
        Outcome outcome = scene.operate(SOUTH, Scene.rewrite(file, unseen, "three"));
        assertThat(outcome.status()).isEqualTo(Status.STOOD);
        assertThat(outcome.file()).isNotEqualTo(file);
        assertThat(scene.tree()).containsExactly("_conflict-north-" + scene.index + "~f=two", "f=three");
    }

    @Test
    void a_zone_that_is_not_preferred_loses_as_ever() {
        prefer(SOUTH);
        assertThat(scene.operate(WEST, Scene.newFile(root, "f", "two")).status())
                .isEqualTo(Status.CONFLICT_COPY);
    }

    @Test
    void the_preferred_zone_does_not_win_against_itself_nor_against_a_directory() {
        scene.directory(NORTH, root, "d");
        prefer(NORTH);
        assertThat(scene.operate(NORTH, Scene.newFile(root, "f", "two")).status())
                .isEqualTo(Status.CONFLICT_COPY);
        prefer(SOUTH);
        assertThat(scene.operate(SOUTH, Scene.newFile(root, "d", "two")).status())
                .isEqualTo(Status.CONFLICT_COPY);
    }

    @Test
    void a_removal_of_something_changed_meanwhile_is_refused() {
        Operation.Remove removal = scene.removal(file);
        scene.operate(NORTH, scene.rewrite(file, "two"));
        assertRefused(scene.operate(SOUTH, removal));
        assertThat(scene.tree()).containsExactly("f=two");
    }

    @Test
    void a_removal_of_something_moved_meanwhile_is_refused() {
        Operation.Remove removal = scene.removal(file);
        scene.operate(NORTH, scene.movement(file, root, "g"));
        assertRefused(scene.operate(SOUTH, removal));
        assertThat(scene.tree()).containsExactly("g=one");
    }

    @Test
    void a_removal_of_a_directory_that_is_not_empty_is_refused() {
        FileId directory = scene.directory(NORTH, root, "d");
        scene.create(NORTH, directory, "\u0001", "first of all names");
        assertRefused(scene.remove(SOUTH, directory));
    }

    @Test
    void the_root_is_neither_removed_nor_moved() {
        assertRefused(scene.remove(SOUTH, root));
        assertRefused(scene.operate(SOUTH, scene.movement(root, root, "x")));
    }

    @Test
    void a_move_of_something_moved_meanwhile_is_refused() {
        Operation.Move move = scene.movement(file, root, "h");
        scene.operate(NORTH, scene.movement(file, root, "g"));
        assertRefused(scene.operate(SOUTH, move));
        assertThat(scene.tree()).containsExactly("g=one");
    }

    @Test
    void a_move_below_itself_is_refused() {
        FileId directory = scene.directory(NORTH, root, "d");
        assertRefused(scene.operate(SOUTH, scene.movement(directory, directory, "e")));
    }

    /** H26. */
    @Test
    void two_moves_that_would_make_a_cycle_do_not() {
        FileId a = scene.directory(NORTH, root, "a");
        FileId b = scene.directory(NORTH, root, "b");
        Operation.Move ofB = scene.movement(b, a, "x");
        scene.operate(NORTH, scene.movement(a, b, "x"));
        assertRefused(scene.operate(SOUTH, ofB));
        assertThat(scene.tree()).containsExactly("b/", "b/x/", "f=one");
    }

    @Test
    void a_move_to_a_taken_name_gets_a_conflict_name() {
        FileId other = scene.create(NORTH, root, "g", "two");
        Outcome outcome = scene.operate(SOUTH, scene.movement(other, root, "f"));
        assertThat(outcome)
                .isEqualTo(new Outcome(
                        Status.CONFLICT_COPY, other, scene.inode(other).placed()));
        assertThat(scene.tree()).containsExactly("_conflict-south-" + scene.index + "~f=two", "f=one");
    }

    @Test
    void attributes_changed_meanwhile_are_refused() {
        Version unseen = scene.inode(file).attributed();
        setAttributes(unseen, new Attributes(0600, "x", "y", 9));
        assertRefused(setAttributes(unseen, new Attributes(0640, "x", "y", 9)));
    }

    /** H34. */
    @Test
    void attributes_and_content_do_not_overwrite_each_other() {
        Version attributed = scene.inode(file).attributed();
        Operation.Write write = scene.rewrite(file, "two");
        setAttributes(attributed, new Attributes(0600, "x", "y", 9));
        assertThat(scene.operate(SOUTH, write).status()).isEqualTo(Status.STOOD);
        assertThat(scene.inode(file).attributes()).isEqualTo(new Attributes(0600, "x", "y", 8));
    }

    @Test
    void what_nobody_knows_is_refused_and_its_removal_is_no_change() {
        FileId unknown = FileId.parse("5.5");
        assertRefused(scene.operate(SOUTH, Scene.newFile(unknown, "x", "y")));
        assertRefused(scene.operate(SOUTH, Scene.newFile(file, "below a file", "y")));
        assertRefused(scene.operate(SOUTH, Scene.rewrite(unknown, Version.NONE, "x")));
        Operation.Remove removal =
                new Operation.Remove(new Ref.Known(unknown), new Base.Seen(Version.NONE), new Base.Seen(Version.NONE));
        assertThat(scene.operate(SOUTH, removal).status()).isEqualTo(Status.SAME);
    }

    @Test
    void a_directory_is_not_written() {
        FileId directory = scene.directory(NORTH, root, "d");
        assertRefused(scene.operate(SOUTH, scene.rewrite(directory, "x")));
    }

    private Outcome setAttributes(Version base, Attributes attributes) {
        return scene.operate(SOUTH, new Operation.SetAttributes(new Ref.Known(file), new Base.Seen(base), attributes));
    }

    private void assertRefused(Outcome outcome) {
        assertThat(outcome.status()).isEqualTo(Status.REFUSED);
        assertThat(scene.effects()).contains(new Effect.Unchanged(true));
        assertThat(Objects.requireNonNull(outcome.version()).index()).isEqualTo(scene.index);
    }
}
