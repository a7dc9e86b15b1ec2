package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.onecopy.agreement.Agreement.GroupStatus;
import org.onecopy.agreement.Peer;
import org.onecopy.alert.Figure;
import org.onecopy.alert.Figure.Speaker;
import org.onecopy.core.consistency.OpenDifferences;
import org.onecopy.model.ByteCount;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.AlertCondition;
import org.onecopy.model.api.LagView;
import org.onecopy.model.api.LocationState;

/** What is measured, and who speaks of it. */
final class AlertFiguresTest {
    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");
    private static final NodeId C = new NodeId("c");
    private static final NodeId LEARNS = new NodeId("learns");
    private static final Duration SOON = Duration.ofMillis(300);

    private static List<Figure> quorum(NodeId leader, Map<NodeId, Duration> silence) {
        List<Peer> peers = Stream.of(A, B, C)
                .map(node -> new Peer(node, node + ":1", Peer.Role.VOTER, 0))
                .toList();
        List<Peer> all = Stream.concat(peers.stream(), Stream.of(new Peer(LEARNS, "d:1", Peer.Role.LISTENER, 0)))
                .toList();
        return AlertFigures.quorum(
                A, new GroupStatus(leader, 1, 1, 1, all, silence), "registry", "the network's registry");
    }

    private static Figure of(List<Figure> figures, AlertCondition condition) {
        return figures.stream()
                .filter(figure -> figure.condition() == condition)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void the_leader_knows_how_many_voters_may_still_be_lost() {
        Figure well = of(quorum(A, Map.of(B, SOON, C, SOON, LEARNS, SOON)), AlertCondition.QUORUM_MARGIN);
        assertThat(well.id()).isEqualTo("quorum-margin:registry");
        assertThat(well.value()).isEqualTo(1);
        assertThat(well.speaker()).isEqualTo(Speaker.HERE);
        Figure one = of(quorum(A, Map.of(B, SOON, C, Duration.ofMinutes(1))), AlertCondition.QUORUM_MARGIN);
        assertThat(one.value()).isZero();
        assertThat(one.message()).contains("may lose 0 more of its 3 voters").contains("[c]");
        Figure learner =
                of(quorum(A, Map.of(B, SOON, C, SOON, LEARNS, Duration.ofMinutes(1))), AlertCondition.QUORUM_MARGIN);
        assertThat(learner.value()).as("who does not vote does not count").isEqualTo(1);
        assertThat(of(quorum(A, Map.of(B, SOON)), AlertCondition.QUORUM_MARGIN).value())
                .as("never heard of")
                .isZero();
    }

    @Test
    void others_leave_the_margin_to_the_leader() {
        Figure other = of(quorum(B, Map.of()), AlertCondition.QUORUM_MARGIN);
        assertThat(other.value()).isNaN();
        assertThat(other.speaker()).isEqualTo(Speaker.ELSEWHERE);
        assertThat(of(quorum(B, Map.of()), AlertCondition.NO_QUORUM).value()).isZero();
    }

    @Test
    void each_node_says_that_it_sees_no_leader() {
        List<Figure> figures = quorum(null, Map.of());
        Figure none = of(figures, AlertCondition.NO_QUORUM);
        assertThat(none.id()).isEqualTo("no-quorum:registry:a");
        assertThat(none.value()).isEqualTo(1);
        assertThat(none.speaker()).isEqualTo(Speaker.HERE);
        assertThat(of(figures, AlertCondition.QUORUM_MARGIN).value()).isNaN();
        assertThat(of(figures, AlertCondition.QUORUM_MARGIN).speaker()).isEqualTo(Speaker.NOBODY);
    }

    private static LagView lag(LocationState state, double seconds, Double reported) {
        return new LagView(
                new RuleName("photos"),
                new ZoneName("kyoto"),
                state,
                10,
                5,
                5,
                new ByteCount(1 << 20),
                seconds,
                0,
                new ByteCount(3 << 20),
                77,
                reported);
    }

    private static double value(LagView lag) {
        return of(AlertFigures.ofZone(lag, Speaker.HERE), AlertCondition.LAG).value();
    }

    @Test
    void lag_is_how_far_a_zone_is_behind_or_how_long_it_has_been_silent() {
        assertThat(value(lag(LocationState.ACTIVE, 400, 3.0))).isEqualTo(400);
        assertThat(value(lag(LocationState.ACTIVE, 0, 900.0))).isEqualTo(900);
        assertThat(value(lag(LocationState.ACTIVE, 4, null))).isEqualTo(4);
        assertThat(value(lag(LocationState.JOINING, 4000, 2.0)))
                .as("what a new zone has to fetch")
                .isEqualTo(2);
        assertThat(value(lag(LocationState.MUST_RECONCILE, 0, 9e6))).isEqualTo(9e6);
        List<Figure> figures = AlertFigures.ofZone(lag(LocationState.ACTIVE, 400, 3.0), Speaker.ELSEWHERE);
        assertThat(figures).allMatch(figure -> figure.speaker() == Speaker.ELSEWHERE);
        assertThat(figures)
                .extracting(Figure::id)
                .containsExactly("lag:photos:kyoto", "at-risk-bytes:photos:kyoto", "at-risk-age:photos:kyoto");
        assertThat(of(figures, AlertCondition.AT_RISK_BYTES).value()).isEqualTo(3 << 20);
        assertThat(of(figures, AlertCondition.AT_RISK_AGE).value()).isEqualTo(77);
        assertThat(figures.getFirst().message()).contains("6 m 40 s behind").contains("1.0 MiB to fetch");
    }

    @Test
    void differences_are_those_of_the_zones_of_the_rule() {
        RuleName photos = new RuleName("photos");
        ZoneName kyoto = new ZoneName("kyoto");
        Map<ZoneName, OpenDifferences.InZone> open = Map.of(
                kyoto,
                new OpenDifferences.InZone(3, new Version(70)),
                new ZoneName("gone"),
                new OpenDifferences.InZone(9, new Version(80)));
        Figure found = AlertFigures.differences(photos, open, Set.of(kyoto, new ZoneName("oslo")), Speaker.HERE);
        assertThat(found.id()).isEqualTo("differences:photos");
        assertThat(found.value()).isEqualTo(3);
        assertThat(found.message()).contains("3 in zone kyoto").endsWith("onecopy check show photos 0.70");
        assertThat(AlertFigures.differences(photos, Map.of(), Set.of(kyoto), Speaker.HERE)
                        .value())
                .isZero();
    }
}
