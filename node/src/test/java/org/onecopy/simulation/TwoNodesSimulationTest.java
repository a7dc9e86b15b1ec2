package org.onecopy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.onecopy.core.Attributes;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.RuleDefinition.GuardPolicy;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.ShownTables;
import org.onecopy.core.table.Change;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;
import org.onecopy.simulation.Simulation.Trouble;
import org.onecopy.storage.Place.Area;

/**
 * Three zones of which one has two nodes on the same disk: writers are replaced at every step, with records that are older than what
 * they did. {@code -Donecopy.seeds=N} runs more seeds, {@code -Donecopy.seed=N} one.
 */
final class TwoNodesSimulationTest {
    private static final GuardPolicy OPEN = new GuardPolicy(1_000_000, 100, 1_000_000, 600_000);
    private static final int SEEDS = Integer.getInteger("onecopy.seeds", 20);
    private static final long FIRST = Long.getLong("onecopy.seed", 1);

    @Test
    @DisplayName("H47: the leader replaces writers that work, without need")
    void always_the_same_after_changes_of_the_writer() {
        seeds(Trouble.NONE);
    }

    @Test
    @DisplayName("H47: writers are killed at any step, and the other node goes on")
    void always_the_same_after_killed_writers() {
        seeds(new Trouble(0.1, 0.05, 0.1, 0.15, 0, 0));
    }

    @Test
    @DisplayName("H9, H47: what a node was bringing goes when another one has become the writer")
    void a_node_that_is_replaced_leaves_nothing_staged() {
        Simulation simulation = new Simulation(1, Trouble.NONE, 2);
        SimScript script = new SimScript(simulation);
        simulation.begin(OPEN);
        script.everybody();
        SimNode first = simulation.nodes.get(0);
        SimNode second = simulation.nodes.get(1);
        SimNode writer = first.writer.isWriter() ? first : second;
        SimNode other = writer == first ? second : first;
        script.write(simulation.nodes.get(2), "a", "this is not inline");
        script.write(simulation.nodes.get(2), "b", "neither is this one");
        script.look(simulation.nodes.get(2));
        script.propose(simulation.nodes.get(2));
        other.down = true;
        script.hear(simulation.nodes.get(2));
        script.look(simulation.nodes.get(2));
        script.hear(writer);
        writer.poll();
        simulation.agreement.log.add(new Command.AssignWriter(SimNode.RULE, writer.zone, other.id, 1));
        while (!writer.work.isIdle()) {
            writer.work.step();
        }
        assertThat(writer.disk.print(Area.STAGE)).isNotEmpty();
        other.down = false;
        script.everybody();
        assertThat(other.writer.isWriter()).isTrue();
        simulation.settle();
    }

    @Test
    @DisplayName("H47: a copy of the records broke off before the zone had joined, and its node becomes the writer")
    void part_of_a_copy_counts_for_nothing_before_a_zone_has_joined() {
        Simulation simulation = new Simulation(1, Trouble.NONE, 2);
        SimNode second = simulation.nodes.get(1);
        Entry root = new Entry(
                Entry.ROOT,
                Entry.ROOT,
                new Name("-"),
                Kind.DIRECTORY,
                new FileId(Version.of(0, 1, 1)),
                Version.of(0, 1, 1),
                Version.of(0, 1, 1),
                Version.of(0, 1, 1),
                null,
                null,
                Attributes.NONE,
                "root",
                "",
                null);
        second.put(
                List.of(new Change.Row<>(
                        ShownTables.ENTRIES, new ShownTables.EntryKey(SimNode.RULE, Entry.ROOT), root)),
                true);
        second.begin();
        simulation.nodes.get(0).down = true;
        SimScript script = new SimScript(simulation);
        simulation.begin(OPEN);
        script.everybody();
        script.write(simulation.nodes.get(2), "a", "one");
        script.everybody();
        assertThat(script.at(second, "a")).isNotNull();
        simulation.settle();
    }

    private static void seeds(Trouble trouble) {
        boolean one = Long.getLong("onecopy.seed") != null;
        int seeds = one ? 1 : SEEDS;
        int handovers = 0;
        for (long seed = FIRST; seed < FIRST + seeds; seed++) {
            handovers += run(seed, trouble);
        }
        assertThat(handovers).as("changes of the writer").isGreaterThan(one ? -1 : seeds);
    }

    /** @return how often the writer changed */
    private static int run(long seed, Trouble trouble) {
        Simulation simulation = new Simulation(seed, trouble, 2);
        try {
            simulation.begin(OPEN);
            simulation.run(800 + (int) (seed % 5) * 500);
            simulation.settle();
            return simulation.offices.handovers();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("with seed " + seed + ": " + e + "\n" + simulation.dump(), e);
        }
    }
}
