package org.onecopy.agreement.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.List;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.server.RaftConfiguration;
import org.junit.jupiter.api.Test;
import org.onecopy.agreement.Peer;
import org.onecopy.agreement.Peer.Role;
import org.onecopy.model.NodeId;

/** What a configuration is in our words, also while it changes. */
final class PeersTest {
    private static final Peer A = new Peer(new NodeId("a"), "a:1", Role.VOTER, 10);
    private static final Peer B = new Peer(new NodeId("b"), "b:1", Role.VOTER, 0);
    private static final Peer B_LISTENS = new Peer(new NodeId("b"), "b:1", Role.LISTENER, 0);

    /** As Ratis has one while a change is not agreed yet: all members are those of both. */
    private static RaftConfiguration changing(List<Peer> before, List<Peer> after) {
        return (RaftConfiguration) Proxy.newProxyInstance(
                PeersTest.class.getClassLoader(),
                new Class<?>[] {RaftConfiguration.class},
                (proxy, method, arguments) -> {
                    RaftPeerRole role = (RaftPeerRole) arguments[0];
                    Role ours = role == RaftPeerRole.LISTENER ? Role.LISTENER : Role.VOTER;
                    List<RaftPeer> current = Peers.raft(after, ours);
                    return method.getName().equals("getCurrentPeers")
                            ? current
                            : java.util.stream.Stream.concat(current.stream(), Peers.raft(before, ours).stream())
                                    .toList();
                });
    }

    @Test
    void a_member_whose_role_changes_is_named_once_and_as_before_until_that_is_agreed() {
        assertThat(Peers.members(changing(List.of(A, B_LISTENS), List.of(A, B))))
                .containsExactly(A, B_LISTENS);
        assertThat(Peers.members(changing(List.of(A, B), List.of(A, B_LISTENS))))
                .containsExactly(A, B);
        assertThat(Peers.members(changing(List.of(A, B), List.of(A, B)))).containsExactly(A, B);
        assertThat(Peers.members(changing(List.of(A), List.of(A, B_LISTENS)))).containsExactly(A, B_LISTENS);
        assertThat(Peers.members(changing(List.of(A, B), List.of(A)))).containsExactly(A, B);
    }
}
