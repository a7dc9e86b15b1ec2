package org.onecopy.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.agreement.Agreement;
import org.onecopy.agreement.Agreement.GroupStatus;
import org.onecopy.agreement.Peer;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.RuleDefinition;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.table.Change;
import org.onecopy.index.MembershipIndex;
import org.onecopy.index.MemoryTableStore;
import org.onecopy.index.Schema;
import org.onecopy.index.TableStore;
import org.onecopy.log.CommandCodec;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;

@DisplayName("R8: nodes compare the hashes of their states")
final class HashKeeperTest {
    private static final UUID MEMBERSHIP = new UUID(1, 2);

    @TempDir
    Path directory;

    private final List<byte[]> log = new ArrayList<>();
    private final Map<NodeId, Node> nodes = new TreeMap<>();

    /** One voter with its state and what its keeper found. */
    private final class Node {
        final MembershipIndex index;
        final HashKeeper keeper;
        final List<String> found = new ArrayList<>();
        TableStore store;

        Node(NodeId id) {
            index = new MembershipIndex(
                    directory.resolve(id.value()),
                    at -> {
                        store = new MemoryTableStore(Schema.MEMBERSHIP);
                        return store;
                    },
                    0);
            Agreement agreement = (Agreement) Proxy.newProxyInstance(
                    HashKeeperTest.class.getClassLoader(), new Class<?>[] {Agreement.class}, (proxy, method, given) -> {
                        if (method.getName().equals("status")) {
                            return status();
                        }
                        assertThat(method.getName()).isEqualTo("propose");
                        log.add((byte[]) given[1]);
                        return CompletableFuture.completedFuture((long) log.size());
                    });
            keeper = new HashKeeper(id, agreement, () -> Map.of(MEMBERSHIP, index), new HashKeeper.Observer() {
                @Override
                public void diverged(UUID membership, long before, long same) {
                    found.add("diverged before " + before + ", same before " + same);
                }

                @Override
                public void undecided(UUID membership, long before) {
                    found.add("undecided before " + before);
                }
            });
        }
    }

    private GroupStatus status() {
        List<Peer> peers = nodes.keySet().stream()
                .map(node -> new Peer(node, node + ":1", Peer.Role.VOTER, 0))
                .toList();
        return new GroupStatus(null, 1, log.size(), log.size(), peers, new HashMap<NodeId, Duration>());
    }

    private void begin(int voters) {
        for (int n = 0; n < voters; n++) {
            NodeId id = new NodeId("node-" + n);
            nodes.put(id, new Node(id));
        }
        TreeMap<ZoneName, String> paths = new TreeMap<>();
        paths.put(new ZoneName("zone"), "/data");
        add(new Command.ReviseRule(
                new RuleDefinition(
                        new RuleId(1),
                        new RuleName("rule"),
                        1,
                        paths,
                        List.of(),
                        null,
                        RuleDefinition.ConflictPolicy.KEEP_BOTH,
                        null,
                        1,
                        RuleDefinition.Visibility.ORDERED,
                        RuleDefinition.GuardPolicy.DEFAULT,
                        Set.of()),
                1));
    }

    private void add(Command command) {
        log.add(CommandCodec.encode(command));
    }

    /** So many entries more, each of which changes something that depends on what was there. */
    private void age(int entries) {
        for (int n = 0; n < entries; n++) {
            add(new Command.Age(log.size() * 1000L));
        }
        deliver();
    }

    private void deliver() {
        for (Node node : nodes.values()) {
            for (long at = node.index.appliedIndex() + 1; at <= log.size(); at++) {
                node.index.apply(1, at, log.get((int) at - 1));
            }
        }
    }

    private void tend() {
        for (int n = 0; n < 3; n++) {
            nodes.values().forEach(node -> node.keeper.tend());
            deliver();
        }
    }

    private Node node(int n) {
        return nodes.get(new NodeId("node-" + n));
    }

    /** A bit of a row on its disk has turned. */
    private void corrupt(Node node) {
        long age = node.store.get(Tables.TIMES, Tables.AGE);
        node.store.write(List.of(new Change.Row<>(Tables.TIMES, Tables.AGE, age ^ 4)), true);
    }

    @AfterEach
    void end() {
        nodes.values().forEach(node -> node.index.close());
    }

    @Test
    void nothing_is_found_while_all_states_are_the_same() {
        begin(3);
        age(5000);
        tend();
        assertThat(nodes.values()).allSatisfy(node -> assertThat(node.found).isEmpty());
        assertThat(node(0).store.first(99, Tables.HASHES, Tables.HashKey.FIRST, null))
                .as("each has reported")
                .hasSize(3);
    }

    @Test
    void the_one_that_differs_from_the_majority_stops_and_knows_until_when_it_was_right() {
        begin(3);
        age(1100);
        tend();
        corrupt(node(1));
        age(1100);
        tend();
        assertThat(node(1).found).contains("diverged before 2048, same before 1024");
        assertThat(node(0).found).isEmpty();
        assertThat(node(2).found).isEmpty();
        assertThat(node(0).keeper.isSuspended(MEMBERSHIP)).isFalse();
    }

    @Test
    void rules_rest_where_no_state_has_a_majority() {
        begin(2);
        age(1000);
        corrupt(node(1));
        age(100);
        tend();
        assertThat(nodes.values()).allSatisfy(node -> {
            assertThat(node.found).containsExactly("undecided before 1024");
            assertThat(node.keeper.isSuspended(MEMBERSHIP)).isTrue();
        });
    }

    @Test
    void a_node_that_read_the_log_again_agrees_with_the_others_whatever_it_reported_before() {
        begin(3);
        age(1100);
        tend();
        corrupt(node(1));
        age(1100);
        tend();
        node(1).index.close();
        nodes.put(new NodeId("node-1"), new Node(new NodeId("node-1")));
        deliver();
        tend();
        assertThat(node(1).found).isEmpty();
        assertThat(node(1).index.hash()).isEqualTo(node(0).index.hash());
    }
}
