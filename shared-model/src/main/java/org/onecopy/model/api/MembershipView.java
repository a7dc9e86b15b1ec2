package org.onecopy.model.api;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleName;

/**
 * A membership as the node that was asked sees it. The registry of the network, which has no rules, comes first in lists, then by
 * id.
 *
 * @param registry whether it is the network's own group
 * @param rules the rules whose changes it agrees, by name
 * @param peers its members, by node
 * @param leader absent while there is none
 * @param committedIndex the last agreement this node knows to be committed
 * @param appliedIndex the last agreement this node has applied
 */
public record MembershipView(
        UUID id,
        boolean registry,
        List<RuleName> rules,
        List<PeerView> peers,
        @Nullable NodeId leader,
        long term,
        long committedIndex,
        long appliedIndex) {
    public MembershipView {
        rules = List.copyOf(rules);
        peers = List.copyOf(peers);
    }
}
