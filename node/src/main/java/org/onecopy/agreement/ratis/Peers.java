package org.onecopy.agreement.ratis;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
                .setAddress(MemberNames.label(peer.node(), peer.address()))
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

    /**
     * The members of a configuration, each once, voters first. Until a change of a member's role is agreed, both configurations count
     * and name the member: here it does what it did before.
     */
    static List<Peer> members(RaftConfiguration configuration) {
        Set<RaftPeerId> willVote = configuration.getCurrentPeers(RaftPeerRole.FOLLOWER).stream()
                .map(RaftPeer::getId)
                .collect(Collectors.toSet());
        Set<RaftPeerId> listening = configuration.getAllPeers(RaftPeerRole.LISTENER).stream()
                .map(RaftPeer::getId)
                .collect(Collectors.toSet());
        Map<NodeId, Peer> members = new LinkedHashMap<>();
        for (RaftPeer peer : configuration.getAllPeers(RaftPeerRole.FOLLOWER)) {
            if (!(listening.contains(peer.getId()) && willVote.contains(peer.getId()))) {
                members.putIfAbsent(node(peer.getId()), ours(peer, Peer.Role.VOTER));
            }
        }
        for (RaftPeer peer : configuration.getAllPeers(RaftPeerRole.LISTENER)) {
            members.putIfAbsent(node(peer.getId()), ours(peer, Peer.Role.LISTENER));
        }
        return List.copyOf(members.values());
    }

    private static Peer ours(RaftPeer peer, Peer.Role role) {
        return new Peer(node(peer.getId()), MemberNames.address(peer.getAddress()), role, peer.getPriority());
    }
}
