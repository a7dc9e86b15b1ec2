package org.onecopy.app.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.ZoneName;
import org.onecopy.problem.ProblemException;

@DisplayName("H53: a plan counts on every survivor, and takes the longest logs")
final class RecoveryPlannerTest {
    private static final UUID NETWORK = new UUID(1, 1);
    private static final UUID REGISTRY = new UUID(1, 2);
    private static final UUID PHOTOS = new UUID(1, 3);
    private static final UUID LETTERS = new UUID(1, 4);
    private static final List<String> NODES = List.of("a", "b", "c", "d", "e");

    private List<String> lost = List.of("c", "d", "e");
    private int incarnation;
    private boolean authority = true;
    private long ids;

    private Survivor survivor(String node, Survivor.Group registry, Survivor.Group... held) {
        return new Survivor(
                Survivor.FORMAT,
                NETWORK,
                new NodeId(node),
                new ZoneName("zone-" + node),
                incarnation,
                authority,
                lost.stream().map(NodeId::new).toList(),
                NODES.stream()
                        .map(one -> new Survivor.Known(new NodeId(one), new ZoneName("zone-" + one)))
                        .toList(),
                List.of(new Survivor.Rules(PHOTOS, List.of("photos")), new Survivor.Rules(LETTERS, List.of("letters"))),
                registry,
                List.of(held));
    }

    private Survivor.Group group(UUID id, long term, long index, String voters) {
        List<NodeId> nodes = new ArrayList<>();
        voters.chars().forEach(letter -> nodes.add(new NodeId(String.valueOf((char) letter))));
        return new Survivor.Group(id, incarnation, term, index, nodes, List.of());
    }

    private Survivor.Group registry(long term, long index) {
        return group(REGISTRY, term, index, "abcde");
    }

    private RecoveryPlan plan(Survivor... survivors) {
        return RecoveryPlanner.plan(List.of(survivors), Instant.EPOCH, () -> new UUID(9, ++ids));
    }

    private void refuses(String why, Survivor... survivors) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> plan(survivors))
                .withMessageContaining(why)
                .matches(problem -> problem.code() == ProblemCode.RECOVERY_REFUSED);
    }

    @Test
    void each_group_begins_where_its_log_is_longest_by_term_then_by_index() {
        RecoveryPlan plan = plan(
                survivor("a", registry(3, 80), group(PHOTOS, 2, 500, "abcde"), group(LETTERS, 4, 7, "acd")),
                survivor("b", registry(4, 60), group(PHOTOS, 2, 501, "abcde")));
        assertThat(plan.incarnation()).isEqualTo(1);
        assertThat(plan.registry().seed().value()).isEqualTo("b");
        assertThat(plan.registry().index()).isEqualTo(60);
        assertThat(plan.groups())
                .extracting(anew -> anew.before() + " " + anew.seed() + " " + anew.index())
                .containsExactly(PHOTOS + " b 501", LETTERS + " a 7");
        assertThat(plan.groups())
                .allMatch(anew -> anew.incarnation() == 1 && !anew.now().equals(anew.before()));
        assertThat(plan.survivors()).containsExactly(new NodeId("a"), new NodeId("b"));
        assertThat(plan.warnings()).isEmpty();
    }

    @Test
    void a_membership_with_a_majority_left_goes_on_as_it_is() {
        RecoveryPlan plan = plan(
                survivor("a", registry(3, 80), group(PHOTOS, 2, 500, "abc"), group(LETTERS, 4, 7, "acd")),
                survivor("b", registry(3, 80), group(PHOTOS, 2, 400, "abc")));
        assertThat(plan.kept()).containsExactly(PHOTOS);
        assertThat(plan.groups()).extracting(RecoveryPlan.Anew::before).containsExactly(LETTERS);
    }

    @Test
    void says_what_no_survivor_has() {
        authority = false;
        RecoveryPlan plan =
                plan(survivor("a", registry(3, 80), group(PHOTOS, 2, 500, "abcde")), survivor("b", registry(3, 80)));
        assertThat(plan.warnings())
                .hasSize(2)
                .anyMatch(text -> text.contains("letters"))
                .anyMatch(text -> text.contains("signing key"));
    }

    @Test
    void refuses_where_nothing_is_lost_that_counts() {
        lost = List.of("e");
        refuses(
                "a majority of the voters is left",
                survivor("a", registry(3, 80), group(PHOTOS, 2, 500, "abc")),
                survivor("b", registry(3, 80)),
                survivor("c", registry(3, 80)),
                survivor("d", registry(3, 80)));
    }

    @Test
    void refuses_a_node_of_which_nothing_is_said() {
        refuses("node b of zone zone-b is neither", survivor("a", registry(3, 80)));
    }

    @Test
    void refuses_what_does_not_fit_together() {
        Survivor a = survivor("a", registry(3, 80));
        refuses("given twice", a, a);
        incarnation = 1;
        refuses("has been through 1 recoveries", a, survivor("b", registry(3, 80)));
        incarnation = 0;
        lost = List.of("c", "d");
        refuses("other nodes were said to be lost", a, survivor("b", registry(3, 80)));
        lost = List.of("a", "c", "d", "e");
        refuses("a is said to be lost", survivor("a", registry(3, 80)));
    }
}
