package org.onecopy.core.registry;

/** What a node does in the network. */
public enum NodeRole {
    /** Votes on the network's registry, and for its zone where it is the zone's first node. */
    VOTER,
    /** Follows and never votes. */
    LISTENER,
    /** Votes, and has no storage. */
    WITNESS;

    /** Whether it counts for majorities of the registry. */
    public boolean votes() {
        return this != LISTENER;
    }
}
