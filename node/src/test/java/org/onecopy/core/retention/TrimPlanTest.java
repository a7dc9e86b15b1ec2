package org.onecopy.core.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.Namespace;
import org.onecopy.core.namespace.RuleDefinition;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.testing.MapTables;

@DisplayName("H20: what a leader proposes to forget")
final class TrimPlanTest {
    private static final RuleId RULE = new RuleId(1);
    private static final ZoneName NEAR = new ZoneName("near");
    private static final ZoneName FAR = new ZoneName("far");
    private static final long HOUR = 3_600_000;
    private static final TrimPlan.Limits LIMITS = new TrimPlan.Limits(HOUR, 24 * HOUR, 100 * HOUR, 500);

    private final MapTables tables = new MapTables();
    private long index;
    private long clock = HOUR;

    TrimPlanTest() {
        TreeMap<ZoneName, String> paths = new TreeMap<>();
        paths.put(NEAR, "/near");
        paths.put(FAR, "/far");
        apply(new Command.ReviseRule(
                new RuleDefinition(
                        RULE,
                        new RuleName("rule"),
                        1,
                        paths,
                        List.of(),
                        null,
                        RuleDefinition.ConflictPolicy.KEEP_BOTH,
                        null,
                        900_000,
                        RuleDefinition.Visibility.ORDERED,
                        RuleDefinition.GuardPolicy.DEFAULT,
                        Set.of()),
                1));
        paths.keySet().forEach(zone -> apply(new Command.AssignWriter(RULE, zone, new NodeId("n"), 0)));
        age(0);
    }

    @Test
    void keeps_the_journal_for_the_margin_and_old_contents_for_the_retention() {
        Version passed = report(NEAR);
        report(FAR, passed);
        assertThat(plan()).isEmpty();
        age(1);
        assertThat(plan()).isEmpty();
        age(1);
        assertThat(plan()).containsExactly(new Command.Trim(RULE, passed, Version.NONE));
        plan().forEach(this::apply);
        assertThat(plan()).isEmpty();
        for (int hour = 0; hour < 24; hour++) {
            age(1);
        }
        assertThat(plan()).containsExactly(new Command.Trim(RULE, passed, passed));
        plan().forEach(this::apply);
        assertThat(plan()).isEmpty();
    }

    @Test
    void waits_for_the_zone_that_is_behind() {
        Version behind = report(FAR);
        index += 10;
        report(NEAR);
        age(1);
        age(2);
        assertThat(plan()).containsExactly(new Command.Trim(RULE, behind, Version.NONE));
    }

    @Test
    void gives_up_a_zone_after_a_long_silence_and_trims_without_it() {
        for (int hour = 0; hour < 100; hour++) {
            age(1);
            report(NEAR);
        }
        assertThat(requires()).isEmpty();
        age(1);
        report(NEAR);
        assertThat(requires()).containsExactly(FAR);
        plan().forEach(this::apply);
        assertThat(zone(FAR).state()).isEqualTo(ZoneRow.State.MUST_RECONCILE);
        assertThat(plan()).hasSize(1).first().isInstanceOf(Command.Trim.class);
    }

    @Test
    void gives_up_a_silent_zone_that_is_far_behind_earlier() {
        report(FAR);
        index += 1000;
        age(1);
        report(NEAR);
        assertThat(requires()).as("it may only be slow").isEmpty();
        age(1);
        report(NEAR);
        assertThat(requires()).containsExactly(FAR);
    }

    @Test
    void never_gives_up_all_zones_at_once() {
        for (int hour = 0; hour < 200; hour++) {
            age(1);
        }
        assertThat(requires()).isEmpty();
    }

    private List<Command> plan() {
        return TrimPlan.of(tables, RULE, index, LIMITS);
    }

    private List<ZoneName> requires() {
        return plan().stream()
                .filter(Command.RequireReconcile.class::isInstance)
                .map(command -> ((Command.RequireReconcile) command).zone())
                .toList();
    }

    private ZoneRow zone(ZoneName zone) {
        return tables.rows(Tables.ZONES).get(new ZoneKey(RULE, zone));
    }

    /** A zone has shown everything so far. */
    private Version report(ZoneName zone) {
        Version all = Version.of(0, index, 1);
        report(zone, all);
        return all;
    }

    private void report(ZoneName zone, Version upTo) {
        apply(new Command.ReportProgress(
                RULE, zone, zone(zone).epoch(), new ZoneRow.Progress(upTo, 0, 0, Version.NONE, 0), true));
    }

    private void age(int hours) {
        clock += hours * HOUR;
        apply(new Command.Age(clock));
    }

    private void apply(Command command) {
        index++;
        tables.apply(Namespace.apply(tables, 0, index, command).changes());
    }
}
