package org.onecopy.model.api;

import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;

/**
 * Contents of one rule that one node gives to one zone. By zone, then by rule; those that gave something within the last minute.
 *
 * @param from the zone of the node that gives
 * @param now bytes a second over the last five seconds
 * @param minute bytes a second over the last minute
 * @param limit the name of the limit that held them back within the last seconds; null where none did
 */
public record BandwidthFlow(
        ZoneName from,
        ZoneName to,
        RuleName rule,
        ByteCount now,
        ByteCount minute,
        @Nullable String limit) {}
