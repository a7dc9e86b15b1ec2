package org.onecopy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.onecopy.core.namespace.RuleDefinition.GuardPolicy;
import org.onecopy.simulation.Simulation.Trouble;

/**
 * A rule that preserves access control lists and extended attributes, over zones of which one keeps no extended attributes and one neither
 * knows all users nor has room for all values: in the end each shows all that it can of what is agreed, and nobody has concluded anything from the rest. 60 seeds, 600
 * in the full profile; {@code -Donecopy.seeds=N} runs so many, {@code -Donecopy.seed=N} one.
 */
final class PreserveSimulationTest {
    private static final GuardPolicy OPEN = new GuardPolicy(1_000_000, 100, 1_000_000, 600_000);
    private static final int SEEDS = Integer.getInteger("onecopy.seeds", Boolean.getBoolean("onecopy.full") ? 600 : 60);
    private static final long FIRST = Long.getLong("onecopy.seed", 1);

    @Test
    @DisplayName("H33, H34: users set lists and attributes at the same time")
    void always_as_agreed_after_concurrent_users() {
        seeds(Trouble.NONE);
    }

    @Test
    @DisplayName("H33, H34: the same, with processes killed at any step")
    void always_as_agreed_after_kills() {
        seeds(new Trouble(0.1, 0.05, 0.1, 0.1, 0, 0));
    }

    @Test
    @DisplayName("H33, H34: the same, with power losses")
    void always_as_agreed_after_power_losses() {
        seeds(new Trouble(0.1, 0.05, 0.1, 0.05, 0.05, 0));
    }

    @Test
    @DisplayName("H33, H34: the same, with storages that refuse, fill up and go away")
    void always_as_agreed_after_storage_faults() {
        seeds(new Trouble(0.1, 0.05, 0.2, 0.03, 0, 0.1));
    }

    private static void seeds(Trouble trouble) {
        int seeds = Long.getLong("onecopy.seed") == null ? SEEDS : 1;
        for (long seed = FIRST; seed < FIRST + seeds; seed++) {
            run(seed, trouble);
        }
    }

    private static void run(long seed, Trouble trouble) {
        Simulation simulation = new Simulation(seed, trouble);
        simulation.preserves = true;
        try {
            simulation.begin(OPEN);
            simulation.run(600 + (int) (seed % 5) * 500);
            simulation.settle();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("with seed " + seed + ": " + e + "\n" + simulation.dump(), e);
        }
    }

    @Test
    @DisplayName("H33: a zone that lacks something changes the rest, and what it lacks stays as it was")
    void what_a_zone_cannot_show_survives_its_changes() {
        SimScript script = SimScript.preserving();
        script.write(script.athens, "f", "one");
        script.everybody();
        int all = SimExtras.bits(SimExtras.VALUES - 1);
        script.chmod(script.athens, "f", 0644 | all);
        script.everybody();
        assertThat(script.at(script.berlin, "f").mode).isEqualTo(SimExtras.kept("berlin", 0644 | all));
        assertThat(script.at(script.cairo, "f").mode).isEqualTo(SimExtras.kept("cairo", 0644 | all));

        script.chmod(script.berlin, "f", SimExtras.kept("berlin", 0600 | all));
        script.everybody();
        script.chmod(script.cairo, "f", SimExtras.kept("cairo", 0640 | all));
        script.everybody();
        script.write(script.cairo, "f", "two, and longer");
        script.everybody();

        assertThat(script.at(script.athens, "f").mode).isEqualTo(0640 | all);
        script.chmod(script.berlin, "f", 0640);
        script.everybody();
        int left = SimExtras.bits(
                1 << 4 | 3); // the user of whom berlin does not know, and the value for which it has no room
        assertThat(script.at(script.athens, "f").mode).isEqualTo(0640 | left);
        script.simulation.settle();
    }

    @Test
    @DisplayName("H34: what was refused together with a mode, and was never agreed, is proposed again")
    void what_nobody_knew_and_was_refused_is_told_again() {
        SimScript script = SimScript.preserving();
        script.make(script.cairo, "d"); // which knows nothing of extended attributes
        script.everybody();

        script.chmod(script.berlin, "d", 0755 | SimExtras.bits(1));
        script.look(script.berlin);
        script.chmod(script.cairo, "d", 0700);
        script.propose(script.cairo);
        script.everybody();

        assertThat(script.at(script.athens, "d").mode).isEqualTo(0700 | SimExtras.bits(1));
        script.simulation.settle();
    }
}
