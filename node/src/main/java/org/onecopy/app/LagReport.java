package org.onecopy.app;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Content;
import org.onecopy.core.namespace.Effect;
import org.onecopy.core.namespace.JournalEntry;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.core.registry.Reservation;
import org.onecopy.core.table.TableView;
import org.onecopy.index.MembershipIndex;
import org.onecopy.model.ByteCount;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.LagView;
import org.onecopy.model.api.LocationState;

/**
 * How far each zone of a rule is behind, counted from the journal above the lowest mark; at most so many entries are read, so that
 * asking stays cheap while a zone is far behind (the figures are then at least these).
 */
final class LagReport {
    private static final int ENTRIES_MAX = 100_000;

    private final InstantSource clock;
    private final ZoneClocks clocks;

    /** @param clocks is told of each report that is looked at */
    LagReport(InstantSource clock, ZoneClocks clocks) {
        this.clock = clock;
        this.clocks = clocks;
    }

    /** @param own this node's zone's low water as its writer knows it now, fresher than the agreed one; null where unknown */
    List<LagView> of(Reservation reservation, MembershipIndex index, ZoneName ownZone, @Nullable Version own) {
        return index.read(view -> of(view, reservation, ownZone, own));
    }

    private List<LagView> of(TableView view, Reservation reservation, ZoneName ownZone, @Nullable Version own) {
        Map<ZoneName, Tally> tallies = new HashMap<>();
        Map<ZoneName, AtRisk.Mark> marks = new HashMap<>();
        Version lowest = new Version(Long.MAX_VALUE);
        for (ZoneName zone : reservation.definition().paths().keySet()) {
            ZoneRow row = view.get(Tables.ZONES, new ZoneKey(reservation.rule(), zone));
            Version mark = row == null ? Version.NONE : row.progress().lowWater();
            if (zone.equals(ownZone) && own != null) {
                mark = Version.max(mark, own);
            }
            if (row != null && !zone.equals(ownZone)) {
                clocks.look(
                        reservation.definition().name(),
                        zone,
                        row.progress().timeMillis(),
                        clock.instant().toEpochMilli(),
                        System.nanoTime());
            }
            tallies.put(zone, new Tally(zone, mark, row));
            marks.put(
                    zone,
                    row == null ? AtRisk.Mark.NONE : AtRisk.Mark.of(row.progress(), zone.equals(ownZone) ? own : null));
            lowest = mark.compareTo(lowest) < 0 ? mark : lowest;
        }
        Version last = count(view, reservation, lowest, tallies);
        Map<ZoneName, AtRisk.Figures> atRisk = AtRisk.figures(view, reservation.rule(), marks);
        List<LagView> lags = new ArrayList<>();
        for (ZoneName zone : reservation.definition().paths().keySet()) {
            Tally tally = tallies.get(zone);
            if (tally != null) {
                lags.add(tally.view(
                        reservation.definition().name(),
                        Version.max(last, tally.mark),
                        atRisk.getOrDefault(zone, AtRisk.Figures.NONE),
                        clock));
            }
        }
        return lags;
    }

    private static Version count(
            TableView view, Reservation reservation, Version lowest, Map<ZoneName, Tally> tallies) {
        Version last = Version.NONE;
        Iterator<Map.Entry<JournalKey, JournalEntry>> journal = view.scan(
                Tables.JOURNAL,
                new JournalKey(reservation.rule(), lowest.next()),
                new JournalKey(reservation.rule(), new Version(Long.MAX_VALUE)));
        for (int n = 0; n < ENTRIES_MAX && journal.hasNext(); n++) {
            Map.Entry<JournalKey, JournalEntry> entry = journal.next();
            last = entry.getKey().version();
            long bytes = bytes(entry.getValue().effect());
            for (Tally tally : tallies.values()) {
                tally.count(last, entry.getValue(), bytes);
            }
        }
        return last;
    }

    private static long bytes(Effect effect) {
        Content content = switch (effect) {
            case Effect.Created created -> created.content();
            case Effect.Wrote wrote -> wrote.content();
            case Effect.Moved ignored -> null;
            case Effect.Removed ignored -> null;
            case Effect.AttributesSet ignored -> null;
            case Effect.Unchanged ignored -> null;
        };
        return content == null ? 0 : content.length();
    }

    /** Where a zone stands in the life of a rule. */
    static LocationState stateOf(@Nullable ZoneRow row) {
        return row == null
                ? LocationState.JOINING
                : switch (row.state()) {
                    case JOINING, RECONCILING -> LocationState.JOINING;
                    case ACTIVE -> LocationState.ACTIVE;
                    case MUST_RECONCILE -> LocationState.MUST_RECONCILE;
                };
    }

    private static final class Tally {
        private final ZoneName zone;
        private final Version mark;
        private final @Nullable ZoneRow row;
        private long operations;
        private long bytes;
        private long oldestMillis;

        Tally(ZoneName zone, Version mark, @Nullable ZoneRow row) {
            this.zone = zone;
            this.mark = mark;
            this.row = row;
        }

        void count(Version version, JournalEntry entry, long length) {
            if (version.isAfter(mark)) {
                operations++;
                oldestMillis = oldestMillis == 0 ? entry.timeMillis() : oldestMillis;
                bytes += zone.equals(entry.origin()) ? 0 : length;
            }
        }

        LagView view(RuleName rule, Version last, AtRisk.Figures atRisk, InstantSource clock) {
            long now = clock.instant().toEpochMilli();
            long holes = row == null ? 0 : row.progress().holes();
            long reported = row == null ? 0 : row.progress().timeMillis();
            return new LagView(
                    rule,
                    zone,
                    stateOf(row),
                    last.index(),
                    mark.index(),
                    operations + holes,
                    new ByteCount(bytes),
                    oldestMillis == 0 ? 0 : Math.max(0, now - oldestMillis) / 1000.0,
                    holes,
                    new ByteCount(atRisk.bytes()),
                    atRisk.oldestMillis() == 0 ? 0 : Math.max(0, now - atRisk.oldestMillis()) / 1000.0,
                    reported == 0 ? null : Math.max(0, now - reported) / 1000.0);
        }
    }
}
