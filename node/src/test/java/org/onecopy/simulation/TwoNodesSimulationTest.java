package org.onecopy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.onecopy.core.namespace.RuleDefinition.GuardPolicy;
import org.onecopy.simulation.Simulation.Trouble;

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
