package org.onecopy.agreement;

import org.onecopy.model.NodeId;

/**
 * A member of a group.
 *
 * @param address host:port of the node's agreement endpoint
 * @param role what the member does
 * @param priority the larger, the rather it leads; 0 to 100
 */
public record Peer(NodeId node, String address, Role role, int priority) {
    /** The highest priority. */
    public static final int PRIORITY_MAX = 100;

    public Peer {
        if (priority < 0 || priority > PRIORITY_MAX) {
            throw new IllegalArgumentException("the priority of " + node + " must be 0 to 100, not " + priority);
        }
    }

    /** What a member does. */
    public enum Role {
        /** Votes and learns. */
        VOTER,
        /** Learns and does not vote. */
        LISTENER
    }
}
