package org.onecopy.writer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.Effect;
import org.onecopy.core.namespace.JournalEntry;
import org.onecopy.core.namespace.MigrationRow;
import org.onecopy.core.namespace.MigrationRow.Amount;
import org.onecopy.core.namespace.MigrationRow.Arrived;
import org.onecopy.core.namespace.Passed;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.core.shown.Migrating;
import org.onecopy.core.table.TableView;
import org.onecopy.location.Location;
import org.onecopy.location.Notices.Severity;
import org.onecopy.materialize.InitialCopies;
import org.onecopy.model.Version;

/**
 * This zone's part in a migration: how far ahead of the other zones its first comparison may go, and the report of what has come here. Used
 * by the writer's thread alone.
 */
final class MigrationPart {
    /** So many changes may be agreed that another zone does not show yet, before the first comparison goes on. */
    private static final int AHEAD_MAX = 10_000;

    /** … and so many bytes of them. */
    private static final long AHEAD_BYTES_MAX = 4L << 30;

    private static final long EVERY_NANOS = 1_000_000_000L;
    private static final int SAMPLES_MAX = 60;
    private static final long MINUTE_NANOS = 60_000_000_000L;

    /** Zones that have said nothing for so long are not waited for. */
    private static final long SILENCE_MILLIS = 30_000;

    private final Location location;
    private final LocationWriter.Port port;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private boolean ahead;
    private long lookedAtNanos;
    private long toldAtNanos;
    private Arrived told = Arrived.NOTHING;
    private Version toldOf = Version.NONE;
    private long toldEpoch;

    /** The migration that had not ended when this was last called. */
    private Version open = Version.NONE;

    private record Sample(long nanos, Amount all) {}

    MigrationPart(Location location, LocationWriter.Port port) {
        this.location = location;
        this.port = port;
        lookedAtNanos = location.ticks().nanos() - EVERY_NANOS;
        toldAtNanos = lookedAtNanos;
    }

    /**
     * Whether this zone's first comparison stands still: the migration is held up, or another zone is far behind. What users do where it has
     * been already goes on.
     */
    boolean standsStill(@Nullable MigrationRow row) {
        if (row == null || !(row.isOpen() || row.holds())) {
            return false;
        }
        if (row.holds()) {
            return true;
        }
        long now = location.ticks().nanos();
        if (now - lookedAtNanos >= EVERY_NANOS) {
            lookedAtNanos = now;
            ahead = location.agreed().read(this::isFarAhead);
        }
        return ahead;
    }

    /** When it is worth looking again; Long.MAX_VALUE where it does not stand still for that reason. */
    long nextDueNanos() {
        return ahead ? lookedAtNanos + EVERY_NANOS : Long.MAX_VALUE;
    }

    private boolean isFarAhead(TableView view) {
        long wall = location.ticks().wallMillis();
        for (Iterator<Map.Entry<ZoneKey, ZoneRow>> zones = Passed.zones(view, location.rule()); zones.hasNext(); ) {
            Map.Entry<ZoneKey, ZoneRow> zone = zones.next();
            ZoneRow.Progress progress = zone.getValue().progress();
            boolean isOther = !zone.getKey().zone().equals(location.zone());
            boolean follows = !progress.lowWater().equals(Version.NONE);
            boolean isHeard = wall - progress.timeMillis() <= SILENCE_MILLIS;
            if (isOther && follows && isHeard && isFarBehind(view, progress)) {
                return true;
            }
        }
        return false;
    }

    /** What is parked there waits for somebody, and is not waited for. */
    private boolean isFarBehind(TableView view, ZoneRow.Progress progress) {
        long changes = progress.holes() - progress.parked();
        long bytes = 0;
        Iterator<Map.Entry<JournalKey, JournalEntry>> rows = view.scan(
                Tables.JOURNAL,
                new JournalKey(location.rule(), progress.lowWater().next()),
                new JournalKey(location.rule(), new Version(Long.MAX_VALUE)));
        while (rows.hasNext() && changes <= AHEAD_MAX && bytes <= AHEAD_BYTES_MAX) {
            Effect effect = rows.next().getValue().effect();
            changes++;
            bytes += effect instanceof Effect.Created created && created.content() != null
                    ? created.content().length()
                    : 0;
        }
        return changes > AHEAD_MAX || bytes > AHEAD_BYTES_MAX;
    }

    /** Says what has come here, where that has changed, at most once a second. */
    void report(@Nullable MigrationRow row, ZoneRow zone) {
        tellOfEnd(row);
        long now = location.ticks().nanos();
        if (row == null
                || row.state() == MigrationRow.State.DONE
                || zone.epoch() != location.shown().cursor().epoch()
                || now - toldAtNanos < EVERY_NANOS) {
            return;
        }
        Migrating noted = InitialCopies.noted(location, row);
        if (noted == null) {
            return;
        }
        if (!toldOf.equals(row.at())) {
            samples.clear();
            told = Arrived.NOTHING;
        }
        Amount perMinute = perMinute(noted, now);
        boolean changed = !told.adopted().equals(noted.adopted())
                || !told.brought().equals(noted.brought())
                || !told.overtaken().equals(noted.overtaken())
                || (perMinute.equals(Amount.NONE) && !told.perMinute().equals(Amount.NONE))
                || toldEpoch != zone.epoch();
        if (!changed) {
            return;
        }
        toldAtNanos = now;
        toldOf = row.at();
        toldEpoch = zone.epoch();
        told = new Arrived(
                noted.adopted(),
                noted.brought(),
                noted.overtaken(),
                perMinute,
                location.ticks().wallMillis());
        location.records().commit(true);
        port.propose(
                new Command.ReportMigration(location.rule(), row.at(), location.zone(), zone.epoch(), told),
                agreed -> {});
    }

    private void tellOfEnd(@Nullable MigrationRow row) {
        if (row != null && row.state() == MigrationRow.State.DONE && row.at().equals(open)) {
            Migrating noted = InitialCopies.noted(location, row);
            location.notice(
                    Severity.INFO,
                    "migration-done",
                    List.of(),
                    "all zones have what was there at " + row.end()
                            + (noted == null
                                    ? ""
                                    : ": here " + noted.adopted().files() + " files were adopted and "
                                            + noted.brought().files() + " brought"));
        }
        open = row != null && row.isOpen() ? row.at() : Version.NONE;
    }

    /** What came in the last minute, or since it began where that is shorter ago. */
    private Amount perMinute(Migrating noted, long now) {
        Amount all = noted.adopted().plus(noted.brought()).plus(noted.overtaken());
        samples.addLast(new Sample(now, all));
        while (samples.size() > SAMPLES_MAX || now - samples.getFirst().nanos > MINUTE_NANOS) {
            samples.removeFirst();
        }
        Sample first = samples.getFirst();
        long nanos = now - first.nanos;
        if (nanos < EVERY_NANOS) {
            return told.perMinute();
        }
        double part = (double) MINUTE_NANOS / nanos;
        return new Amount(
                Math.round((all.files() - first.all.files()) * part),
                Math.round((all.bytes() - first.all.bytes()) * part));
    }
}
