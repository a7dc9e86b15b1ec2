package org.onecopy.core.namespace;

import org.jspecify.annotations.Nullable;
import org.onecopy.model.NodeId;
import org.onecopy.model.Version;

/**
 * A zone of a rule that is fenced: nothing that its users do is agreed from this place in the order on (H66). It shows what other zones do as
 * before. What its users do meanwhile waits in the zone until the fence is lifted.
 *
 * @param at the place in the order
 * @param by who asked for it
 * @param sinceMillis the proposer's clock
 * @param files of the rule at that place, live files and links
 * @param bytes their contents together
 * @param share what the zone's writer last said of it; null before it has said anything
 */
public record FenceRow(
        Version at,
        String by,
        long sinceMillis,
        long files,
        long bytes,
        @Nullable Share share) {
    /**
     * What a zone's writer says of its fence.
     *
     * @param node that says it
     * @param compared whether the whole storage was compared with what is agreed since the fence: then nothing waits that is not counted
     * @param held operations of its users that wait; where {@code compared} is false at least so many
     * @param timeMillis the node's clock
     */
    public record Share(NodeId node, boolean compared, long held, long timeMillis) {}

    /** Whether something waits in the zone, as far as anybody knows. */
    public boolean mayHold() {
        return share == null || !share.compared() || share.held() > 0;
    }

    FenceRow with(Share newShare) {
        return new FenceRow(at, by, sinceMillis, files, bytes, newShare);
    }
}
