package org.onecopy.model.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;

/**
 * What one zone has done of a consistency check.
 *
 * @param reason why it waits or could not be compared; null where it goes on or is done
 * @param node that compares; null where none has begun
 * @param files that were compared and are as agreed, links among them
 * @param bytes of contents that were read
 * @param missing how many differences there are of this kind, as for the following ones
 * @param tree the digest of the agreed tree where the check was cut, in hexadecimal digits; null where the zone's node does not know it
 * @param time of the last report, by the node's clock; null where there is none
 */
public record CheckShareView(
        ZoneName zone,
        CheckShareState state,
        @Nullable String reason,
        @Nullable NodeId node,
        long directories,
        long files,
        ByteCount bytes,
        long missing,
        long extra,
        long content,
        long attributes,
        long inFlux,
        long unreadable,
        @Nullable String tree,
        @Nullable Instant time) {
    /** All differences together. */
    public long differences() {
        return missing + extra + content + attributes + inFlux + unreadable;
    }
}
