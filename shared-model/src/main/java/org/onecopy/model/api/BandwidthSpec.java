package org.onecopy.model.api;

import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;

/**
 * A limit of bandwidth as it is to be.
 *
 * @param from the zone that gives contents; null: any
 * @param to the zone that gets them; null: any
 * @param rule whose contents; null: any
 * @param rate bytes a second, at least 64 KiB
 * @param hours when it holds, such as {@code mon-fri 08:00-18:00}; null: always
 * @param timeZone of the hours, as the IANA names it; null: UTC
 */
public record BandwidthSpec(
        @Nullable ZoneName from,
        @Nullable ZoneName to,
        @Nullable RuleName rule,
        @Nullable ByteCount rate,
        @Nullable String hours,
        @Nullable String timeZone) {}
