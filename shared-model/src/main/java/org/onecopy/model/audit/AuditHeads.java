package org.onecopy.model.audit;

import java.util.List;

/**
 * How far the chains have come, as one node knows.
 *
 * @param network the agreed chain
 * @param denied the chain of what this node denied
 * @param anchors the newest entry of each node that says how far its own chain had come
 */
public record AuditHeads(AuditHead network, AuditHead denied, List<AuditEntry> anchors) {
    public AuditHeads {
        anchors = List.copyOf(anchors);
    }
}
