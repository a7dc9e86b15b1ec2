package org.onecopy.core.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.onecopy.core.namespace.Scene.NORTH;
import static org.onecopy.core.namespace.Scene.RULE;
import static org.onecopy.core.namespace.Scene.SOUTH;
import static org.onecopy.core.namespace.Scene.WEST;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.onecopy.core.namespace.RuleDefinition.ConflictPolicy;
import org.onecopy.core.namespace.RuleDefinition.GuardPolicy;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.model.FileId;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/** What the log says of fences (H66). */
final class FenceTurnTest {
    private Scene scene = new Scene();

    @BeforeEach
    void all_zones_are_active() {
        Scene.ZONES.forEach(zone -> scene.pass(zone, Version.NONE));
    }

    private void fence(ZoneName zone) {
        scene.apply(new Command.BeginFence(RULE, zone, "ada", scene.timeMillis));
    }

    private FenceRow row(ZoneName zone) {
        return scene.tables.get(Tables.FENCES, new ZoneKey(RULE, zone));
    }

    private void report(ZoneName zone, long epoch, Version fence, boolean compared, long held) {
        scene.apply(new Command.ReportFence(
                RULE, zone, epoch, fence, new FenceRow.Share(new NodeId("n"), compared, held, 7)));
    }

    @Test
    @DisplayName("H66: what a fenced zone proposes has no effect and takes no number; others go on")
    void a_fenced_zone_proposes_nothing() {
        FileId file = scene.create(NORTH, scene.root(), "a", "one");
        fence(NORTH);
        assertThat(row(NORTH).at()).isEqualTo(Version.of(0, scene.index, 1));
        assertThat(row(NORTH).files()).isEqualTo(1);
        assertThat(row(NORTH).bytes()).isEqualTo(3);
        long last = scene.zone(NORTH).lastNumber();
        Delta delta = scene.apply(scene.proposal(NORTH, last + 1, scene.rewrite(file, "two")));
        assertThat(delta.changes()).isEmpty();
        assertThat(scene.zone(NORTH).lastNumber()).isEqualTo(last);
        scene.operate(SOUTH, scene.rewrite(file, "south"));
        assertThat(scene.tree()).containsExactly("a=south");
        scene.apply(new Command.LiftFence(RULE, NORTH, "ada"));
        assertThat(row(NORTH)).isNull();
        scene.create(NORTH, scene.root(), "b", "again");
        assertThat(scene.tree()).containsExactly("a=south", "b=again");
    }

    @Test
    void one_zone_at_least_stays_open_and_none_is_fenced_twice() {
        fence(NORTH);
        FenceRow first = row(NORTH);
        fence(NORTH);
        assertThat(row(NORTH)).isEqualTo(first);
        fence(SOUTH);
        assertThat(row(SOUTH)).isNotNull();
        fence(WEST);
        assertThat(row(WEST)).isNull();
        scene.apply(new Command.LiftFence(RULE, SOUTH, "ada"));
        fence(WEST);
        assertThat(row(WEST)).isNotNull();
    }

    @Test
    void a_zone_that_is_not_active_or_whose_guard_holds_something_is_not_fenced() {
        scene = new Scene(new GuardPolicy(0, 100, 0, 600_000));
        fence(NORTH); // still joining
        assertThat(row(NORTH)).isNull();
        all_zones_are_active();
        FileId file = scene.create(NORTH, scene.root(), "a", "one");
        scene.remove(NORTH, file);
        assertThat(scene.zone(NORTH).guard().tripped()).isTrue();
        fence(NORTH);
        assertThat(row(NORTH)).isNull();
        scene.apply(new Command.DecideGuard(RULE, NORTH, false, scene.timeMillis));
        fence(NORTH);
        assertThat(row(NORTH)).isNotNull();
        scene.apply(new Command.BeginFence(new RuleId(9), NORTH, "ada", scene.timeMillis));
        scene.apply(new Command.BeginFence(RULE, new ZoneName("nowhere"), "ada", scene.timeMillis));
        assertThat(scene.tables.rows(Tables.FENCES)).hasSize(1);
    }

    @Test
    void believes_the_present_writer_and_only_of_the_present_fence() {
        fence(NORTH);
        Version at = row(NORTH).at();
        long epoch = scene.zone(NORTH).epoch();
        assertThat(row(NORTH).mayHold()).isTrue();
        report(NORTH, epoch - 1, at, true, 0);
        report(NORTH, epoch, at.next(), true, 0);
        report(SOUTH, scene.zone(SOUTH).epoch(), at, true, 0);
        assertThat(row(NORTH).share()).isNull();
        report(NORTH, epoch, at, false, 0);
        assertThat(row(NORTH).mayHold()).isTrue();
        report(NORTH, epoch, at, true, 2);
        assertThat(row(NORTH).mayHold()).isTrue();
        assertThat(Passed.isAnythingHeld(scene.tables, RULE)).isTrue();
        report(NORTH, epoch, at, true, 0);
        assertThat(row(NORTH).mayHold()).isFalse();
        assertThat(Passed.isAnythingHeld(scene.tables, RULE)).isFalse();
    }

    @Test
    void what_waits_keeps_what_it_may_be_about() {
        FileId file = scene.create(SOUTH, scene.root(), "a", "one");
        fence(NORTH);
        scene.remove(SOUTH, file);
        scene.trim(Version.of(0, scene.index, 9));
        assertThat(scene.tables.get(Tables.INODES, file)).isNotNull();
        report(NORTH, scene.zone(NORTH).epoch(), row(NORTH).at(), true, 0);
        scene.trim(Version.of(0, scene.index, 9));
        assertThat(scene.tables.get(Tables.INODES, file)).isNull();
    }

    @Test
    void go_with_their_zone_and_with_their_rule() {
        fence(NORTH);
        fence(SOUTH);
        scene.revise(ConflictPolicy.KEEP_BOTH, null, List.of(SOUTH, WEST));
        assertThat(row(NORTH)).isNull();
        assertThat(row(SOUTH)).isNotNull();
        scene.apply(new Command.RemoveRule(RULE, scene.timeMillis));
        scene.apply(new Command.Reap(RULE));
        assertThat(scene.tables.rows(Tables.FENCES)).isEmpty();
    }
}
