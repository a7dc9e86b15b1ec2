package org.onecopy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.onecopy.core.Kind;
import org.onecopy.core.namespace.RuleDefinition.GuardPolicy;
import org.onecopy.storage.Place.Area;

/** What many files at once cost: no waiting, few proposals, few flushes. */
final class ManyFilesSimulationTest {
    private static final int FILES = 300;

    private final Simulation simulation = Simulation.scanning(1);
    private final SimNode athens = simulation.nodes.getFirst();

    @BeforeEach
    void makes_the_rule_and_then_the_files() {
        simulation.begin(new GuardPolicy(1_000_000, 100, 1_000_000, 600_000));
        simulation.settle();
        athens.disk.make(SimTree.inTree("many"), Kind.DIRECTORY, null, new byte[0]);
        for (int i = 0; i < FILES; i++) {
            byte[] data = ("f" + i).getBytes(StandardCharsets.UTF_8);
            athens.judge.userWrites(data);
            athens.disk.make(SimTree.inTree("many/" + i), Kind.FILE, null, data);
        }
        athens.place.hints.clear();
        simulation.clock.advanceMillis(60_000); // they are at rest now, and the next look is a scan
    }

    @Test
    void proposes_all_of_a_directory_without_a_pause() {
        for (int n = 0; n < 5; n++) {
            simulation.turn();
        }

        assertThat(simulation.nodes)
                .allSatisfy(node -> assertThat(
                                node.disk.print(Area.TREE).keySet().stream().filter(path -> path.startsWith("many/")))
                        .hasSize(FILES));
    }

    @Test
    void gathers_what_is_found_while_a_proposal_is_under_way() {
        int before = simulation.agreement.proposed;

        simulation.turn();

        assertThat(simulation.agreement.proposed - before).isLessThan(FILES / 10);
    }

    @Test
    void ends_its_own_operations_without_a_sync_for_each_batch() {
        int before = athens.syncs;

        simulation.turn();

        assertThat(athens.shown().cursor().lowWater().index()).isGreaterThan(5);
        assertThat(athens.syncs - before).isLessThanOrEqualTo(1); // one report of progress
    }
}
