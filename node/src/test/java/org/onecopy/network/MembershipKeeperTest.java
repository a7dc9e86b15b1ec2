package org.onecopy.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.onecopy.agreement.Agreement.GroupStatus;
import org.onecopy.agreement.Peer;
import org.onecopy.model.NodeId;

@DisplayName("H48: the leader lives in the preferred zone")
final class MembershipKeeperTest {
    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");
    private static final NodeId C = new NodeId("c");
    private static final Duration JUST_NOW = Duration.ofMillis(100);

    @Test
    void the_voter_of_the_highest_priority_is_to_lead_where_another_one_does() {
        assertThat(MembershipKeeper.preferred(
                        status(A, Map.of(B, JUST_NOW, C, JUST_NOW), voter(A, 10), voter(B, 20), voter(C, 10))))
                .isEqualTo(B);
        assertThat(MembershipKeeper.preferred(
                        status(B, Map.of(A, JUST_NOW, C, JUST_NOW), voter(A, 10), voter(B, 20), voter(C, 10))))
                .isNull();
    }

    @Test
    void nobody_is_to_lead_instead_where_none_is_preferred() {
        assertThat(MembershipKeeper.preferred(status(A, Map.of(B, JUST_NOW), voter(A, 10), voter(B, 10))))
                .isNull();
    }

    @Test
    void who_does_not_answer_or_does_not_vote_is_not_to_lead() {
        assertThat(MembershipKeeper.preferred(status(
                        A, Map.of(B, Duration.ofSeconds(9), C, JUST_NOW), voter(A, 10), voter(B, 20), voter(C, 10))))
                .isNull();
        assertThat(MembershipKeeper.preferred(status(A, Map.of(C, JUST_NOW), voter(A, 10), voter(B, 20), voter(C, 10))))
                .isNull();
        assertThat(MembershipKeeper.preferred(
                        status(A, Map.of(B, JUST_NOW), voter(A, 10), new Peer(B, "b:1", Peer.Role.LISTENER, 20))))
                .isNull();
    }

    @Test
    void a_voter_to_which_nothing_is_sent_is_noticed() {
        assertThat(MembershipKeeper.unheard(status(A, Map.of(B, JUST_NOW), voter(A, 0), voter(B, 0), voter(C, 0))))
                .isEqualTo(C);
        assertThat(MembershipKeeper.unheard(
                        status(A, Map.of(B, JUST_NOW, C, Duration.ofHours(1)), voter(A, 0), voter(B, 0), voter(C, 0))))
                .as("silent, and still called")
                .isNull();
        assertThat(MembershipKeeper.unheard(status(
                        A, Map.of(B, JUST_NOW), voter(A, 0), voter(B, 0), new Peer(C, "c:1", Peer.Role.LISTENER, 0))))
                .as("it only listens")
                .isNull();
    }

    private static Peer voter(NodeId node, int priority) {
        return new Peer(node, node + ":1", Peer.Role.VOTER, priority);
    }

    private static GroupStatus status(NodeId leader, Map<NodeId, Duration> silence, Peer... peers) {
        return new GroupStatus(leader, 1, 5, 5, List.of(peers), silence);
    }
}
