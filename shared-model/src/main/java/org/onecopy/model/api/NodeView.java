package org.onecopy.model.api;

import org.jspecify.annotations.Nullable;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;

/**
 * A node of the network, as the node that was asked sees it. Ordered by id in lists.
 *
 * @param self whether it is the node that was asked
 * @param version of the program, absent where it never answered
 * @param silenceSeconds since its last answer; 0 for the node itself, absent where it never answered
 */
public record NodeView(
        NodeId id,
        ZoneName zone,
        NodeState state,
        boolean self,
        Addresses addresses,
        @Nullable String version,
        @Nullable Double silenceSeconds) {}
