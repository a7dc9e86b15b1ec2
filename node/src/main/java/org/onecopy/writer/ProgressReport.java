package org.onecopy.writer;

import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.core.shown.Cursor;
import org.onecopy.location.AgreedRule;
import org.onecopy.location.Location;
import org.onecopy.materialize.Materializer;
import org.onecopy.model.Version;

/** Tells the membership how far this zone shows what is agreed: when that has changed, at most once a second, and now and then anyway. */
final class ProgressReport {
    static final long EVERY_NANOS = 1_000_000_000L;
    private static final long HEARTBEAT_NANOS = 10_000_000_000L;

    private final Location location;
    private final AgreedRule agreed;
    private final Materializer materializer;
    private final LocationWriter.Port port;
    private long atNanos;
    private Version reported = Version.NONE;
    private long reportedHoles = -1;

    ProgressReport(Location location, AgreedRule agreed, Materializer materializer, LocationWriter.Port port) {
        this.location = location;
        this.agreed = agreed;
        this.materializer = materializer;
        this.port = port;
    }

    /** Something important has changed: the next report need not wait. */
    void hasten() {
        atNanos = location.ticks().nanos() - EVERY_NANOS;
    }

    /** Proposes it where it is due. */
    void step() {
        Version lowWater = materializer.lowWater();
        long now = location.ticks().nanos();
        boolean changed = !lowWater.equals(reported)
                || materializer.holes() != reportedHoles
                || isJoinUnreported()
                || now - atNanos >= HEARTBEAT_NANOS;
        if (!changed || now - atNanos < EVERY_NANOS) {
            return;
        }
        atNanos = now;
        reported = lowWater;
        reportedHoles = materializer.holes();
        Cursor cursor = location.shown().cursor();
        location.records().commit(true);
        port.propose(
                new Command.ReportProgress(
                        location.rule(),
                        location.zone(),
                        cursor.epoch(),
                        new ZoneRow.Progress(
                                lowWater,
                                reportedHoles,
                                materializer.parked(),
                                materializer.firstHole(),
                                location.ticks().wallMillis()),
                        cursor.joined()),
                agreed -> {});
    }

    private boolean isJoinUnreported() {
        ZoneRow zone = agreed.now().zone();
        boolean active = zone != null && zone.state() == ZoneRow.State.ACTIVE;
        return zone != null && active != location.shown().cursor().joined();
    }
}
