package org.onecopy.core.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.onecopy.core.namespace.Scene.NORTH;
import static org.onecopy.core.namespace.Scene.RULE;
import static org.onecopy.core.namespace.Scene.SOUTH;
import static org.onecopy.core.namespace.Scene.WEST;
import static org.onecopy.core.namespace.Scene.ZONES;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.onecopy.core.namespace.RuleDefinition.ConflictPolicy;
import org.onecopy.core.namespace.RuleDefinition.GuardPolicy;
import org.onecopy.core.namespace.Tables.ContentKey;
import org.onecopy.core.namespace.ZoneRow.Progress;
import org.onecopy.core.namespace.ZoneRow.State;
import org.onecopy.model.FileId;
import org.onecopy.model.NodeId;
import org.onecopy.model.Version;

final class RuleTurnTest {
    private final Scene scene = new Scene(new GuardPolicy(0, 100, Long.MAX_VALUE, 1000));
    private final FileId root = scene.root();

    @Test
    void a_new_rule_has_a_root_and_its_zones_join() {
        assertThat(scene.inode(root).isRoot()).isTrue();
        assertThat(scene.tables.rows(Tables.ZONES)).hasSize(3);
        assertThat(scene.zone(NORTH).state()).isEqualTo(State.JOINING);
    }

    @Test
    void only_the_next_revision_takes_effect() {
        RuleRow before = scene.rule();
        for (long revision : List.of(0L, 1L, 3L)) {
            RuleDefinition definition =
                    Scene.definition(revision, ConflictPolicy.PREFERRED_ZONE, SOUTH, Scene.OPEN, ZONES);
            assertThat(scene.apply(new Command.ReviseRule(definition, scene.timeMillis))
                            .changes())
                    .isEmpty();
        }
        assertThat(scene.rule()).isEqualTo(before);
        scene.create(NORTH, root, "f", "text");
        scene.revise(ConflictPolicy.PREFERRED_ZONE, SOUTH, ZONES);
        assertThat(scene.rule().definition().revision()).isEqualTo(2);
        assertThat(scene.rule().root()).isEqualTo(root);
        assertThat(scene.rule().files()).isEqualTo(1);
    }

    @Test
    void a_removed_rule_takes_no_command_any_more() {
        FileId file = scene.create(NORTH, root, "f", "text");
        scene.remove(SOUTH, file);
        assertThat(scene.zone(SOUTH).guard().held()).isEqualTo(1);
        scene.apply(new Command.RemoveRule(RULE, scene.timeMillis));
        assertThat(scene.rule().removed()).isTrue();
        Command.DecideGuard release = new Command.DecideGuard(RULE, SOUTH, true, scene.timeMillis);
        assertThat(scene.apply(release).changes()).isEmpty();
        assertThat(scene.apply(scene.proposal(NORTH, 2, Scene.newFile(root, "g", "x")))
                        .changes())
                .isEmpty();
        assertThat(scene.apply(new Command.RemoveRule(RULE, scene.timeMillis)).changes())
                .isEmpty();
        scene.revise(ConflictPolicy.KEEP_BOTH, null, ZONES);
        assertThat(scene.rule().removed()).isTrue();
        assertThat(scene.tree()).containsExactly("f=text");
    }

    @Test
    void a_zone_that_is_added_joins_and_the_others_stay_as_they_are() {
        scene.revise(ConflictPolicy.KEEP_BOTH, null, List.of(NORTH, SOUTH));
        scene.apply(
                new Command.ReportProgress(RULE, NORTH, 1, new Progress(new Version(9), 0, 0, Version.NONE, 0), true));
        scene.revise(ConflictPolicy.KEEP_BOTH, null, ZONES);
        assertThat(scene.zone(WEST).state()).isEqualTo(State.JOINING);
        assertThat(scene.zone(WEST).writer()).isNull();
        assertThat(scene.zone(NORTH).state()).isEqualTo(State.ACTIVE);
    }

    @Test
    void a_zone_that_comes_again_brings_nothing_of_its_earlier_life() {
        FileId file = scene.create(NORTH, root, "f", "text");
        scene.operate(WEST, scene.removal(file));
        Command.Propose late = scene.proposal(WEST, 1, Scene.newFile(root, "late", "x"));
        scene.revise(ConflictPolicy.KEEP_BOTH, null, List.of(NORTH, SOUTH));
        assertThat(scene.tables.rows(Tables.HELD)).isEmpty();
        assertThat(scene.tables.rows(Tables.OUTCOMES).keySet())
                .noneMatch(key -> key.zone().zone().equals(WEST));
        scene.revise(ConflictPolicy.KEEP_BOTH, null, ZONES);
        scene.assign(WEST, scene.zone(WEST).epoch());
        scene.apply(late);
        scene.apply(new Command.DecideGuard(RULE, WEST, true, scene.timeMillis));
        assertThat(scene.tree()).containsExactly("f=text");
        assertThat(scene.zone(WEST).lastNumber()).isZero();
    }

    @Test
    void a_writer_is_assigned_only_after_the_expected_epoch() {
        NodeId first = scene.zone(SOUTH).writer();
        for (long epoch : List.of(0L, 2L)) {
            assertThat(scene.apply(new Command.AssignWriter(RULE, SOUTH, new NodeId("other"), epoch))
                            .changes())
                    .isEmpty();
        }
        assertThat(scene.zone(SOUTH).writer()).isEqualTo(first);
        scene.operate(SOUTH, Scene.newFile(root, "f", "x"));
        scene.apply(new Command.AssignWriter(RULE, SOUTH, new NodeId("other"), 1));
        assertThat(scene.zone(SOUTH).writer()).isEqualTo(new NodeId("other"));
        assertThat(scene.zone(SOUTH).epoch()).isEqualTo(2);
        assertThat(scene.zone(SOUTH).lastNumber()).isZero();
        assertThat(scene.tables.rows(Tables.OUTCOMES)).isEmpty();
    }

    @Test
    void progress_of_an_older_writer_is_ignored() {
        scene.assign(SOUTH, 1);
        Progress progress = new Progress(new Version(9), 1, 1, new Version(8), 5);
        assertThat(scene.apply(new Command.ReportProgress(RULE, SOUTH, 1, progress, true))
                        .changes())
                .isEmpty();
        scene.apply(new Command.ReportProgress(RULE, SOUTH, 2, progress, false));
        assertThat(scene.zone(SOUTH).progress()).isEqualTo(progress);
        assertThat(scene.zone(SOUTH).state()).isEqualTo(State.JOINING);
    }

    @Test
    void trimming_drops_the_journal_up_to_a_version() {
        scene.create(NORTH, root, "f", "one");
        Version upTo = Version.of(0, scene.index, 1);
        scene.create(NORTH, root, "g", "two");
        trim(upTo);
        assertThat(scene.tables.rows(Tables.JOURNAL).keySet())
                .hasSize(1)
                .allMatch(key -> key.version().isAfter(upTo));
        assertThat(scene.rule().trimmed()).isEqualTo(upTo);
        trim(Version.NONE);
        assertThat(scene.rule().trimmed()).isEqualTo(upTo);
    }

    @Test
    void trimming_drops_old_contents_and_keeps_the_present_ones() {
        FileId file = scene.create(NORTH, root, "f", "one");
        scene.operate(NORTH, scene.rewrite(file, "twos"));
        Version upTo = Version.of(0, scene.index, 9);
        scene.operate(NORTH, scene.rewrite(file, "three"));
        assertThat(scene.tables.rows(Tables.CONTENTS)).hasSize(3);
        trim(upTo);
        assertThat(scene.tables.rows(Tables.CONTENTS)).hasSize(2);
        assertThat(scene.tables.rows(Tables.CONTENTS))
                .containsKey(new ContentKey(file, scene.inode(file).written()));
        assertThat(scene.tree()).containsExactly("f=three");
    }

    @Test
    void trimming_drops_tombstones_with_their_content() {
        Scene open = new Scene();
        FileId gone = open.create(NORTH, open.root(), "gone", "one");
        FileId kept = open.create(NORTH, open.root(), "kept", "two");
        open.remove(NORTH, gone);
        Version upTo = Version.of(0, open.index, 1);
        open.remove(NORTH, kept);
        open.trim(upTo);
        assertThat(open.tables.rows(Tables.INODES)).doesNotContainKey(gone).containsKey(kept);
        assertThat(open.tables.rows(Tables.CONTENTS).keySet())
                .noneMatch(key -> key.file().equals(gone));
    }

    @Test
    void trimming_keeps_what_was_restored_or_removed_again() {
        Scene open = new Scene();
        FileId file = open.create(NORTH, open.root(), "f", "one");
        Operation.Write write = open.rewrite(file, "two");
        open.remove(NORTH, file);
        open.operate(SOUTH, write);
        open.trim(Version.of(0, open.index, 9));
        assertThat(open.tree()).containsExactly("f=two");
        Version upTo = Version.of(0, open.index, 9);
        open.remove(SOUTH, file);
        open.trim(upTo);
        assertThat(open.tables.rows(Tables.INODES)).containsKey(file);
    }

    @Test
    void trimming_much_takes_several_entries_of_bounded_size() {
        Scene open = new Scene();
        open.checked = false;
        int many = 2500;
        for (int i = 0; i < many; i++) {
            FileId file = open.create(NORTH, open.root(), "f" + i, "one");
            open.operate(NORTH, open.rewrite(file, "two"));
            open.remove(NORTH, file);
        }
        Version upTo = Version.of(0, open.index, 9);
        Scene.ZONES.forEach(zone -> open.pass(zone, upTo));
        int entries = 0;
        while (!open.tables.rows(Tables.TOMBSTONES).isEmpty()) {
            open.apply(new Command.Trim(RULE, upTo, upTo));
            entries++;
        }
        assertThat(entries).isEqualTo(2);
        TableChecks.check(open.tables);
    }

    private void trim(Version upTo) {
        scene.trim(upTo);
    }
}
