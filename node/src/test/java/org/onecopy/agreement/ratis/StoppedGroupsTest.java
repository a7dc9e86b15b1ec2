package org.onecopy.agreement.ratis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.agreement.GroupId;
import org.onecopy.agreement.Peer;
import org.onecopy.agreement.RecordingState;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

@DisplayName("H53: a stopped node's logs are read whole, and new groups begin on a state as it is")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StoppedGroupsTest {
    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");

    private final TestNetwork network = new TestNetwork();
    private final GroupId before = new GroupId(UUID.randomUUID());
    private final GroupId after = new GroupId(UUID.randomUUID());

    @TempDir
    Path directory;

    private RatisAgreement open(NodeId node, int port) {
        return RatisAgreement.open(
                node,
                network.security(node),
                TestNetwork.settings(directory.resolve(node.value()), port),
                (what, cause) -> {
                    throw new AssertionError(what, cause);
                });
    }

    private static Peer peer(NodeId node, int port, Peer.Role role) {
        return new Peer(node, "127.0.0.1:" + port, role, 0);
    }

    @Test
    void what_the_state_has_not_applied_comes_from_the_log_and_another_node_gets_it_as_a_checkpoint() {
        int port = TestNetwork.freePort();
        int portOfB = TestNetwork.freePort();
        Path files = directory.resolve("a");
        StoppedGroups stopped = new StoppedGroups(files);
        try (RatisAgreement agreement = open(A, port);
                RecordingState state = new RecordingState(directory.resolve("first"))) {
            agreement.join(before, List.of(peer(A, port, Peer.Role.VOTER)), state);
            for (String entry : List.of("one", "two", "three")) {
                agreement.propose(before, entry.getBytes(UTF_8)).join();
            }
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> stopped.end(before))
                    .matches(problem -> problem.code() == ProblemCode.NODE_RUNS);
        }
        StoppedGroups.End end = stopped.end(before).orElseThrow();
        assertThat(end.peers()).extracting(Peer::node).containsExactly(A);
        assertThat(stopped.end(after)).isEmpty();
        try (RecordingState fresh = new RecordingState(directory.resolve("second"))) {
            stopped.deliver(before, fresh);
            assertThat(fresh.entries()).containsExactly("one", "two", "three");
            assertThat(end.index()).isGreaterThanOrEqualTo(fresh.appliedIndex());
            fresh.apply(end.term() + 1, end.index() + 1, "recovered".getBytes(UTF_8));
            StoppedGroups.seed(files.resolve(after.toString()), peer(A, port, Peer.Role.VOTER), fresh);
            try (RatisAgreement agreement = open(A, port);
                    RatisAgreement other = open(B, portOfB);
                    RecordingState late = new RecordingState(directory.resolve("third"))) {
                agreement.join(after, List.of(peer(A, port, Peer.Role.VOTER)), fresh);
                other.join(after, List.of(peer(B, portOfB, Peer.Role.LISTENER)), late);
                long index = agreement.propose(after, "four".getBytes(UTF_8)).join();
                assertThat(index).isGreaterThan(end.index() + 1);
                agreement
                        .changePeers(
                                after, List.of(peer(A, port, Peer.Role.VOTER), peer(B, portOfB, Peer.Role.LISTENER)))
                        .join();
                await().atMost(Duration.ofSeconds(20))
                        .untilAsserted(() ->
                                assertThat(late.entries()).containsExactly("one", "two", "three", "recovered", "four"));
            }
        }
    }
}
