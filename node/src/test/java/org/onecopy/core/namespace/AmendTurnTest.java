package org.onecopy.core.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.onecopy.core.namespace.Scene.NORTH;
import static org.onecopy.core.namespace.Scene.RULE;
import static org.onecopy.core.namespace.Scene.SOUTH;
import static org.onecopy.core.namespace.Scene.WEST;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.onecopy.core.Content;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Tables.ContentKey;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.model.FileId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;

/** An administrator's changes stand as they are meant, or not at all. */
final class AmendTurnTest {
    private final Scene scene = new Scene();
    private final FileId root = scene.root();
    private final FileId directory = scene.directory(NORTH, root, "d");
    private final FileId file = scene.create(NORTH, directory, "f", "one");

    private void amend(boolean whole, Operation... operations) {
        scene.apply(new Command.Amend(RULE, WEST, whole, scene.timeMillis, List.of(operations)));
    }

    private Operation.Move back(FileId removed, FileId parent, String name) {
        return new Operation.Move(
                new Ref.Known(removed),
                new Base.Seen(scene.inode(removed).removed()),
                new Ref.Known(parent),
                new Name(name));
    }

    @Test
    void brings_back_what_was_removed_with_its_directories_and_its_content() {
        Version written = scene.inode(file).written();
        scene.remove(NORTH, file);
        scene.remove(NORTH, directory);
        amend(false, back(file, directory, "f"));
        assertThat(scene.tree()).containsExactly("d/", "d/f=one");
        assertThat(scene.inode(file).written()).isEqualTo(written);
        assertThat(scene.rule().files()).isEqualTo(1);
        scene.tables
                .scan(Tables.JOURNAL, new JournalKey(RULE, Version.of(0, scene.index, 0)), null)
                .forEachRemaining(row -> {
                    assertThat(row.getValue().origin())
                            .as("no zone shows it already")
                            .isNull();
                    assertThat(row.getValue().operation()).isNull();
                });
    }

    @Test
    void takes_no_name_that_is_taken_and_makes_no_conflict_copy() {
        scene.remove(NORTH, file);
        scene.create(SOUTH, directory, "f", "later");
        amend(false, back(file, directory, "f"));
        assertThat(scene.tree()).containsExactly("d/", "d/f=later");
        amend(false, back(file, directory, "g"));
        assertThat(scene.tree()).containsExactly("d/", "d/f=later", "d/g=one");
        amend(false, Scene.newFile(directory, "f", "new"));
        assertThat(scene.tree()).containsExactly("d/", "d/f=later", "d/g=one");
    }

    @Test
    void a_directory_whose_name_a_file_has_by_now_does_not_come_back() {
        scene.remove(NORTH, file);
        scene.remove(NORTH, directory);
        scene.create(SOUTH, root, "d", "a file");
        amend(false, back(file, directory, "f"));
        assertThat(scene.tree()).containsExactly("d=a file");
    }

    @Test
    void what_lay_in_a_directory_that_was_made_again_comes_back_into_the_new_one() {
        scene.remove(NORTH, file);
        scene.remove(NORTH, directory);
        scene.directory(SOUTH, root, "d");
        amend(false, back(file, directory, "f"));
        assertThat(scene.tree()).containsExactly("d/", "d/f=one");
    }

    @Test
    void leaves_what_was_changed_since_it_was_looked_at() {
        Operation.Write write = scene.rewrite(file, "back");
        Operation.Remove removal = scene.removal(file);
        Operation.Move move = scene.movement(file, root, "elsewhere");
        scene.operate(SOUTH, scene.rewrite(file, "two"));
        amend(false, write, removal);
        assertThat(scene.tree()).containsExactly("d/", "d/f=two");
        scene.operate(SOUTH, scene.movement(file, root, "moved"));
        amend(false, move);
        assertThat(scene.tree()).containsExactly("d/", "moved=two");
        assertThat(scene.tables.rows(Tables.CONFLICTS)).isEmpty();
    }

    @Test
    void writes_an_older_content_again_with_the_bytes_that_are_known() {
        Content one = Scene.content("one");
        scene.operate(SOUTH, scene.rewrite(file, "two"));
        Operation.Write back = new Operation.Write(
                new Ref.Known(file), new Base.Seen(scene.inode(file).written()), one.withoutBytes(), null, 8);
        amend(false, back);
        assertThat(scene.tree()).containsExactly("d/", "d/f=one");
        Inode now = scene.inode(file);
        assertThat(now.origin()).isEqualTo(WEST);
        assertThat(scene.tables.get(Tables.CONTENTS, new ContentKey(file, now.written())))
                .isEqualTo(one);
    }

    @Test
    void brings_back_an_older_content_of_something_removed() {
        scene.operate(SOUTH, scene.rewrite(file, "two"));
        scene.remove(SOUTH, file);
        Operation.Write back = new Operation.Write(
                new Ref.Known(file),
                new Base.Seen(scene.inode(file).removed()),
                Scene.content("one").withoutBytes(),
                null,
                8);
        amend(false, back);
        assertThat(scene.tree()).containsExactly("d/", "d/f=one");
    }

    @Test
    void does_all_or_nothing_where_that_is_asked() {
        FileId other = scene.create(NORTH, root, "g", "other");
        Operation.Remove first = scene.removal(file);
        Operation.Move second = scene.movement(other, directory, "f");
        scene.operate(SOUTH, scene.movement(other, root, "h"));
        long before = scene.rule().files();
        Delta delta =
                scene.apply(new Command.Amend(RULE, WEST, true, scene.timeMillis, List.<Operation>of(first, second)));
        assertThat(delta.changes()).isEmpty();
        assertThat(scene.rule().files()).isEqualTo(before);
        amend(true, first, scene.movement(other, directory, "f"));
        assertThat(scene.tree()).containsExactly("d/", "d/f=other");
    }

    @Test
    void the_guard_neither_counts_nor_holds_it() {
        Scene guarded = new Scene(new RuleDefinition.GuardPolicy(1, 100, Long.MAX_VALUE, 1000));
        FileId one = guarded.create(NORTH, guarded.root(), "1", "one");
        FileId two = guarded.create(NORTH, guarded.root(), "2", "two");
        guarded.apply(new Command.Amend(
                RULE,
                NORTH,
                false,
                guarded.timeMillis,
                List.<Operation>of(guarded.removal(one), guarded.removal(two))));
        assertThat(guarded.tree()).isEmpty();
        assertThat(guarded.zone(NORTH).guard().tripped()).isFalse();
        assertThat(guarded.zone(NORTH).guard().counted()).isZero();
    }

    @Test
    void does_nothing_for_a_rule_that_is_gone_and_to_files_of_others() {
        Operation.Remove removal = scene.removal(file);
        Delta unknown = scene.apply(
                new Command.Amend(new RuleId(7), WEST, false, scene.timeMillis, List.<Operation>of(removal)));
        assertThat(unknown.changes()).isEmpty();
        scene.apply(new Command.RemoveRule(RULE, scene.timeMillis));
        amend(false, removal);
        assertThat(scene.inode(file).isLive()).isTrue();
    }

    @Test
    void does_only_as_much_as_fits_into_an_entry_and_the_rest_can_be_asked_for_again() {
        scene.checked = false;
        List<Operation> all = new ArrayList<>();
        for (int chain = 0; chain < 8; chain++) {
            List<FileId> made = new ArrayList<>(List.of(scene.directory(NORTH, root, "chain" + chain)));
            for (int n = 0; n < 479; n++) {
                made.add(scene.directory(NORTH, made.getLast(), "d"));
            }
            made.reversed().forEach(each -> scene.remove(NORTH, each));
            all.add(back(made.getLast(), made.get(made.size() - 2), "d"));
        }
        amend(false, all.toArray(Operation[]::new));
        long first = scene.tree().size();
        assertThat(first).isBetween(480L, 7 * 480L);
        for (int more = 0; more < 3; more++) {
            amend(false, all.toArray(Operation[]::new));
        }
        assertThat(scene.tree()).hasSize(8 * 480 + 2);
    }
}
