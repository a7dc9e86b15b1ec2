package org.onecopy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.FenceRow;
import org.onecopy.core.namespace.JournalEntry;
import org.onecopy.core.namespace.RuleDefinition.GuardPolicy;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.model.Version;
import org.onecopy.simulation.Simulation.Trouble;
import org.onecopy.storage.Place.Area;

/** A zone is fenced while users of all zones go on, processes are killed, and another node becomes the writer (H66). */
final class FenceSimulationTest {
    private static final GuardPolicy OPEN = new GuardPolicy(1_000_000, 100, 1_000_000, 600_000);
    private static final int SEEDS = Integer.getInteger("onecopy.seeds", Boolean.getBoolean("onecopy.full") ? 400 : 25);
    private static final long FIRST = Long.getLong("onecopy.seed", 1);

    @Test
    @DisplayName(
            "H66: nothing of a fenced zone is agreed; once the fence is lifted, all of it is, and all trees are the same")
    void nothing_of_a_fenced_zone_is_agreed_and_nothing_is_lost() {
        seeds(seed -> fenced(new Simulation(seed, Trouble.NONE, seed % 2 == 0), seed));
    }

    @Test
    @DisplayName("H66: the same, with lost hints and proposals, and processes killed at any step")
    void the_same_with_kills() {
        seeds(seed -> fenced(new Simulation(seed, new Trouble(0.1, 0.05, 0.1, 0.1, 0, 0), seed % 2 == 0), seed));
    }

    @Test
    @DisplayName("H66, H47: the same, with two nodes in the zone of which one or the other writes")
    void the_same_with_another_writer() {
        seeds(seed -> fenced(new Simulation(seed, new Trouble(0.1, 0.05, 0.1, 0.1, 0, 0), 2), 3));
    }

    @Test
    @DisplayName("H66: what users did before the fence and what they do after it is counted, and stays in the zone")
    void says_what_waits() {
        Simulation simulation = new Simulation(7, Trouble.NONE);
        simulation.begin(OPEN);
        simulation.settle();
        SimPlace athens = simulation.places.getFirst();
        SimUsers users = simulation.users(0);
        Version at = fence(simulation, athens);
        turns(simulation, 20);
        assertThat(row(athens).share().compared()).isTrue();
        assertThat(row(athens).share().held()).isZero();
        users.writeFile(SimTree.inTree("new"));
        users.makeDirectory(SimTree.inTree("dir"));
        turns(simulation, 40);
        assertThat(row(athens).share().held()).isEqualTo(2);
        assertThat(simulation.places.get(1).disk.print(Area.TREE)).isEmpty();
        simulation.users(1).writeFile(SimTree.inTree("other"));
        turns(simulation, 40);
        assertThat(athens.disk.print(Area.TREE)).containsKeys("new", "dir", "other");
        assertNothingSince(simulation, athens, at);
        lift(simulation, athens);
        simulation.settle();
        assertThat(simulation.places.get(1).disk.print(Area.TREE)).containsKeys("new", "dir", "other");
    }

    private static void fenced(Simulation simulation, long seed) {
        try {
            simulation.begin(OPEN);
            simulation.run(300 + (int) (seed % 3) * 200);
            SimPlace place = simulation.places.get((int) (seed % 3));
            simulation.settle(); // so that the zone is active
            simulation.restoreTrouble();
            simulation.run(200);
            Version at = fence(simulation, place);
            simulation.run(400);
            assertNothingSince(simulation, place, at);
            simulation.run(300);
            if (seed % 2 == 0) {
                simulation.agreement.quorum = true;
                turns(simulation, 60);
                assertThat(row(place).share()).isNotNull();
            }
            assertNothingSince(simulation, place, at);
            lift(simulation, place);
            simulation.run(150);
            simulation.settle();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(e + "\n" + simulation.dump(), e);
        }
    }

    private static Version fence(Simulation simulation, SimPlace place) {
        simulation.trace.add("", "FENCED " + place.zone);
        simulation.agreement.log.add(new Command.BeginFence(SimNode.RULE, place.zone, "ada", 0));
        return Version.of(0, simulation.agreement.log.size() - 1, 1);
    }

    private static void lift(Simulation simulation, SimPlace place) {
        simulation.trace.add("", "FENCE LIFTED " + place.zone);
        simulation.agreement.log.add(new Command.LiftFence(SimNode.RULE, place.zone, "ada"));
    }

    private static FenceRow row(SimPlace place) {
        return place.nodes.getFirst().agreed.get(Tables.FENCES, new ZoneKey(SimNode.RULE, place.zone));
    }

    /** All that is agreed since then comes from other zones. */
    private static void assertNothingSince(Simulation simulation, SimPlace place, Version at) {
        SimNode node = simulation.nodes.stream()
                .max(java.util.Comparator.comparingInt(each -> each.applied))
                .orElseThrow();
        for (Map.Entry<?, ?> row : node.agreed.all(Tables.JOURNAL).entrySet()) {
            JournalKey key = (JournalKey) row.getKey();
            JournalEntry entry = (JournalEntry) row.getValue();
            if (key.version().isAfter(at)) {
                assertThat(entry.origin()).as(key + " " + entry).isNotEqualTo(place.zone);
            }
        }
    }

    private static void turns(Simulation simulation, int turns) {
        for (int n = 0; n < turns; n++) {
            simulation.clock.advanceMillis(250);
            simulation.turn();
        }
    }

    private static void seeds(Consumer<Long> run) {
        int seeds = Long.getLong("onecopy.seed") == null ? SEEDS : 1;
        for (long seed = FIRST; seed < FIRST + seeds; seed++) {
            try {
                run.accept(seed);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("with seed " + seed + ": " + e, e);
            }
        }
    }
}
