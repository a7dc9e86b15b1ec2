package org.onecopy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.onecopy.core.Kind;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.MigrationRow;
import org.onecopy.core.namespace.MigrationRow.State;
import org.onecopy.core.namespace.RuleDefinition.GuardPolicy;
import org.onecopy.core.namespace.Tables;
import org.onecopy.model.Version;
import org.onecopy.simulation.Simulation.Trouble;
import org.onecopy.storage.Place.Area;

/** Trees that lie there already come under a rule, paused and let on at any time, while users go on and processes are killed (issue 5). */
final class MigrationSimulationTest {
    private static final GuardPolicy OPEN = new GuardPolicy(1_000_000, 100, 1_000_000, 600_000);
    private static final int SEEDS = Integer.getInteger("onecopy.seeds", Boolean.getBoolean("onecopy.full") ? 400 : 25);
    private static final long FIRST = Long.getLong("onecopy.seed", 1);

    @Test
    @DisplayName("unlike trees become one by union, nothing is lost, and the migration comes to its end")
    void unlike_trees_become_one() {
        seeds(seed -> migrated(new Simulation(seed, Trouble.NONE), seed, false));
    }

    @Test
    @DisplayName("the same, with lost hints, proposals and contents, and processes killed at any step")
    void the_same_with_kills() {
        seeds(seed -> migrated(new Simulation(seed, new Trouble(0.1, 0.05, 0.1, 0.1, 0.02, 0)), seed, false));
    }

    @Test
    @DisplayName("the same, with a zone that is added while the others are at it")
    void the_same_with_a_late_zone() {
        seeds(seed -> migrated(new Simulation(seed, new Trouble(0.1, 0.05, 0.1, 0.1, 0, 0)), seed, true));
    }

    @Test
    @DisplayName(
            "while it is paused nothing of it is fetched, what users make meanwhile goes, and what they change goes first")
    void what_users_do_goes_on_while_it_is_paused() {
        Simulation simulation = new Simulation(3, Trouble.NONE);
        SimPlace athens = simulation.places.getFirst();
        SimPlace berlin = simulation.places.get(1);
        write(athens, "changed", "lay there before, and is long");
        write(athens, "left", "lay there before as well, and is long");
        simulation.clock.advanceMillis(5000);
        simulation.begin(OPEN);
        beginMigration(simulation);
        steer(simulation, State.PAUSED);
        turns(simulation, 80);
        assertThat(tree(berlin)).doesNotContainKeys("changed", "left");
        write(athens, "live", "was made since, and is rather long");
        turns(simulation, 80);
        assertThat(tree(berlin)).containsKey("live").doesNotContainKeys("left");
        steer(simulation, State.RUNNING);
        simulation.settle();
        assertThat(tree(berlin)).containsKeys("live", "left", "changed");
        assertThat(row(simulation).state()).isEqualTo(State.DONE);
        assertThat(row(simulation).shares().get(athens.zone).found().files()).isEqualTo(2);
        assertThat(row(simulation).shares().get(berlin.zone).arrived().brought().files())
                .isEqualTo(2);
    }

    @Test
    @DisplayName("what was agreed already waits as holes while it is paused; what somebody changes of it goes first")
    void what_is_changed_goes_first() {
        Simulation simulation = new Simulation(4, Trouble.NONE);
        SimPlace athens = simulation.places.getFirst();
        SimPlace berlin = simulation.places.get(1);
        write(athens, "changed", "lay there before, and is long");
        write(athens, "left", "lay there before as well, and is long");
        simulation.clock.advanceMillis(5000);
        simulation.begin(OPEN);
        beginMigration(simulation);
        simulation.fetchTrouble = 1; // agreed, and no content comes
        turns(simulation, 8);
        assertThat(row(simulation).shares().get(athens.zone).found().files()).isEqualTo(2);
        steer(simulation, State.PAUSED);
        turns(simulation, 20);
        simulation.fetchTrouble = 0;
        turns(simulation, 80);
        assertThat(tree(berlin)).doesNotContainKeys("changed", "left");
        write(athens, "changed", "changed since, and long as well");
        turns(simulation, 80);
        assertThat(tree(berlin)).containsKey("changed").doesNotContainKeys("left");
        steer(simulation, State.CANCELLED);
        turns(simulation, 40);
        assertThat(tree(berlin)).doesNotContainKeys("left");
        assertThat(tree(athens)).containsKey("left");
        beginMigration(simulation);
        simulation.settle();
        assertThat(tree(berlin)).containsKeys("changed", "left");
        assertThat(row(simulation).state()).isEqualTo(State.DONE);
    }

    private static Map<String, ?> tree(SimPlace place) {
        return place.disk.print(Area.TREE);
    }

    private static void write(SimPlace place, String name, String text) {
        byte[] data = text.getBytes(StandardCharsets.UTF_8);
        place.judge.userWrites(data);
        SimDisk.Node there = place.disk.find(SimTree.inTree(name));
        if (there != null) {
            place.judge.userTakes(there);
            place.disk.write(SimTree.inTree(name), there, data);
        } else {
            place.disk.make(SimTree.inTree(name), Kind.FILE, null, data);
        }
    }

    private static void migrated(Simulation simulation, long seed, boolean late) {
        try {
            simulation.late = late;
            for (int n = 0; n < 90; n++) {
                simulation.users(n % 3).act();
            }
            simulation.clock.advanceMillis(3000);
            simulation.begin(OPEN);
            simulation.run((int) (seed % 4) * 40);
            beginMigration(simulation);
            simulation.run(300);
            for (int n = 0; n < seed % 3; n++) {
                steer(simulation, State.PAUSED);
                simulation.run(400);
                steer(simulation, State.RUNNING);
                simulation.run(150);
            }
            if (seed % 5 == 0) {
                steer(simulation, State.CANCELLED);
                simulation.run(200);
                beginMigration(simulation);
            }
            simulation.settle();
            assertThat(row(simulation).state()).isEqualTo(State.DONE);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(e + "\n" + simulation.dump(), e);
        }
    }

    private static void beginMigration(Simulation simulation) {
        simulation.trace.add("", "MIGRATION");
        simulation.agreement.log.add(
                new Command.BeginMigration(SimNode.RULE, "ada", 50, simulation.clock.wallMillis(), Map.of()));
    }

    private static void steer(Simulation simulation, State state) {
        Version at = lastBegun(simulation);
        simulation.trace.add("", "MIGRATION " + state);
        if (at != null) {
            simulation.agreement.log.add(new Command.SteerMigration(SimNode.RULE, at, state, 0, "ada"));
        }
    }

    /** As the whole log says it, whoever has applied how much of it. */
    private static @Nullable Version lastBegun(Simulation simulation) {
        List<Command> log = simulation.agreement.log;
        for (int index = log.size() - 1; index >= 0; index--) {
            if (log.get(index) instanceof Command.BeginMigration) {
                return Version.of(0, index, 1);
            }
        }
        return null;
    }

    private static MigrationRow row(Simulation simulation) {
        return Objects.requireNonNull(simulation.nodes.stream()
                .max(java.util.Comparator.comparingInt(each -> each.applied))
                .orElseThrow()
                .agreed
                .get(Tables.MIGRATIONS, SimNode.RULE));
    }

    private static void turn(Simulation simulation) {
        simulation.clock.advanceMillis(250);
        simulation.turn();
    }

    private static void turns(Simulation simulation, int turns) {
        for (int n = 0; n < turns; n++) {
            turn(simulation);
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
