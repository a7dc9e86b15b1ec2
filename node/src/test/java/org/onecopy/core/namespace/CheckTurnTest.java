package org.onecopy.core.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.onecopy.core.namespace.Scene.NORTH;
import static org.onecopy.core.namespace.Scene.RULE;
import static org.onecopy.core.namespace.Scene.SOUTH;
import static org.onecopy.core.namespace.Scene.WEST;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.onecopy.core.namespace.CheckShare.Counts;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/** What the log says of consistency checks. */
final class CheckTurnTest {
    private static final Counts SOME = new Counts(1, 2, 3, 0, 1, 0, 0, 0, 0);

    private final Scene scene = new Scene();

    private JournalKey begin(ZoneName... zones) {
        scene.apply(new Command.BeginCheck(RULE, "", true, List.of(zones), "ada", scene.timeMillis));
        return new JournalKey(RULE, Version.of(0, scene.index, 1));
    }

    private CheckRow row(JournalKey key) {
        return scene.tables.get(Tables.CHECKS, key);
    }

    private void report(JournalKey key, ZoneName zone, long epoch, boolean done) {
        CheckShare share = new CheckShare(new NodeId("n"), done, SOME, "ab", 7, "", "");
        scene.apply(new Command.ReportCheck(RULE, key.version(), zone, epoch, share));
    }

    @Test
    void begins_where_it_is_agreed_and_runs_until_every_zone_is_done() {
        JournalKey key = begin(NORTH, SOUTH);
        assertThat(row(key).shares()).containsOnlyKeys(NORTH, SOUTH).containsEntry(NORTH, null);
        assertThat(row(key).isRunningIn(WEST)).isFalse();
        report(key, NORTH, scene.zone(NORTH).epoch(), true);
        assertThat(row(key).isRunningIn(NORTH)).isFalse();
        assertThat(row(key).isRunning()).isTrue();
        report(key, SOUTH, scene.zone(SOUTH).epoch(), false);
        assertThat(row(key).isRunning()).isTrue();
        report(key, SOUTH, scene.zone(SOUTH).epoch(), true);
        assertThat(row(key).isRunning()).isFalse();
        assertThat(row(key).shares().get(SOUTH).counts().differences()).isEqualTo(1);
    }

    @Test
    void believes_no_writer_of_before_and_nobody_who_has_nothing_to_do_with_it() {
        JournalKey key = begin(NORTH);
        report(key, NORTH, scene.zone(NORTH).epoch() - 1, true);
        report(key, SOUTH, scene.zone(SOUTH).epoch(), true);
        assertThat(row(key).shares()).containsOnlyKeys(NORTH).containsEntry(NORTH, null);
    }

    @Test
    void what_is_done_is_not_changed_any_more() {
        JournalKey key = begin(NORTH);
        report(key, NORTH, scene.zone(NORTH).epoch(), true);
        CheckRow done = row(key);
        report(key, NORTH, scene.zone(NORTH).epoch(), false);
        scene.apply(new Command.CancelCheck(RULE, key.version(), "bob"));
        assertThat(row(key)).isEqualTo(done);
    }

    @Test
    void ends_where_somebody_cancels_it() {
        JournalKey key = begin(NORTH, SOUTH);
        scene.apply(new Command.CancelCheck(RULE, key.version(), "bob"));
        assertThat(row(key).isRunning()).isFalse();
        assertThat(row(key).isRunningIn(NORTH)).isFalse();
        assertThat(row(key).cancelledBy()).isEqualTo("bob");
    }

    @Test
    void begins_nothing_for_rules_and_zones_that_are_not_there() {
        JournalKey nowhere = begin(new ZoneName("elsewhere"));
        scene.apply(new Command.BeginCheck(new RuleId(9), "", true, List.of(NORTH), "ada", scene.timeMillis));
        assertThat(row(nowhere)).isNull();
        assertThat(scene.tables.scan(Tables.CHECKS, nowhere, null)).isExhausted();
    }

    @Test
    void keeps_the_last_ones() {
        JournalKey first = begin(NORTH);
        JournalKey second = begin(NORTH);
        for (int n = 0; n < CheckTurn.KEPT_MAX - 1; n++) {
            begin(NORTH);
        }
        assertThat(row(first)).isNull();
        assertThat(row(second)).isNotNull();
    }

    @Test
    void go_with_their_rule() {
        begin(NORTH);
        scene.apply(new Command.RemoveRule(RULE, scene.timeMillis));
        scene.apply(new Command.Reap(RULE));
        assertThat(scene.tables.scan(Tables.CHECKS, new JournalKey(RULE, Version.NONE), null))
                .isExhausted();
    }
}
