package org.onecopy.writer;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.onecopy.capture.Outbox;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.FenceRow;
import org.onecopy.core.namespace.OpId;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.core.shown.Cursor;
import org.onecopy.core.shown.Pending;
import org.onecopy.core.shown.ShownTables;
import org.onecopy.core.shown.ShownTables.PendingKey;
import org.onecopy.core.table.TableView;
import org.onecopy.location.Location;
import org.onecopy.location.Notices.Severity;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;

/**
 * The fence of a zone (H66): what its users do is found and recorded as pending, and not proposed. Once the fence is lifted, a new epoch
 * begins, and proposes what is pending as each new epoch does. Used by the writer's thread alone.
 */
public final class Fencing {
    /** So many operations may wait beyond those that may be under way in any case; with more, the rest of the tree is looked at later. */
    static final long HELD_MAX = 20_000;

    private static final long REPORT_EVERY_NANOS = 2_000_000_000L;

    private final Location location;
    private final NodeId self;
    private final Outbox outbox;
    private final Observation observation;
    private final LocationWriter.Port port;
    private @Nullable FenceRow fence;
    private FenceRow.@Nullable Share told;
    private long toldEpoch;
    private long toldAtNanos;

    Fencing(Location location, NodeId self, Outbox outbox, Observation observation, LocationWriter.Port port) {
        this.location = location;
        this.self = self;
        this.outbox = outbox;
        this.observation = observation;
        this.port = port;
    }

    /**
     * Follows what is agreed.
     *
     * @return whether a new epoch has to begin, because a fence is no more
     */
    boolean follow(@Nullable FenceRow now) {
        FenceRow before = fence;
        fence = now;
        outbox.withhold(now != null);
        boolean isOther = before != null && (now == null || !now.at().equals(before.at()));
        if (now != null && (before == null || isOther)) {
            observation.beginFence();
            told = null;
        }
        return isOther;
    }

    boolean isFenced() {
        return fence != null;
    }

    /** How many more operations may be pending than elsewhere. */
    long room() {
        return isFenced() ? HELD_MAX : 0;
    }

    /** Says what waits, where that has changed. */
    void report(ZoneRow zone) {
        FenceRow now = fence;
        Cursor cursor = location.shown().cursor();
        if (now == null || cursor.epoch() != zone.epoch()) {
            return;
        }
        long nanos = location.ticks().nanos();
        boolean isNewEpoch = toldEpoch != zone.epoch();
        if (told != null && !isNewEpoch && nanos - toldAtNanos < REPORT_EVERY_NANOS) {
            return;
        }
        long held = held(zone);
        boolean compared = observation.hasComparedSinceFence();
        FenceRow.Share known = now.share();
        boolean isKnown =
                known != null && known.node().equals(self) && known.compared() == compared && known.held() == held;
        if (isKnown && !isNewEpoch) {
            return;
        }
        long before = told == null ? 0 : told.held();
        FenceRow.Share share =
                new FenceRow.Share(self, compared, held, location.ticks().wallMillis());
        told = share;
        toldEpoch = zone.epoch();
        toldAtNanos = nanos;
        port.propose(
                new Command.ReportFence(location.rule(), location.zone(), zone.epoch(), now.at(), share), agreed -> {});
        if (held > 0 && before == 0) {
            location.notice(
                    Severity.WARNING,
                    "changes-fenced",
                    java.util.List.of(),
                    "users change files here although the zone is fenced: that waits in this zone, and reaches no other one before the"
                            + " fence is lifted; see onecopy migrate held");
        }
    }

    private long held(ZoneRow zone) {
        long count = 0;
        var rows = held(location.records().tables(), location.rule(), zone);
        while (rows.hasNext()) {
            rows.next();
            count++;
        }
        return count;
    }

    /**
     * What waits in a fenced zone, in the order in which it was found.
     *
     * @param records of the node that writes
     * @param zone the zone as it is agreed
     */
    public static java.util.Iterator<Map.Entry<PendingKey, Pending>> held(
            TableView records, RuleId rule, ZoneRow zone) {
        return records.scan(
                ShownTables.PENDING,
                new PendingKey(rule, new OpId(zone.epoch(), zone.lastNumber() + 1)),
                new PendingKey(rule, new OpId(zone.epoch() + 1, 0)));
    }
}
