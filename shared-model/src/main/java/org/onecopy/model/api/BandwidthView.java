package org.onecopy.model.api;

import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;

/**
 * A limit of bandwidth, and what of it the node that was asked uses. By name.
 *
 * @param from the zone that gives contents; null: any
 * @param to the zone that gets them; null: any
 * @param rule whose contents; null: any
 * @param rate bytes a second, of each node that gives
 * @param hours when it holds; null: always
 * @param timeZone of the hours; null where there are none
 * @param active whether it holds now
 * @param node that was asked
 * @param used bytes a second that this node gives within the limit, over the last five to ten seconds
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
        NodeId node,
        ByteCount used) {}
