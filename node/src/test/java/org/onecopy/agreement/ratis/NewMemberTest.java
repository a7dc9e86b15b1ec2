package org.onecopy.agreement.ratis;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.onecopy.agreement.GroupId;
import org.onecopy.agreement.Peer;
import org.onecopy.model.NodeId;

class NewMemberTest {
    private static Peer at(String node, int port) {
        return new Peer(new NodeId(node), "127.0.0.1:" + port, Peer.Role.LISTENER, 0);
    }

    @Test
    void who_listens_is_waited_for_no_longer() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            NewMember.await(at("a", socket.getLocalPort()));
        }
    }

    @Test
    void nobody_is_asked_to_take_in_who_does_not_listen() {
        Peer known = at("a", 1);
        Peer fresh = at("b", TestNetwork.freePort());
        MemberChanges changes = new MemberChanges(group -> {
            throw new AssertionError("the group was asked");
        });
        assertThatThrownBy(() -> changes.change(new GroupId(new UUID(0, 1)), List.of(known), List.of(known, fresh))
                        .join())
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("node b does not listen");
    }
}
