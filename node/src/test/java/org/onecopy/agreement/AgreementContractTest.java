package org.onecopy.agreement;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

/** What every agreement must keep. A subclass says how the agreement of one node is opened. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class AgreementContractTest {
    protected static final NodeId A = new NodeId("a");
    protected static final NodeId B = new NodeId("b");
    protected static final NodeId C = new NodeId("c");
    protected static final NodeId D = new NodeId("d");

    protected final GroupId group = new GroupId(UUID.randomUUID());
    protected final Map<NodeId, Agreement> running = new ConcurrentSkipListMap<>();
    protected final Map<NodeId, RecordingState> states = new ConcurrentSkipListMap<>();
    protected final List<String> halts = new ArrayList<>();

    @TempDir
    protected Path directory;

    /** Opens a node's agreement; after it was closed, again on the same files. */
    protected abstract Agreement open(NodeId node);

    /** The address that other members reach a node at. */
    protected abstract String address(NodeId node);

    protected FailStop failStop() {
        return (what, cause) -> {
            synchronized (halts) {
                halts.add(what);
            }
        };
    }

    protected List<String> halts() {
        synchronized (halts) {
            return List.copyOf(halts);
        }
    }

    @BeforeEach
    void start() {
        atOnce(List.of(A, B, C), this::run);
    }

    /** Opening and closing a node takes a second. */
    protected static void atOnce(Collection<NodeId> nodes, Consumer<NodeId> step) {
        CompletableFuture.allOf(nodes.stream()
                        .map(node -> CompletableFuture.runAsync(() -> step.accept(node), Thread::startVirtualThread))
                        .toArray(CompletableFuture<?>[]::new))
                .join();
    }

    @AfterEach
    void stop() {
        atOnce(running.keySet(), this::halt);
        states.values().forEach(RecordingState::close);
    }

    protected List<Peer> members() {
        return List.of(peer(A, Peer.Role.VOTER), peer(B, Peer.Role.VOTER), peer(C, Peer.Role.VOTER));
    }

    protected Peer peer(NodeId node, Peer.Role role) {
        return new Peer(node, address(node), role, 0);
    }

    protected void run(NodeId node) {
        run(node, members());
    }

    protected void run(NodeId node, List<Peer> peers) {
        RecordingState state = new RecordingState(directory.resolve(node + ".state"));
        states.put(node, state);
        Agreement agreement = open(node);
        running.put(node, agreement);
        agreement.join(group, peers, state);
    }

    protected void halt(NodeId node) {
        running.remove(node).close();
        states.get(node).close();
    }

    protected Agreement agreement(NodeId node) {
        return running.get(node);
    }

    protected CompletableFuture<Long> propose(NodeId node, String entry) {
        return agreement(node).propose(group, entry.getBytes(UTF_8));
    }

    protected NodeId leader() {
        return await("a leader")
                .atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> running.values().stream()
                                .map(agreement -> agreement.status(group).leader())
                                .filter(leader -> leader != null && running.containsKey(leader))
                                .findFirst()
                                .orElse(null),
                        found -> found != null);
    }

    protected NodeId notLeader() {
        NodeId leader = leader();
        return running.keySet().stream()
                .filter(node -> !node.equals(leader))
                .findFirst()
                .orElseThrow();
    }

    protected ConditionFactory soon(String what) {
        return await(what).atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20));
    }

    protected void awaitEqual(int entries) {
        soon("all states to have " + entries + " entries").untilAsserted(() -> {
            for (NodeId node : running.keySet()) {
                assertThat(states.get(node).entries()).as(node.value()).hasSize(entries);
            }
        });
        List<String> first = states.get(running.keySet().iterator().next()).entries();
        running.keySet().forEach(node -> assertThat(states.get(node).entries()).isEqualTo(first));
    }

    @Test
    void applies_the_entries_of_all_nodes_in_one_order() {
        List<CompletableFuture<Long>> proposed = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            for (NodeId node : running.keySet()) {
                proposed.add(propose(node, node + "-" + i));
            }
        }
        List<Long> indexes = proposed.stream().map(CompletableFuture::join).toList();
        assertThat(new HashSet<>(indexes)).hasSize(300);
        awaitEqual(300);
        for (NodeId node : running.keySet()) {
            assertThat(states.get(A).entries().stream().filter(e -> e.startsWith(node + "-")))
                    .as("the order of one node's proposals")
                    .containsExactlyElementsOf(IntStream.range(0, 100)
                            .mapToObj(i -> node + "-" + i)
                            .toList());
        }
        assertThat(halts()).isEmpty();
    }

    @Test
    void answers_with_the_index_that_the_entry_is_applied_at() {
        long first = propose(A, "one").join();
        long second = propose(B, "two").join();
        assertThat(second).isGreaterThan(first);
        awaitEqual(2);
        assertThat(states.get(C).appliedIndex()).isEqualTo(second);
    }

    @Test
    void reads_what_was_agreed_before_at_a_node_that_did_not_propose_it() {
        for (int i = 0; i < 20; i++) {
            long index = propose(A, "entry " + i).join();
            long read = agreement(notLeader()).readIndex(group).join();
            assertThat(read).isGreaterThan(index);
            assertThat(states.get(notLeader()).entries()).hasSize(i + 1);
        }
    }

    @Test
    void applies_each_entry_once_across_a_restart_of_all_nodes() {
        for (int i = 0; i < 50; i++) {
            propose(B, "before " + i).join();
        }
        awaitEqual(50);
        atOnce(List.of(A, B, C), this::halt);
        atOnce(List.of(A, B, C), this::run);
        propose(C, "after").join();
        awaitEqual(51);
        assertThat(halts()).isEmpty();
    }

    @Test
    void goes_on_without_its_leader_and_brings_it_up_to_date_later() {
        propose(A, "before").join();
        NodeId leader = leader();
        halt(leader);
        NodeId other = running.keySet().iterator().next();
        soon("a proposal to be agreed").until(() -> agreed(other, "while it was away"));
        run(leader);
        propose(leader, "after").join();
        soon("equal states")
                .until(() -> states.values().stream()
                                .map(RecordingState::entries)
                                .distinct()
                                .count()
                        == 1);
        assertThat(states.get(leader).entries())
                .startsWith("before")
                .endsWith("after")
                .contains("while it was away");
    }

    private boolean agreed(NodeId node, String entry) {
        try {
            propose(node, entry).join();
            return true;
        } catch (CompletionException e) {
            assertThat(problem(e)).isIn(ProblemCode.NO_QUORUM, ProblemCode.OUTCOME_UNKNOWN);
            return false;
        }
    }

    protected static ProblemCode problem(Throwable e) {
        Throwable cause = e instanceof CompletionException ? e.getCause() : e;
        return ((ProblemException) cause).code();
    }

    @Test
    void refuses_proposals_while_there_is_no_majority_and_goes_on_when_it_returns() {
        propose(A, "before").join();
        NodeId leader = leader();
        List<NodeId> others =
                running.keySet().stream().filter(node -> !node.equals(leader)).toList();
        atOnce(others, this::halt);
        soon("the loss of the majority to be noticed").until(() -> failure(leader, "lost?") == ProblemCode.NO_QUORUM);
        assertThat(failure(leader, "never agreed")).isEqualTo(ProblemCode.NO_QUORUM);
        soon("the silence to be long")
                .until(() -> agreement(leader).sinceHeard(group).compareTo(Duration.ofSeconds(3)) > 0);
        atOnce(others, this::run);
        soon("a proposal to be agreed").until(() -> agreed(leader, "after"));
        soon("equal states")
                .until(() -> states.values().stream()
                                .map(RecordingState::entries)
                                .distinct()
                                .count()
                        == 1);
        assertThat(states.get(A).entries()).doesNotContain("never agreed").contains("after");
    }

    private ProblemCode failure(NodeId node, String entry) {
        try {
            propose(node, entry).join();
            return null;
        } catch (CompletionException e) {
            return problem(e);
        }
    }

    @Test
    void stops_the_node_when_an_entry_cannot_be_applied() {
        propose(A, "fine").join();
        awaitEqual(1);
        NodeId victim = notLeader();
        states.get(victim).poison = "poison";
        propose(leader(), "poison").join();
        soon("the node to be stopped").until(() -> !halts().isEmpty());
        assertThat(halts().getFirst()).contains("cannot apply entry");
        assertThat(states.get(victim).entries()).containsExactly("fine");
    }

    @Test
    void shows_leader_members_and_how_long_they_are_silent() {
        propose(A, "entry").join();
        NodeId leader = leader();
        for (NodeId node : running.keySet()) {
            assertThat(agreement(node).sinceHeard(group)).isLessThan(Duration.ofSeconds(3));
        }
        Agreement.GroupStatus status = agreement(leader).status(group);
        assertThat(status.leader()).isEqualTo(leader);
        assertThat(status.term()).isPositive();
        assertThat(status.peers()).containsExactlyInAnyOrderElementsOf(members());
        assertThat(status.committedIndex()).isPositive();
        assertThat(status.silence()).hasSize(2).doesNotContainKey(leader);
        assertThat(agreement(notLeader()).status(group).silence()).isEmpty();
        NodeId gone = notLeader();
        halt(gone);
        soon("silence to grow")
                .until(() -> agreement(leader).status(group).silence().get(gone).toMillis() > 500);
    }

    @Test
    void hands_the_lead_to_another_member() {
        NodeId next = notLeader();
        agreement(leader()).transferLeadership(group, next).join();
        soon("the lead to change").until(() -> next.equals(leader()));
        propose(A, "after").join();
        awaitEqual(1);
        assertThat(problem(agreement(A)
                        .transferLeadership(group, D)
                        .handle((done, failure) -> failure)
                        .join()))
                .isEqualTo(ProblemCode.BAD_REQUEST);
    }

    @Test
    void a_listener_learns_without_voting_and_can_become_a_voter() throws Exception {
        for (int i = 0; i < 10; i++) {
            propose(A, "before " + i).join();
        }
        run(D, List.of(peer(D, Peer.Role.LISTENER)));
        List<Peer> withListener = new ArrayList<>(members());
        withListener.add(peer(D, Peer.Role.LISTENER));
        agreement(A).changePeers(group, withListener).get(20, TimeUnit.SECONDS);
        propose(D, "from the listener").join();
        awaitEqual(11);
        // Two of three voters are a majority, with or without the listener.
        halt(notLeaderAmong(A, B, C));
        soon("a proposal to be agreed").until(() -> agreed(D, "one away"));
        List<Peer> four = new ArrayList<>(members());
        four.add(peer(D, Peer.Role.VOTER));
        agreement(D).changePeers(group, four).get(20, TimeUnit.SECONDS);
        soon("the new voter to be known")
                .until(() -> agreement(D).status(group).peers().contains(peer(D, Peer.Role.VOTER)));
        agreement(D).transferLeadership(group, D).get(20, TimeUnit.SECONDS);
        assertThat(leader()).isEqualTo(D);
        soon("a proposal to be agreed").until(() -> agreed(D, "led by it"));
    }

    private NodeId notLeaderAmong(NodeId... nodes) {
        NodeId leader = leader();
        return List.of(nodes).stream()
                .filter(node -> !node.equals(leader))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void leaves_a_group_and_knows_it_no_more() {
        propose(A, "before").join();
        awaitEqual(1);
        NodeId leaving = notLeader();
        List<Peer> rest =
                members().stream().filter(peer -> !peer.node().equals(leaving)).toList();
        agreement(leaving).changePeers(group, rest).join();
        agreement(leaving).leave(group);
        agreement(leaving).leave(group);
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                ProblemException.class, () -> agreement(leaving).status(group))
                        .code())
                .isEqualTo(ProblemCode.NOT_FOUND);
        running.remove(leaving).close();
        propose(rest.getFirst().node(), "after").join();
        awaitEqual(2);
        assertThat(halts()).isEmpty();
    }
}
