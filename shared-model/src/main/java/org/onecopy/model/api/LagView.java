package org.onecopy.model.api;

import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;

/**
 * How far one zone is behind in one rule. Ordered by rule, then zone.
 *
 * @param agreedIndex the last agreement that changed the rule
 * @param lowWaterIndex everything up to here is shown by the zone, apart from its holes
 * @param operations agreed and not shown yet, holes included
 * @param bytes of contents that the zone still needs
 * @param seconds age of the oldest agreed operation that the zone does not show, 0 where there is none
 * @param holes agreed changes that the zone does not show although later ones do
 * @param atRisk bytes that only this zone holds so far
 * @param atRiskSeconds age of the oldest content that only this zone holds, 0 where there is none
 * @param reportedSecondsAgo age of the zone's last agreed report; it grows while the zone is out of contact, and then all else here
 *     is as of that report; absent where the zone never reported
 * @param limitedBy the name of a limit of bandwidth that holds back contents on their way to the zone; a node knows of those that come
 *     to its own zone. Absent where none does
 */
public record LagView(
        RuleName rule,
        ZoneName zone,
        LocationState state,
        long agreedIndex,
        long lowWaterIndex,
        long operations,
        ByteCount bytes,
        double seconds,
        long holes,
        ByteCount atRisk,
        double atRiskSeconds,
        @Nullable Double reportedSecondsAgo,
        @Nullable String limitedBy) {
    /** Of a zone of which no limit is known that holds anything back. */
    public LagView(
            RuleName rule,
            ZoneName zone,
            LocationState state,
            long agreedIndex,
            long lowWaterIndex,
            long operations,
            ByteCount bytes,
            double seconds,
            long holes,
            ByteCount atRisk,
            double atRiskSeconds,
            @Nullable Double reportedSecondsAgo) {
        this(
                rule,
                zone,
                state,
                agreedIndex,
                lowWaterIndex,
                operations,
                bytes,
                seconds,
                holes,
                atRisk,
                atRiskSeconds,
                reportedSecondsAgo,
                null);
    }

    /** The same, held back by a limit. */
    public LagView withLimit(@Nullable String limit) {
        return new LagView(
                rule,
                zone,
                state,
                agreedIndex,
                lowWaterIndex,
                operations,
                bytes,
                seconds,
                holes,
                atRisk,
                atRiskSeconds,
                reportedSecondsAgo,
                limit);
    }
}
