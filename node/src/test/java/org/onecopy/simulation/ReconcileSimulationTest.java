package org.onecopy.simulation;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.onecopy.core.namespace.RuleDefinition.GuardPolicy;
import org.onecopy.simulation.Simulation.Trouble;

/**
 * Zones that come late, lose their records, get an older storage back, or find the journal trimmed: they reconcile, under users, stops
 * and faults, and then everything holds that holds otherwise. 20 seeds for each kind, 300 in the full profile; {@code -Donecopy.seeds=N}
 * runs so many, {@code -Donecopy.seed=N} one.
 */
final class ReconcileSimulationTest {
    private static final GuardPolicy OPEN = new GuardPolicy(1_000_000, 100, 1_000_000, 600_000);
    private static final int SEEDS = Integer.getInteger("onecopy.seeds", Boolean.getBoolean("onecopy.full") ? 300 : 20);
    private static final long FIRST = Long.getLong("onecopy.seed", 1);

    @Test
    @DisplayName("H57, H83: a zone with files of its own is added while users of all zones work")
    void always_the_same_after_a_zone_came_late() {
        seeds(Trouble.NONE, 0, true);
    }

    @Test
    @DisplayName("H57, H83: likewise, with kills at any step, lost hints and proposals")
    void always_the_same_after_a_zone_came_late_under_kills() {
        seeds(new Trouble(0.1, 0.05, 0.1, 0.1, 0, 0), 0, true);
    }

    @Test
    @DisplayName("H59, H83: records get lost, storages are restored, the journal is trimmed")
    void always_the_same_after_losses() {
        seeds(Trouble.NONE, 0.2, false);
    }

    @Test
    @DisplayName("H59, H83: likewise, with kills at any step, lost hints and proposals")
    void always_the_same_after_losses_under_kills() {
        seeds(new Trouble(0.1, 0.05, 0.1, 0.1, 0, 0), 0.2, true);
    }

    @Test
    @DisplayName("H59, H83: likewise, with storages that refuse, fill up and go away")
    void always_the_same_after_losses_and_storage_faults() {
        seeds(new Trouble(0.1, 0.05, 0.2, 0.03, 0, 0.1), 0.2, true);
    }

    private static void seeds(Trouble trouble, double losses, boolean late) {
        int seeds = Long.getLong("onecopy.seed") == null ? SEEDS : 1;
        for (long seed = FIRST; seed < FIRST + seeds; seed++) {
            run(seed, trouble, losses, late);
        }
    }

    private static void run(long seed, Trouble trouble, double losses, boolean late) {
        Simulation simulation = new Simulation(seed, trouble);
        simulation.losses = losses;
        simulation.late = late;
        try {
            simulation.begin(OPEN);
            simulation.run(600 + (int) (seed % 5) * 500);
            simulation.settle();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("with seed " + seed + ": " + e + "\n" + simulation.dump(), e);
        }
    }
}
