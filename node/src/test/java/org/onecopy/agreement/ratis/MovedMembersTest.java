package org.onecopy.agreement.ratis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.agreement.AddressBook;
import org.onecopy.agreement.Agreement;
import org.onecopy.agreement.GroupId;
import org.onecopy.agreement.Peer;
import org.onecopy.agreement.RecordingState;
import org.onecopy.model.NodeId;

/** Members whose addresses change while the others run. Ratis itself would go on to call the old ones. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class MovedMembersTest {
    private static final List<NodeId> NODES = List.of(new NodeId("a"), new NodeId("b"), new NodeId("c"));

    private final TestNetwork network = new TestNetwork();
    private final GroupId group = new GroupId(UUID.randomUUID());
    private final Map<NodeId, Integer> ports = new HashMap<>();
    private final Map<NodeId, AddressBook> books = new HashMap<>();
    private final Map<NodeId, Agreement> running = new HashMap<>();
    private final Map<NodeId, RecordingState> states = new HashMap<>();
    private List<Peer> members = List.of();

    @TempDir
    private Path directory;

    private void run(NodeId node) {
        RecordingState state = new RecordingState(directory.resolve(node + ".state"));
        states.put(node, state);
        Agreement agreement = RatisAgreement.open(
                node,
                network.security(node),
                TestNetwork.settings(directory.resolve(node.value()), ports.get(node)),
                (what, cause) -> {},
                books.get(node));
        running.put(node, agreement);
        agreement.join(group, members, state);
    }

    private void halt(NodeId node) {
        running.remove(node).close();
        states.get(node).close();
    }

    @AfterEach
    void stop() {
        List.copyOf(running.keySet()).forEach(this::halt);
    }

    /** Everybody hears of it, also who moved. */
    private void tellAll() {
        Map<NodeId, String> all = ports.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> "127.0.0.1:" + entry.getValue()));
        books.values().forEach(book -> book.set(all));
    }

    private void awaitEntries(int count) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> {
                    for (NodeId node : NODES) {
                        assertThat(states.get(node).entries()).as(node.value()).hasSize(count);
                    }
                });
    }

    private void propose(NodeId node, String entry) {
        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() ->
                        running.get(node).propose(group, entry.getBytes(UTF_8)).join() > 0);
    }

    @Test
    void all_members_move_one_after_the_other_and_agree() {
        for (NodeId node : NODES) {
            ports.put(node, TestNetwork.freePort());
            books.put(node, new AddressBook());
        }
        members = NODES.stream()
                .map(node -> new Peer(node, "127.0.0.1:" + ports.get(node), Peer.Role.VOTER, 0))
                .toList();
        NODES.forEach(this::run);
        propose(NODES.getFirst(), "before");
        awaitEntries(1);
        int entries = 1;
        for (NodeId node : NODES) {
            halt(node);
            ports.put(node, TestNetwork.freePort());
            run(node);
            tellAll();
            propose(node, node + " has moved");
            entries++;
            awaitEntries(entries);
        }
        assertThat(running.get(NODES.getFirst()).status(group).peers())
                .as("the configuration needs no change for that")
                .containsExactlyInAnyOrderElementsOf(members);
    }
}
