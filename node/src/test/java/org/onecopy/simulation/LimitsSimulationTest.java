package org.onecopy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.onecopy.core.Kind;
import org.onecopy.core.TreePath;
import org.onecopy.core.namespace.RuleDefinition.GuardPolicy;
import org.onecopy.core.shown.ShownTables;
import org.onecopy.simulation.Simulation.Trouble;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;

/** What a writer does at its limits. */
final class LimitsSimulationTest {
    private static final GuardPolicy OPEN = new GuardPolicy(1_000_000, 100, 1_000_000, 600_000);

    private final Simulation simulation = new Simulation(1, Trouble.NONE);
    private final SimNode near = simulation.nodes.get(0);
    private final SimNode far = simulation.nodes.get(1);

    @Test
    @DisplayName("H52: limits.parked pauses the zone, not the others, until the remedy")
    void a_zone_with_too_many_parked_changes_shows_nothing_else_until_they_are_fewer() {
        simulation.keeping.parkedMax = 2;
        begin();
        far.faults.denied.add("a");
        write("a", "one");
        turns();
        for (int n = 0; n < 3; n++) {
            write("x" + n, "small");
        }
        turns();
        assertThat(far.disk.find(place("x0")))
                .as("one parked change is no reason")
                .isNotNull();
        far.faults.denied.add("b");
        far.faults.denied.add("c");
        write("b", "two");
        write("c", "three");
        turns();
        assertThat(far.writer.isPaused()).isTrue();
        write("y", "later");
        turns();
        assertThat(far.disk.find(place("y"))).isNull();
        assertThat(simulation.nodes.get(2).disk.find(place("y"))).isNotNull();
        far.faults.denied.clear();
        turns();
        assertThat(far.writer.isPaused()).isFalse();
        assertThat(far.disk.find(place("y"))).isNotNull();
        simulation.settle();
    }

    @Test
    @DisplayName("transfer.stagedMax: no more is staged ahead of what can be shown")
    void stages_only_so_much_ahead_and_always_the_next() {
        simulation.keeping.stagedMax = 50;
        begin();
        for (int n = 0; n < 10; n++) {
            write("f" + n, "this is not inline and rather long");
        }
        int most = 0;
        for (int n = 0; n < 4000; n++) {
            simulation.run(1);
            most = Math.max(most, staged());
        }
        assertThat(most).as("contents of 34 bytes staged at once").isBetween(1, 1);
        simulation.settle();
    }

    @Test
    @DisplayName("H16: a node that must not propose does not, and goes on to show")
    void proposes_nothing_while_its_own_disk_is_short() {
        begin();
        simulation.keeping.mayPropose = false;
        write("f", "not now");
        int before = simulation.agreement.log.size();
        turns();
        assertThat(simulation.agreement.log).hasSize(before);
        simulation.keeping.mayPropose = true;
        turns();
        assertThat(far.disk.find(place("f"))).isNotNull();
    }

    @Test
    @DisplayName("capture waits while too many operations are under way")
    void captures_no_more_while_too_much_is_under_way() {
        simulation.keeping.pendingMax = 3;
        begin();
        simulation.agreement.quorum = false;
        for (int n = 0; n < 5; n++) {
            near.disk.make(place("d" + n), Kind.DIRECTORY, null, new byte[0]);
            for (int m = 0; m < 3; m++) {
                near.disk.make(place("d" + n + "/sub" + m), Kind.DIRECTORY, null, new byte[0]);
            }
        }
        turns();
        assertThat(near.stored().all(ShownTables.PENDING))
                .as("one look may go beyond the limit, the next one waits")
                .hasSizeBetween(3, 8);
        simulation.settle();
    }

    private void begin() {
        simulation.restartAll();
        simulation.begin(OPEN);
        turns();
    }

    private void write(String path, String text) {
        byte[] data = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        near.judge.userWrites(data);
        near.disk.make(place(path), Kind.FILE, null, data);
    }

    private int staged() {
        return far.disk.roots.get(Area.STAGE).children.size();
    }

    private static Place place(String path) {
        return Place.inTree(TreePath.parse(path));
    }

    private void turns() {
        for (int n = 0; n < 100; n++) {
            simulation.turn();
            simulation.clock.advanceMillis(250);
        }
    }
}
