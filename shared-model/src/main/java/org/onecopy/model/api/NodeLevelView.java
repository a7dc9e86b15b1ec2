package org.onecopy.model.api;

import org.jspecify.annotations.Nullable;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;

/**
 * What one node's release understands.
 *
 * @param version of its release; absent where it does not answer, or is older than feature levels
 * @param knows the highest feature level; absent where it does not answer
 */
public record NodeLevelView(
        NodeId node,
        ZoneName zone,
        @Nullable String version,
        @Nullable Integer knows) {}
