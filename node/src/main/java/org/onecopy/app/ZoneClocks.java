package org.onecopy.app;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;

/**
 * Whether the clocks of other zones go with this node's, by the times in their reports of progress (H45). A report that has just come
 * and bears an old time was written by a clock that is behind; one of the future, by one that is ahead. Nothing is decided by it: times
 * that are shown (how long a zone has been silent, how old a change is) are wrong by as much, and certificates count by clocks. Any
 * thread.
 */
final class ZoneClocks {
    /** As for a node that wants to come in. */
    static final Duration APART_MAX = Duration.ofMinutes(5);

    /** A report that was seen to come says so for as long; and comes, if the look before is no longer ago. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final Map<Key, Look> looks = new ConcurrentHashMap<>();

    private record Key(RuleName rule, ZoneName zone) {}

    /**
     * What the last look saw.
     *
     * @param reported the time in the report
     * @param looked when it was looked at last, and {@code came} when another one was seen to have come; of a clock that never jumps
     * @param behind by how many milliseconds the time in the report was behind this node's clock then
     */
    private record Look(
            long reported, long looked, @Nullable Long came, long behind) {}

    /**
     * Notes a zone's last report; to be told again and again.
     *
     * @param reportedMillis the time in it, by that zone's clock; 0 where there is none
     * @param nowMillis this node's clock
     * @param nanos as {@link System#nanoTime}
     */
    void look(RuleName rule, ZoneName zone, long reportedMillis, long nowMillis, long nanos) {
        if (reportedMillis == 0) {
            return;
        }
        long behind = nowMillis - reportedMillis;
        looks.compute(new Key(rule, zone), (key, last) -> {
            if (last == null) {
                return new Look(reportedMillis, nanos, null, behind);
            }
            if (last.reported == reportedMillis) {
                return new Look(reportedMillis, nanos, last.came, last.behind);
            }
            boolean seen = nanos - last.looked < FRESH.toNanos();
            return new Look(reportedMillis, nanos, seen ? Long.valueOf(nanos) : null, behind);
        });
    }

    /** How far apart the clocks are: positive where the zone's is behind. Null where they go together, or nothing is known. */
    @Nullable
    Duration apart(RuleName rule, ZoneName zone, long nanos) {
        Look last = looks.get(new Key(rule, zone));
        if (last == null) {
            return null;
        }
        boolean ahead = last.behind < -APART_MAX.toMillis();
        boolean behind = last.behind > APART_MAX.toMillis() && last.came != null && nanos - last.came < FRESH.toNanos();
        return ahead || behind ? Duration.ofMillis(last.behind) : null;
    }
}
