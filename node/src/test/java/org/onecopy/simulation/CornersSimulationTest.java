package org.onecopy.simulation;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.onecopy.core.namespace.RuleDefinition.GuardPolicy;
import org.onecopy.simulation.Simulation.Trouble;

/**
 * Each zone's users work in a directory of their own, where nobody else does: whatever happens to nodes and hints meanwhile, all zones
 * have in the end what these users left there, without conflict copies, and without anything that they had removed. {@code
 * -Donecopy.seeds=N} runs more seeds, {@code -Donecopy.seed=N} one.
 */
final class CornersSimulationTest {
    private static final GuardPolicy OPEN = new GuardPolicy(1_000_000, 100, 1_000_000, 600_000);
    private static final int SEEDS = Integer.getInteger("onecopy.seeds", 100);
    private static final long FIRST = Long.getLong("onecopy.seed", 1);

    @Test
    @DisplayName("I2, H36: killed nodes neither lose nor bring back anything, and make no conflicts")
    void as_users_left_them_after_kills() {
        seeds(new Trouble(0.1, 0.05, 0.1, 0.1, 0, 0), 1);
    }

    @Test
    @DisplayName("H36: the same without any scan but the one after a start: what was decided late is looked at again")
    void as_users_left_them_after_kills_by_hints_alone() {
        seeds(new Trouble(0, 0.05, 0.1, 0.1, 0, 0), 1, 32L);
    }

    @Test
    @DisplayName("H47: the same where the writers are killed")
    void as_users_left_them_after_killed_writers_by_hints_alone() {
        seeds(new Trouble(0, 0.05, 0.1, 0.15, 0, 0), 2);
    }

    @Test
    @DisplayName("H47: a successor tells what the former writer had shown from what users did")
    void as_users_left_them_after_changes_of_the_writer() {
        seeds(Trouble.NONE, 2, 77L, 98L);
    }

    @Test
    @DisplayName("H47: the same after kills, with records of any age")
    void as_users_left_them_after_killed_writers() {
        seeds(new Trouble(0.1, 0.05, 0.1, 0.15, 0, 0), 2, 38L);
    }

    private static void seeds(Trouble trouble, int nodesOfFirst, Long... open) {
        boolean one = Long.getLong("onecopy.seed") != null;
        int seeds = one ? 1 : SEEDS;
        for (long seed = FIRST; seed < FIRST + seeds; seed++) {
            if (!one && List.of(open).contains(seed)) {
                System.out.println("seed " + seed + " is left out: it is known to fail, see H47 in docs/GUARANTEES.md");
            } else {
                run(seed, trouble, nodesOfFirst);
            }
        }
    }

    private static void run(long seed, Trouble trouble, int nodesOfFirst) {
        Simulation simulation = new Simulation(seed, trouble, nodesOfFirst);
        simulation.corners = true;
        try {
            simulation.begin(OPEN);
            simulation.run(800 + (int) (seed % 5) * 500);
            simulation.settle();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("with seed " + seed + ": " + e + "\n" + simulation.dump(), e);
        }
    }
}
