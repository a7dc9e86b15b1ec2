package org.onecopy.model.api;

import org.jspecify.annotations.Nullable;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;

/**
 * A member of a membership.
 *
 * @param address host:port of its agreement endpoint
 * @param priority the larger, the rather it leads
 * @param silenceSeconds since its last answer to the leader; absent where the node that was asked does not lead
 */
public record PeerView(
        NodeId node,
        ZoneName zone,
        PeerRole role,
        String address,
        int priority,
        @Nullable Double silenceSeconds) {}
