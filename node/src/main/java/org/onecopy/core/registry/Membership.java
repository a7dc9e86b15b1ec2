package org.onecopy.core.registry;

import java.util.List;
import java.util.UUID;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;

/**
 * The nodes that agree on the changes of some rules.
 *
 * @param id also the identity of its consensus group
 * @param zones in the order of names
 * @param peers as the membership was made; in the order of zones, then of nodes
 */
public record Membership(UUID id, List<ZoneName> zones, List<Peer> peers) {
    public Membership {
        zones = List.copyOf(zones);
        peers = List.copyOf(peers);
    }

    /** What a peer does. */
    public enum Role {
        /** Votes and learns. */
        VOTER,
        /** Learns and does not vote. */
        LISTENER
    }

    /**
     * A member.
     *
     * @param priority the larger, the rather it leads
     */
    public record Peer(NodeId node, Role role, int priority) {}
}
