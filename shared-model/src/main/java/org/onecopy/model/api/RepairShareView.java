package org.onecopy.model.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;

/**
 * What one zone has done of a repair.
 *
 * @param state {@link CheckShareState#NOT_COMPARED} of a zone that does not answer
 * @param reason why it waits or does not go on; null where it goes on or is done
 * @param node that mends; null where none has begun
 * @param differences to be mended
 * @param mended that are, or turned out to have come right by themselves
 * @param left that could not be mended, or were left to users
 * @param files that were brought
 * @param bytes of these
 * @param trashed objects that went to the zone's trash
 * @param proposed differences that were proposed as changes of the zone
 * @param ratePerSecond bytes per second since it began
 * @param secondsLeft how long it goes on at the rate so far; null where it is done, or cannot be told
 * @param since when it began, by the node's clock; null where it has not
 * @param time of the last report, by the node's clock; null where there is none
 */
public record RepairShareView(
        ZoneName zone,
        CheckShareState state,
        @Nullable String reason,
        @Nullable NodeId node,
        long differences,
        long mended,
        long left,
        long files,
        ByteCount bytes,
        long trashed,
        long proposed,
        ByteCount ratePerSecond,
        @Nullable Long secondsLeft,
        @Nullable Instant since,
        @Nullable Instant time) {}
