package org.onecopy.agreement.ratis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftConfiguration;
import org.onecopy.agreement.GroupId;
import org.onecopy.agreement.Peer;
import org.onecopy.model.NodeId;

/** Members in our words and in those of Ratis. */
final class Peers {
    private Peers() {}

    static RaftGroupId raft(GroupId group) {
        return RaftGroupId.valueOf(group.value());
    }

    static RaftPeerId raft(NodeId node) {
        return RaftPeerId.valueOf(node.value());
    }

    static NodeId node(RaftPeerId id) {
        return new NodeId(id.toString());
    }

    static RaftPeer raft(Peer peer) {
        return RaftPeer.newBuilder()
                .setId(raft(peer.node()))
                .setAddress(peer.address())
                .setPriority(peer.priority())
                .setStartupRole(peer.role() == Peer.Role.VOTER ? RaftPeerRole.FOLLOWER : RaftPeerRole.LISTENER)
                .build();
    }

    static List<RaftPeer> raft(Collection<Peer> peers, Peer.Role role) {
        return peers.stream()
                .filter(peer -> peer.role() == role)
                .map(Peers::raft)
                .toList();
    }

    /** The members of a configuration, voters first. */
    static List<Peer> members(RaftConfiguration configuration) {
        List<Peer> members = new ArrayList<>();
        configuration.getAllPeers(RaftPeerRole.FOLLOWER).forEach(peer -> members.add(ours(peer, Peer.Role.VOTER)));
        configuration.getAllPeers(RaftPeerRole.LISTENER).forEach(peer -> members.add(ours(peer, Peer.Role.LISTENER)));
        return members;
    }

    private static Peer ours(RaftPeer peer, Peer.Role role) {
        return new Peer(node(peer.getId()), peer.getAddress(), role, peer.getPriority());
    }
}
