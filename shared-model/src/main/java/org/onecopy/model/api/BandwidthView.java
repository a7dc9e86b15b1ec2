package org.onecopy.model.api;

import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;

/**
 * A limit of bandwidth, and what of it the node that was asked uses. By name.
 *
 * @param from the zone that gives contents; null: any, each for itself
 * @param to the zone that gets them; null: any, all together
 * @param rule whose contents; null: any, all together
 * @param rate bytes a second that the nodes of a zone may give together
 * @param hours when it holds; null: always
 * @param timeZone of the hours; null where there are none
 * @param active whether it holds now
 * @param share bytes a second of it that this node may give now; 0 where it does not hold, or is not about the node's zone
 * @param used bytes a second that this node gives within it, over the last five seconds
 * @param usedMinute likewise over the last minute
 * @param holdsBack whether contents had to wait for it within the last seconds
 */
public record BandwidthView(
        String name,
        @Nullable ZoneName from,
        @Nullable ZoneName to,
        @Nullable RuleName rule,
        ByteCount rate,
        @Nullable String hours,
        @Nullable String timeZone,
        boolean active,
        ByteCount share,
        ByteCount used,
        ByteCount usedMinute,
        boolean holdsBack) {}
