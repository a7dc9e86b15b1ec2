package org.onecopy.core.registry;

import java.util.List;
import java.util.UUID;
import org.onecopy.model.NodeId;

/**
 * A forced recovery: survivors go on without what would be a majority, in consensus groups of new identities (H53). Its command is the
 * first entry of the new log of the registry; the row stays.
 *
 * @param incarnation of the network that begins; 1 with the first recovery
 * @param seed the node that begins the registry's new group alone; the other survivors come to it late
 * @param registry the identity of the registry's new group
 * @param timeMillis the clock of whoever planned it
 * @param lost the nodes that are part of the network no more
 * @param groups the memberships that begin anew; all others had a majority left
 */
public record Recovery(
        int incarnation, NodeId seed, UUID registry, long timeMillis, List<NodeId> lost, List<Group> groups) {
    public Recovery {
        lost = List.copyOf(lost);
        groups = List.copyOf(groups);
    }

    /**
     * A membership that begins anew.
     *
     * @param before its identity so far
     * @param now its identity from now on
     * @param seed the node that begins it alone
     * @param index the last entry of its log so far that the survivors know
     */
    public record Group(UUID before, UUID now, NodeId seed, long index) {}
}
