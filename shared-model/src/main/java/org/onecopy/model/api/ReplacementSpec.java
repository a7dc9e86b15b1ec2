package org.onecopy.model.api;

import org.onecopy.model.NodeId;

/**
 * Who takes the place of a node that is gone for good.
 *
 * @param by another node of its zone, already in the network
 */
public record ReplacementSpec(NodeId by) {
    /** @throws IllegalArgumentException where it is missing */
    public ReplacementSpec {
        if (by == null) {
            throw new IllegalArgumentException("'by' is missing: name the node that takes the place");
        }
    }
}
