package org.onecopy.core.registry;

import org.jspecify.annotations.Nullable;
import org.onecopy.model.RuleId;
import org.onecopy.model.ZoneName;

/**
 * How fast the nodes of a zone may give contents away together, where all that is named here is so.
 *
 * @param name what it is called
 * @param from the zone that gives; null: any, each for itself
 * @param to the zone that gets; null: any, all together
 * @param rule whose contents; null: any, all together
 * @param bytesPerSecond at least {@link #LEAST}
 * @param hours when it holds, as {@link org.onecopy.model.WeeklyHours} reads it; empty: always
 * @param timeZone of the hours; empty where there are none
 */
public record BandwidthLimit(
        String name,
        @Nullable ZoneName from,
        @Nullable ZoneName to,
        @Nullable RuleId rule,
        long bytesPerSecond,
        String hours,
        String timeZone) {
    /** Below this, connections would stand still for so long that they end. */
    public static final long LEAST = 64 << 10;

    /** So many limits are there at most. */
    public static final int COUNT_MAX = 200;

    /** Whether it is about contents of a rule on their way from one zone to another. */
    public boolean concerns(ZoneName giver, ZoneName getter, RuleId of) {
        return (from == null || from.equals(giver))
                && (to == null || to.equals(getter))
                && (rule == null || rule.equals(of));
    }
}
