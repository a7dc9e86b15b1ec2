package org.onecopy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.onecopy.core.namespace.RuleDefinition.GuardPolicy;
import org.onecopy.core.namespace.RuleRow;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.ZoneRow;

/** A zone that nobody waited for any more finds its way back. {@code -Donecopy.seeds=N} runs more seeds. */
final class AwaySimulationTest {
    private static final GuardPolicy OPEN = new GuardPolicy(1_000_000, 100, 1_000_000, 600_000);
    private static final int SEEDS = Integer.getInteger("onecopy.seeds", 25);
    private static final long FIRST = Long.getLong("onecopy.seed", 1);

    @Test
    @DisplayName("H20, H59: a zone is away, the journal is trimmed without it, and it comes back")
    void always_the_same_after_a_zone_was_waited_for_no_longer() {
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            try {
                away(seed);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("with seed " + seed + ": " + e, e);
            }
        }
    }

    private static void away(long seed) {
        Simulation simulation = Simulation.scanning(seed);
        simulation.begin(OPEN);
        simulation.run(600);
        pass(simulation);
        SimNode cairo = simulation.nodes.getLast();
        SimNode athens = simulation.nodes.getFirst();
        cairo.down = true;
        simulation.run(1500);
        pass(simulation);
        simulation.loss.trimWithout(cairo);
        pass(simulation);
        RuleRow rule = athens.agreed.get(Tables.RULES, SimNode.RULE);
        assertThat(rule.trimmed()).isGreaterThan(cairo.shown().cursor().lowWater());
        assertThat(state(athens, cairo)).isEqualTo(ZoneRow.State.MUST_RECONCILE);

        cairo.down = false;
        Set<ZoneRow.State> states = EnumSet.noneOf(ZoneRow.State.class);
        for (int n = 0; n < 200 && states.size() < 2; n++) {
            cairo.deliver();
            cairo.poll();
            simulation.agreement.step();
            athens.deliver();
            states.add(state(athens, cairo));
            simulation.clock.advanceMillis(20);
        }
        simulation.settle();

        assertThat(states).containsExactlyInAnyOrder(ZoneRow.State.MUST_RECONCILE, ZoneRow.State.RECONCILING);
        assertThat(state(athens, cairo)).isEqualTo(ZoneRow.State.ACTIVE);
    }

    /** Lets everything that is under way come to an end, and be reported. */
    private static void pass(Simulation simulation) {
        for (int n = 0; n < 40; n++) {
            simulation.turn();
            simulation.clock.advanceMillis(250);
        }
    }

    private static ZoneRow.State state(SimNode as, SimNode of) {
        return as.agreed
                .get(Tables.ZONES, new Tables.ZoneKey(SimNode.RULE, of.zone))
                .state();
    }
}
