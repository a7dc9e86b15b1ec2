package org.onecopy.agreement.ratis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.ratis.client.RaftClient;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.grpc.GrpcTlsConfig;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.retry.RetryPolicies;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.agreement.GroupId;
import org.onecopy.agreement.LinkSecurity;
import org.onecopy.agreement.Peer;
import org.onecopy.agreement.RecordingState;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.network.identity.NodeTls;
import org.onecopy.problem.ProblemException;

/** What only the agreement on Ratis has: checkpoints between nodes, its files, and who may speak to it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class RatisAgreementTest {
    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");
    private static final NodeId C = new NodeId("c");
    private static final NodeId STRANGER = new NodeId("stranger");

    private final TestNetwork network = new TestNetwork();
    private final GroupId group = new GroupId(UUID.randomUUID());
    private final Map<NodeId, Integer> ports = new ConcurrentHashMap<>();
    private final Map<NodeId, RatisAgreement> running = new TreeMap<>();
    private final Map<NodeId, RecordingState> states = new TreeMap<>();
    private final Set<String> halts = ConcurrentHashMap.newKeySet();
    private final Set<NodeId> revoked = ConcurrentHashMap.newKeySet();

    private long checkpointEntries = 10;
    private long checkpointBytes = Long.MAX_VALUE;

    @TempDir
    Path directory;

    @AfterEach
    void stop() {
        running.values().forEach(RatisAgreement::close);
    }

    private int port(NodeId node) {
        return ports.computeIfAbsent(node, n -> TestNetwork.freePort());
    }

    private Peer peer(NodeId node) {
        return new Peer(node, "127.0.0.1:" + port(node), Peer.Role.VOTER, 0);
    }

    private RatisAgreement open(NodeId node) {
        LinkSecurity all = network.security(node);
        return RatisAgreement.open(
                node,
                new LinkSecurity(all.keys(), all.trust(), all.nodeOf(), peer -> !revoked.contains(peer)),
                TestNetwork.settings(directory.resolve(node.value()), port(node))
                        .withLog(checkpointEntries, 5, 1)
                        .withCheckpointBytes(checkpointBytes),
                (what, cause) -> halts.add(what));
    }

    private void run(NodeId node, NodeId... members) {
        RecordingState state = new RecordingState(directory.resolve(node + ".state"));
        states.put(node, state);
        RatisAgreement agreement = open(node);
        running.put(node, agreement);
        agreement.join(group, Stream.of(members).map(this::peer).toList(), state);
    }

    private void halt(NodeId node) {
        running.remove(node).close();
        states.get(node).close();
    }

    private void propose(NodeId node, int from, int to) {
        propose(node, from, to, 100);
    }

    private void propose(NodeId node, int from, int to, int bytes) {
        List<CompletableFuture<Long>> proposed = new ArrayList<>();
        for (int i = from; i < to; i++) {
            proposed.add(running.get(node).propose(group, ("entry " + i + " " + "x".repeat(bytes)).getBytes(UTF_8)));
        }
        proposed.forEach(CompletableFuture::join);
    }

    private static ConditionFactory soon(String what) {
        return await(what).atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
    }

    private void awaitEntries(NodeId node, int count) {
        soon(node + " to have " + count + " entries")
                .until(() -> states.get(node).entries().size() == count);
    }

    private NodeId leader() {
        return soon("a leader")
                .until(
                        () -> running.values().stream()
                                .map(agreement -> agreement.status(group).leader())
                                .filter(leader -> leader != null && running.containsKey(leader))
                                .findFirst()
                                .orElse(null),
                        found -> found != null);
    }

    /** H59: a member that was away for longer than the log is kept gets the others' state as files. */
    @Test
    void brings_a_member_up_to_date_by_a_checkpoint() throws IOException {
        List.of(A, B, C).forEach(node -> run(node, A, B, C));
        propose(A, 0, 10, 100);
        awaitEntries(C, 10);
        halt(C);
        // More than one segment of the log, so that something can go.
        propose(A, 10, 60, 1 << 20);
        soon("the log to be shortened").until(() -> firstIndex(A) > 20 && firstIndex(B) > 20);
        run(C, A, B, C);
        awaitEntries(C, 60);
        assertThat(states.get(C).installed()).isPositive();
        assertThat(states.get(C).entries()).isEqualTo(states.get(A).entries());
        propose(C, 60, 70, 100);
        List.of(A, B, C).forEach(node -> awaitEntries(node, 70));
        halt(C);
        run(C, A, B, C);
        propose(C, 70, 80, 100);
        List.of(A, B, C).forEach(node -> awaitEntries(node, 80));
        assertThat(halts).isEmpty();
    }

    /** The first entry that a node's log still has, by the names of its segments. */
    private long firstIndex(NodeId node) {
        Path log = directory.resolve(node.value()).resolve(group.toString()).resolve("current");
        try (Stream<Path> files = Files.list(log)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("log_"))
                    .mapToLong(name -> Long.parseLong(name.replaceAll("log_(inprogress_)?(\\d+).*", "$2")))
                    .min()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    @Test
    void takes_part_in_a_group_only_once_it_is_joined_again() {
        run(A, A);
        propose(A, 0, 5);
        halt(A);
        try (RatisAgreement again = open(A)) {
            ProblemException problem =
                    catchThrowableOfType(ProblemException.class, () -> again.propose(group, new byte[] {1}));
            assertThat(problem.code()).isEqualTo(ProblemCode.NOT_FOUND);
            try (RecordingState state = new RecordingState(directory.resolve("a.state"))) {
                again.join(group, List.of(peer(A)), state);
                again.propose(group, "more".getBytes(UTF_8)).join();
                assertThat(state.entries()).hasSize(6);
            }
            again.leave(group);
        }
        assertThat(halts).isEmpty();
    }

    @Test
    void writes_a_checkpoint_after_many_bytes_of_few_entries() {
        checkpointEntries = 1_000_000;
        checkpointBytes = 50_000;
        run(A, A);
        propose(A, 0, 4, 10_000);
        assertThat(checkpoints(A)).isEmpty();
        propose(A, 4, 12, 10_000);
        await().untilAsserted(() -> assertThat(checkpoints(A)).isNotEmpty());
    }

    private List<String> checkpoints(NodeId node) {
        Path sm = directory.resolve(node.value()).resolve(group.toString()).resolve("sm");
        String[] names = sm.toFile().list((parent, name) -> name.startsWith("checkpoint-"));
        return names == null ? List.of() : List.of(names);
    }

    /** R8: after a state has gone wrong it must not come again from a checkpoint of after that. */
    @Test
    void discards_checkpoints_beyond_an_index() throws IOException {
        run(A, A);
        propose(A, 0, 25);
        await().untilAsserted(() -> assertThat(checkpoints(A)).isNotEmpty());
        halt(A);
        List<String> before = checkpoints(A);
        RatisAgreement again = open(A);
        again.discardCheckpoints(group, -1);
        Path sm = directory.resolve("a").resolve(group + ".parked").resolve("sm");
        assertThat(before)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(sm.resolve(name)).doesNotExist());
        running.put(A, again);
    }

    /** A crash between the arrival of a checkpoint and its installation. */
    @Test
    void installs_a_checkpoint_that_is_newer_than_the_state() throws IOException {
        run(A, A);
        propose(A, 0, 150);
        halt(A);
        Files.delete(directory.resolve("a.state"));
        run(A, A);
        awaitEntries(A, 150);
        assertThat(states.get(A).installed()).isEqualTo(1);
    }

    @Test
    void ignores_a_checkpoint_that_is_not_whole() throws IOException {
        run(A, A);
        propose(A, 0, 150);
        halt(A);
        Files.delete(directory.resolve("a.state"));
        Path checkpoints = directory.resolve("a").resolve(group.toString()).resolve("sm");
        try (Stream<Path> all = Files.walk(checkpoints)) {
            for (Path file : all.filter(path -> path.endsWith("entries")).toList()) {
                Files.writeString(file, "torn");
            }
        }
        run(A, A);
        propose(A, 150, 160);
        awaitEntries(A, 160);
        assertThat(states.get(A).installed()).isZero();
        assertThat(halts).isEmpty();
    }

    /** A clean stop leaves nothing to read again, so this takes what a crash would leave. */
    @Test
    void applies_nothing_twice_after_a_crash() throws IOException {
        checkpointEntries = 1_000_000;
        run(A, A);
        propose(A, 0, 50);
        awaitEntries(A, 50);
        Path crashed = directory.resolve("crashed");
        copyTree(directory.resolve("a.state"), crashed.resolve("a.state"));
        propose(A, 50, 80);
        awaitEntries(A, 80);
        copyTree(directory.resolve("a"), crashed.resolve("a"));
        halt(A);
        directory = crashed;
        run(A, A);
        awaitEntries(A, 80);
        propose(A, 80, 90);
        awaitEntries(A, 90);
        assertThat(new HashSet<>(states.get(A).entries())).hasSize(90);
        assertThat(states.get(A).installed()).isZero();
        assertThat(halts).isEmpty();
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                Files.createDirectories(target.getParent());
                Files.copy(path, target);
            }
        }
    }

    /** H55: a voter that lost its log could vote twice. */
    @Test
    void refuses_a_state_whose_log_is_gone() throws IOException {
        run(A, A);
        propose(A, 0, 5);
        halt(A);
        CheckpointStore.deleteTree(directory.resolve("a"));
        ProblemException problem = catchThrowableOfType(ProblemException.class, () -> run(A, A));
        assertThat(problem.code()).isEqualTo(ProblemCode.CONFIG_INVALID);
        assertThat(problem).hasMessageContaining("under a new name");
    }

    @Test
    void says_that_its_address_is_in_use() {
        run(A, A);
        ports.put(B, port(A));
        ProblemException problem = catchThrowableOfType(ProblemException.class, () -> open(B));
        assertThat(problem.code()).isEqualTo(ProblemCode.ADDRESS_IN_USE);
        assertThat(problem).hasMessageContaining("127.0.0.1:" + port(A));
    }

    @Test
    void refuses_callers_of_another_network_and_callers_without_tls() throws IOException {
        run(A, A);
        propose(A, 0, 1);
        assertThat(asks(network.tls(A))).isTrue();
        assertThat(asks(new TestNetwork().tls(A))).isFalse();
        assertThat(asks(null)).isFalse();
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port(A))) {
            plain.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(UTF_8));
            byte[] answer = plain.getInputStream().readNBytes(9);
            assertThat(answer.length == 9 && answer[3] == 4)
                    .as("an HTTP/2 SETTINGS frame")
                    .isFalse();
        } catch (IOException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
        awaitEntries(A, 2);
    }

    @Test
    void refuses_callers_that_are_no_members_or_no_longer_admitted() {
        run(A, A);
        propose(A, 0, 1);
        assertThat(asks(network.tls(STRANGER))).isFalse();
        revoked.add(A);
        assertThat(asks(network.tls(A))).isFalse();
        revoked.clear();
        assertThat(asks(network.tls(A))).isTrue();
        awaitEntries(A, 2);
    }

    /** Whether a client with this identity, or without any, gets an entry agreed at A. */
    private boolean asks(NodeTls identity) {
        Parameters parameters = new Parameters();
        if (identity != null) {
            GrpcTlsConfig tls = GrpcTlsConfig.newBuilder()
                    .setKeyManager(identity.keyManager())
                    .setTrustManager(identity.trustManager())
                    .setMutualTls(true)
                    .build();
            GrpcConfigKeys.TLS.setConf(parameters, tls);
        }
        RaftPeer peer = Peers.raft(peer(A));
        try (RaftClient client = RaftClient.newBuilder()
                .setRaftGroup(RaftGroup.valueOf(Peers.raft(group), peer))
                .setProperties(new RaftProperties())
                .setParameters(parameters)
                .setRetryPolicy(RetryPolicies.noRetry())
                .build()) {
            RaftClientReply reply = client.io().send(Message.valueOf("asked"));
            return reply.isSuccess();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void a_node_cannot_speak_as_another() {
        List.of(A, B).forEach(node -> run(node, A, B));
        propose(leader(), 0, 1);
        Set<NodeId> both = new HashSet<>(running.keySet());
        halt(B);
        // C has a certificate of this network, but says that it is B.
        LinkSecurity asC = network.security(C);
        RecordingState state = new RecordingState(directory.resolve("impostor.state"));
        try (RatisAgreement impostor = RatisAgreement.open(
                B,
                asC,
                TestNetwork.settings(directory.resolve("impostor"), port(B)),
                (what, cause) -> halts.add(what))) {
            impostor.join(group, both.stream().map(this::peer).toList(), state);
            soon("A to be without a leader")
                    .until(() -> running.get(A).status(group).leader() == null);
            Throwable failure = impostor.propose(group, "as another".getBytes(UTF_8))
                    .handle((index, e) -> e)
                    .join();
            assertThat(((ProblemException) failure).code()).isIn(ProblemCode.NO_QUORUM, ProblemCode.OUTCOME_UNKNOWN);
        }
        assertThat(states.get(A).entries()).hasSize(1);
    }

    /**
     * The lead is not taken by who is away, so it comes to nothing; until then Ratis turns away what is proposed. Each node proposes one
     * after the other: of several at once an older one fails where the newer one is the first that is not turned away any more.
     */
    @Test
    void a_hand_over_that_lasts_fails_no_proposal() {
        for (NodeId node : List.of(A, B, C)) {
            run(node, A, B, C);
        }
        NodeId leader = leader();
        propose(leader, 0, 1);
        List<NodeId> others =
                Stream.of(A, B, C).filter(node -> !node.equals(leader)).toList();
        halt(others.getFirst());
        CompletableFuture<Void> handedOver = running.get(leader).transferLeadership(group, others.getFirst());
        CompletableFuture<Void> done = handedOver.handle((nothing, failure) -> null);
        int count = 1;
        while (!done.isDone()) {
            propose(leader, count, count + 1);
            propose(others.getLast(), count + 1, count + 2);
            count += 2;
        }
        assertThat(handedOver).isCompletedExceptionally();
        propose(leader, count, count + 3);
        for (NodeId node : List.of(leader, others.getLast())) {
            awaitEntries(node, count + 3);
        }
    }

    @Test
    void raises_the_priority_of_the_next_leader_above_all_others() {
        List<Peer> members = List.of(
                new Peer(A, "a:1", Peer.Role.VOTER, 100),
                new Peer(B, "b:1", Peer.Role.VOTER, 0),
                new Peer(C, "c:1", Peer.Role.LISTENER, 0));
        List<Peer> next = MemberChanges.preferring(members, B);
        assertThat(next.get(1).priority()).isGreaterThan(next.get(0).priority()).isLessThanOrEqualTo(100);
        assertThat(MemberChanges.preferring(next, B)).isEqualTo(next);
    }
}
