package org.onecopy.simulation;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.onecopy.core.namespace.RuleDefinition.GuardPolicy;
import org.onecopy.simulation.Simulation.Trouble;

/**
 * Whole zones with random users, storages, proposals and stops: after the last of them all trees are the same and nothing is lost.
 * 60 seeds for each kind of trouble, 600 in the full profile; {@code -Donecopy.seeds=N} runs so many, {@code -Donecopy.seed=N} one.
 */
final class ZoneSimulationTest {
    private static final GuardPolicy OPEN = new GuardPolicy(1_000_000, 100, 1_000_000, 600_000);
    private static final int SEEDS = Integer.getInteger("onecopy.seeds", Boolean.getBoolean("onecopy.full") ? 600 : 60);
    private static final long FIRST = Long.getLong("onecopy.seed", 1);

    @Test
    @DisplayName("I3, I4, I6: users of three zones at work at the same time")
    void always_the_same_after_concurrent_users() {
        seeds(Trouble.NONE);
    }

    @Test
    @DisplayName("I3, I4, I6, I7: hints get lost, proposals fail or their outcome is unknown, contents come late")
    void always_the_same_after_lost_hints_and_proposals() {
        seeds(new Trouble(0.3, 0.1, 0.3, 0, 0, 0));
    }

    @Test
    @DisplayName("H1 to H9: processes are killed at any step")
    void always_the_same_after_kills() {
        seeds(new Trouble(0.1, 0.05, 0.1, 0.1, 0, 0));
    }

    @Test
    @DisplayName("H5: the power goes at any step")
    void always_the_same_after_power_losses() {
        seeds(new Trouble(0.1, 0.05, 0.1, 0.05, 0.05, 0));
    }

    @Test
    @DisplayName("H16, H42, H52: storages refuse, fill up and go away")
    void always_the_same_after_storage_faults() {
        seeds(new Trouble(0.1, 0.05, 0.2, 0.03, 0, 0.1));
    }

    @Test
    @DisplayName("H5, H52: the power goes where storages refuse")
    void always_the_same_after_power_losses_and_storage_faults() {
        seeds(new Trouble(0.1, 0.05, 0.2, 0.03, 0.03, 0.1));
    }

    @Test
    @DisplayName("H13, H20: the log is trimmed, the trash emptied, and programs write to what was displaced")
    void always_the_same_while_the_past_is_forgotten() {
        keeping(Trouble.NONE);
    }

    @Test
    @DisplayName("H13, H20: the same, with processes killed at any step")
    void always_the_same_while_the_past_is_forgotten_and_processes_are_killed() {
        keeping(new Trouble(0.1, 0.05, 0.1, 0.1, 0, 0));
    }

    @Test
    @DisplayName("H13, H20: the same, with power losses and storages that refuse")
    void always_the_same_while_the_past_is_forgotten_and_storages_fail() {
        keeping(new Trouble(0.1, 0.05, 0.1, 0.03, 0.03, 0.1));
    }

    private static void keeping(Trouble trouble) {
        int seeds = Long.getLong("onecopy.seed") == null ? SEEDS : 1;
        for (long seed = FIRST; seed < FIRST + seeds; seed++) {
            run(seed, trouble, true);
        }
    }

    private static void seeds(Trouble trouble) {
        int seeds = Long.getLong("onecopy.seed") == null ? SEEDS : 1;
        for (long seed = FIRST; seed < FIRST + seeds; seed++) {
            run(seed, trouble, false);
        }
    }

    static void run(long seed, Trouble trouble, boolean keeps) {
        Simulation simulation = new Simulation(seed, trouble, keeps);
        try {
            simulation.begin(OPEN);
            simulation.run(600 + (int) (seed % 5) * 500);
            simulation.settle();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("with seed " + seed + ": " + e + "\n" + simulation.dump(), e);
        }
    }
}
