package org.onecopy.core.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.onecopy.core.namespace.Scene.NORTH;
import static org.onecopy.core.namespace.Scene.RULE;
import static org.onecopy.core.namespace.Scene.SOUTH;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.onecopy.core.namespace.RepairRow.Source;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/** What the log says of repairs. */
final class RepairTurnTest {
    private static final NodeId NODE = new NodeId("n");

    private final Scene scene = new Scene();

    /** A check that is done, and has found something in one of two zones. */
    private Version checked(long differences) {
        scene.apply(new Command.BeginCheck(RULE, "", true, List.of(NORTH, SOUTH), "ada", scene.timeMillis));
        Version check = Version.of(0, scene.index, 1);
        found(check, NORTH, differences);
        found(check, SOUTH, 0);
        return check;
    }

    private void found(Version check, ZoneName zone, long differences) {
        CheckShare share =
                new CheckShare(NODE, true, new CheckShare.Counts(1, 2, 3, differences, 0, 0, 0, 0, 0), "ab", 7, "", "");
        scene.apply(new Command.ReportCheck(RULE, check, zone, scene.zone(zone).epoch(), share));
    }

    private JournalKey begin(Version check, String path) {
        scene.apply(new Command.BeginRepair(RULE, check, path, Source.AGREED, null, "ada", scene.timeMillis));
        return new JournalKey(RULE, Version.of(0, scene.index, 1));
    }

    private RepairRow row(JournalKey key) {
        return scene.tables.get(Tables.REPAIRS, key);
    }

    private void report(JournalKey key, ZoneName zone, long epoch, boolean done) {
        RepairShare share = new RepairShare(NODE, done, new RepairShare.Counts(2, 1, 1, 1, 9, 0, 0), 5, 7, "");
        scene.apply(new Command.ReportRepair(RULE, key.version(), zone, epoch, share));
    }

    @Test
    void begins_where_a_check_has_found_something_and_nothing_else_is_at_the_paths() {
        Version check = checked(2);
        JournalKey first = begin(check, "a/b");
        assertThat(row(first).shares()).containsOnlyKeys(NORTH).containsEntry(NORTH, null);
        assertThat(row(begin(check, "a/b"))).isNull();
        assertThat(row(begin(check, "a"))).isNull();
        assertThat(row(begin(check, "a/b/c"))).isNull();
        assertThat(row(begin(check, ""))).isNull();
        assertThat(row(begin(check, "a/bc"))).isNotNull();
        report(first, NORTH, scene.zone(NORTH).epoch(), true);
        assertThat(row(first).isRunning()).isFalse();
        assertThat(row(begin(check, "a/b"))).isNotNull();
    }

    @Test
    void begins_nothing_without_findings_of_a_check_that_is_done() {
        assertThat(row(begin(checked(0), ""))).isNull();
        assertThat(row(begin(Version.of(0, 999, 1), ""))).isNull();
        scene.apply(new Command.BeginCheck(RULE, "", true, List.of(NORTH, SOUTH), "ada", scene.timeMillis));
        Version running = Version.of(0, scene.index, 1);
        found(running, NORTH, 3);
        assertThat(row(begin(running, ""))).isNull();
        scene.apply(new Command.CancelCheck(RULE, running, "bob"));
        assertThat(row(begin(running, ""))).isNull();
        scene.apply(
                new Command.BeginRepair(new RuleId(9), checked(1), "", Source.AGREED, null, "ada", scene.timeMillis));
        assertThat(scene.tables.scan(Tables.REPAIRS, new JournalKey(RULE, Version.NONE), null))
                .isExhausted();
    }

    @Test
    void believes_no_writer_of_before_and_nobody_once_it_is_done_or_cancelled() {
        JournalKey key = begin(checked(2), "");
        report(key, NORTH, scene.zone(NORTH).epoch() - 1, true);
        report(key, SOUTH, scene.zone(SOUTH).epoch(), true);
        assertThat(row(key).shares()).containsOnlyKeys(NORTH).containsEntry(NORTH, null);
        report(key, NORTH, scene.zone(NORTH).epoch(), false);
        assertThat(row(key).isRunningIn(NORTH)).isTrue();
        scene.apply(new Command.CancelRepair(RULE, key.version(), "bob"));
        RepairRow cancelled = row(key);
        assertThat(cancelled.cancelledBy()).isEqualTo("bob");
        assertThat(cancelled.isRunningIn(NORTH)).isFalse();
        report(key, NORTH, scene.zone(NORTH).epoch(), true);
        assertThat(row(key)).isEqualTo(cancelled);
    }

    @Test
    void keeps_a_check_as_long_as_its_findings_are_mended() {
        Version check = checked(1);
        JournalKey repair = begin(check, "");
        for (int n = 0; n < CheckTurn.KEPT_MAX + 2; n++) {
            checked(0);
        }
        JournalKey key = new JournalKey(RULE, check);
        assertThat(scene.tables.get(Tables.CHECKS, key)).isNotNull();
        report(repair, NORTH, scene.zone(NORTH).epoch(), true);
        checked(0);
        assertThat(scene.tables.get(Tables.CHECKS, key)).isNull();
    }

    @Test
    void go_with_their_rule() {
        begin(checked(1), "");
        scene.apply(new Command.RemoveRule(RULE, scene.timeMillis));
        scene.apply(new Command.Reap(RULE));
        assertThat(scene.tables.scan(Tables.REPAIRS, new JournalKey(RULE, Version.NONE), null))
                .isExhausted();
    }
}
