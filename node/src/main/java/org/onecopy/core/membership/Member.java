package org.onecopy.core.membership;

import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;

/**
 * A member of a group.
 *
 * @param priority the larger, the rather it leads
 */
public record Member(NodeId node, ZoneName zone, Role role, int priority) {
    /** What a member does. */
    public enum Role {
        /** Votes and learns. */
        VOTER,
        /** Learns and does not vote. */
        LISTENER,
        /** Votes, and its zone has no storage. */
        WITNESS
    }

    /** Whether it counts for majorities. */
    public boolean votes() {
        return role != Role.LISTENER;
    }
}
