package org.onecopy.core.namespace;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.CronTimes;
import org.onecopy.model.ZoneName;

/**
 * When checks of a rule begin by themselves. The schedule's key is the place in the order at which it was made.
 *
 * @param path of the subtree that is compared; empty for all of it
 * @param digests whether every content is read
 * @param zones whose storages are compared; none: all that the rule has then
 * @param everyMillis between two of them, counted from when the schedule was made; 0 where {@code cron} says when
 * @param cron as {@link CronTimes} reads it; empty where {@code everyMillis} says when
 * @param timeZone of {@code cron}; empty: UTC
 * @param by who made it
 * @param sinceMillis when it was made, by the proposer's clock
 * @param lastMillis the time for which a check was begun last; as {@code sinceMillis} before the first
 */
public record CheckSchedule(
        String path,
        boolean digests,
        List<ZoneName> zones,
        long everyMillis,
        String cron,
        String timeZone,
        String by,
        long sinceMillis,
        long lastMillis) {
    public CheckSchedule {
        zones = List.copyOf(zones);
    }

    /** The first time after another for which a check is wanted; null where none comes any more. */
    public @Nullable Instant next(Instant after) {
        if (everyMillis == 0) {
            return CronTimes.parse(cron, timeZone).next(after);
        }
        long passed = Math.max(0, after.toEpochMilli() - sinceMillis) / everyMillis;
        return Instant.ofEpochMilli(sinceMillis + (passed + 1) * everyMillis);
    }

    /**
     * What is due.
     *
     * @param at the latest time that has come
     * @param missed how many came before it and were not begun
     */
    public record Due(Instant at, int missed) {}

    /** What has come since the last check was begun; null where nothing has. */
    public @Nullable Due due(Instant now) {
        Instant latest = null;
        int missed = -1;
        CronTimes times = everyMillis == 0 ? CronTimes.parse(cron, timeZone) : null;
        Instant last = Instant.ofEpochMilli(lastMillis);
        if (times == null) {
            long first = (lastMillis - sinceMillis) / everyMillis;
            long count = (now.toEpochMilli() - sinceMillis) / everyMillis;
            return count <= first
                    ? null
                    : new Due(Instant.ofEpochMilli(sinceMillis + count * everyMillis), (int)
                            Math.min(Integer.MAX_VALUE, count - first - 1));
        }
        for (Instant next = times.next(last); next != null && !next.isAfter(now); next = times.next(next)) {
            latest = next;
            missed++;
        }
        return latest == null ? null : new Due(latest, missed);
    }

    CheckSchedule begun(long atMillis) {
        return new CheckSchedule(
                path, digests, zones, everyMillis, cron, timeZone, by, sinceMillis, Math.max(lastMillis, atMillis));
    }
}
