package org.onecopy.core.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.onecopy.core.namespace.Scene.NORTH;
import static org.onecopy.core.namespace.Scene.RULE;
import static org.onecopy.core.namespace.Scene.SOUTH;
import static org.onecopy.core.namespace.Scene.WEST;

import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.onecopy.core.namespace.RuleDefinition.GuardPolicy;
import org.onecopy.core.namespace.ZoneRow.State;
import org.onecopy.model.FileId;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

@DisplayName("H20: trimming")
final class TrimmingTest {
    private static final long HOUR = 3_600_000;

    private final Scene scene = new Scene();

    @Test
    void trims_nothing_that_a_zone_has_not_passed_whatever_is_asked() {
        scene.create(NORTH, scene.root(), "f", "one");
        Version first = now();
        scene.create(NORTH, scene.root(), "g", "two");
        scene.pass(NORTH, now());
        scene.pass(SOUTH, now());
        scene.pass(WEST, first);
        scene.apply(new Command.Trim(RULE, now(), now()));
        assertThat(scene.rule().trimmed()).isEqualTo(first);
        assertThat(scene.rule().forgotten()).isEqualTo(first);
        assertThat(scene.tables.rows(Tables.JOURNAL)).hasSize(1);
    }

    @Test
    void trims_nothing_at_or_above_a_hole() {
        scene.create(NORTH, scene.root(), "f", "one");
        Version hole = Version.of(0, scene.index, 1);
        scene.create(NORTH, scene.root(), "g", "two");
        Version all = now();
        scene.pass(NORTH, all);
        scene.pass(SOUTH, all);
        report(WEST, new ZoneRow.Progress(all, 1, 0, hole, 0));
        scene.apply(new Command.Trim(RULE, all, all));
        assertThat(scene.tables.rows(Tables.JOURNAL).firstKey().version()).isEqualTo(hole);
        report(WEST, new ZoneRow.Progress(all, 1, 0, Version.NONE, 0));
        assertThat(Passed.byAll(scene.tables, RULE))
                .as("a hole that nobody named may be anywhere")
                .isEqualTo(Version.NONE);
    }

    @Test
    void a_zone_that_must_reconcile_is_not_waited_for_and_takes_no_part() {
        scene.create(NORTH, scene.root(), "f", "one");
        Version all = now();
        scene.pass(NORTH, all);
        scene.pass(SOUTH, all);
        scene.apply(new Command.RequireReconcile(RULE, WEST, scene.zone(WEST).heardMillis()));
        assertThat(scene.zone(WEST).state()).isEqualTo(State.MUST_RECONCILE);
        scene.apply(new Command.Trim(RULE, all, all));
        assertThat(scene.tables.rows(Tables.JOURNAL)).isEmpty();
        report(WEST, new ZoneRow.Progress(new Version(9), 0, 0, Version.NONE, 0));
        assertThat(scene.zone(WEST).state()).isEqualTo(State.MUST_RECONCILE);
        assertThat(scene.zone(WEST).progress().lowWater()).isEqualTo(Version.NONE);
        scene.apply(scene.proposal(WEST, 1, Scene.newFile(scene.root(), "late", "x")));
        assertThat(scene.tree()).containsExactly("f=one");
    }

    @Test
    void a_zone_that_must_reconcile_is_waited_for_again_once_it_claims_an_epoch() {
        scene.create(NORTH, scene.root(), "f", "one");
        Version all = now();
        scene.pass(NORTH, all);
        scene.pass(SOUTH, all);
        scene.apply(new Command.RequireReconcile(RULE, WEST, scene.zone(WEST).heardMillis()));
        age(HOUR);
        age(2 * HOUR);
        scene.apply(new Command.AssignWriter(
                RULE, WEST, new NodeId("west-2"), scene.zone(WEST).epoch()));
        assertThat(scene.zone(WEST).state()).isEqualTo(State.RECONCILING);
        assertThat(scene.zone(WEST).heardMillis()).isEqualTo(agreedAge());
        scene.apply(new Command.Trim(RULE, all, all));
        assertThat(scene.tables.rows(Tables.JOURNAL))
                .as("it may read the journal from here")
                .isNotEmpty();
        scene.pass(WEST, all);
        assertThat(scene.zone(WEST).state()).isEqualTo(State.ACTIVE);
        scene.trim(all);
        assertThat(scene.tables.rows(Tables.JOURNAL)).isEmpty();
    }

    @Test
    void a_zone_that_was_heard_of_meanwhile_need_not_reconcile() {
        long heard = scene.zone(WEST).heardMillis();
        age(HOUR);
        age(2 * HOUR);
        scene.pass(WEST, now());
        assertThat(scene.zone(WEST).heardMillis()).isGreaterThan(heard);
        scene.apply(new Command.RequireReconcile(RULE, WEST, heard));
        assertThat(scene.zone(WEST).state()).isEqualTo(State.ACTIVE);
    }

    @Test
    @DisplayName("H45: a clock that jumps a year ahead, or back, makes a membership at most two hours older")
    void never_becomes_much_older_at_once() {
        age(HOUR);
        age(2 * HOUR);
        assertThat(agreedAge()).isEqualTo(HOUR);
        age(9000 * HOUR);
        assertThat(agreedAge()).isEqualTo(HOUR + Trimming.STEP_MILLIS_MAX);
        age(3 * HOUR);
        assertThat(agreedAge()).isEqualTo(HOUR + Trimming.STEP_MILLIS_MAX);
        age(4 * HOUR);
        assertThat(agreedAge()).isEqualTo(2 * HOUR + Trimming.STEP_MILLIS_MAX);
        assertThat(java.util.List.copyOf(scene.tables.rows(Tables.MARKS).values()))
                .isSorted();
    }

    @Test
    void keeps_what_was_removed_while_a_guard_holds_something() {
        Scene guarded = new Scene(new GuardPolicy(1, 100, 1_000_000, 600_000));
        FileId first = guarded.create(NORTH, guarded.root(), "first", "one");
        FileId second = guarded.create(NORTH, guarded.root(), "second", "two");
        guarded.remove(NORTH, first);
        guarded.remove(NORTH, second);
        assertThat(guarded.zone(NORTH).guard().tripped()).isTrue();
        guarded.trim(Version.of(0, guarded.index, 1));
        assertThat(guarded.tables.rows(Tables.INODES)).containsKey(first);
        guarded.apply(new Command.DecideGuard(RULE, NORTH, false, guarded.timeMillis));
        guarded.trim(Version.of(0, guarded.index, 1));
        assertThat(guarded.tables.rows(Tables.INODES)).doesNotContainKey(first).containsKey(second);
    }

    @Test
    @DisplayName("R9: the rows of a removed rule go in bounded steps, those of others stay")
    void reaps_a_removed_rule_and_nothing_else() {
        scene.checked = false;
        RuleDefinition other = new RuleDefinition(
                new RuleId(2),
                new RuleName("other"),
                1,
                scene.rule().definition().paths(),
                java.util.List.of(),
                null,
                RuleDefinition.ConflictPolicy.KEEP_BOTH,
                null,
                1,
                RuleDefinition.Visibility.ORDERED,
                Scene.OPEN,
                Set.of());
        scene.apply(new Command.ReviseRule(other, 1));
        int rowsOfOther = rows();
        FileId directory = scene.directory(NORTH, scene.root(), "d");
        for (int n = 0; n < 4000; n++) {
            FileId file = scene.create(NORTH, n % 2 == 0 ? directory : scene.root(), "f" + n, "text");
            if (n % 3 == 0) {
                scene.operate(NORTH, scene.rewrite(file, "other"));
            }
            if (n % 5 == 0) {
                scene.remove(NORTH, file);
            }
        }
        assertThat(Reaping.isDue(scene.tables, RULE)).isFalse();
        scene.apply(new Command.Reap(RULE));
        assertThat(scene.tables.rows(Tables.INODES)).hasSizeGreaterThan(4000);
        scene.apply(new Command.RemoveRule(RULE, 1));
        int steps = 0;
        while (Reaping.isDue(scene.tables, RULE)) {
            assertThat(scene.apply(new Command.Reap(RULE)).changes()).hasSizeLessThanOrEqualTo(Scene.ROWS_MAX);
            steps++;
        }
        assertThat(steps).isEqualTo(2);
        assertThat(rows()).as("but for the zones and the root of the rule").isLessThanOrEqualTo(rowsOfOther);
        assertThat(scene.tables.rows(Tables.INODES).values())
                .extracting(Inode::rule)
                .containsExactly(new RuleId(2));
        assertThat(scene.tables.rows(Tables.ZONES).keySet())
                .extracting(Tables.ZoneKey::rule)
                .containsOnly(new RuleId(2));
        assertThat(scene.tables.rows(Tables.CONTENTS)).isEmpty();
        scene.apply(new Command.ReviseRule(
                Scene.definition(1, RuleDefinition.ConflictPolicy.KEEP_BOTH, null, Scene.OPEN, Scene.ZONES), 1));
        assertThat(scene.rule().removed())
                .as("a late entry does not make it again")
                .isTrue();
    }

    private int rows() {
        return Tables.ALL.stream()
                .mapToInt(table -> scene.tables.rows(table).size())
                .sum();
    }

    private Version now() {
        return Version.of(0, scene.index, 9);
    }

    private long agreedAge() {
        return scene.tables.rows(Tables.TIMES).get(Tables.AGE);
    }

    private void age(long timeMillis) {
        scene.apply(new Command.Age(timeMillis));
    }

    private void report(ZoneName zone, ZoneRow.Progress progress) {
        scene.apply(new Command.ReportProgress(RULE, zone, scene.zone(zone).epoch(), progress, true));
    }
}
