package org.onecopy.materialize;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.namespace.CheckRow;
import org.onecopy.core.namespace.CheckShare;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.RepairRow;
import org.onecopy.core.namespace.RepairShare;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.shown.CheckItem;
import org.onecopy.core.shown.RepairProgress;
import org.onecopy.core.shown.ShownTables;
import org.onecopy.core.shown.ShownTables.CheckKey;
import org.onecopy.core.shown.ShownTables.CheckKey.Part;
import org.onecopy.core.table.Change;
import org.onecopy.location.Location;
import org.onecopy.location.Notices.Severity;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;

/**
 * This zone's share of the repairs that are agreed, one after the other: the findings of the check, in their order and some at a time, and
 * what came of them, said through the log (H63). Every step is one of the writer's ordinary ones. Used by the writer's thread alone.
 *
 * <p>How far it is lies in the node's own tables. A finding that was under way at a stop is looked at again: what it says is done only where
 * what is agreed and what lies there are still those that the check saw.
 */
public final class Mending {
    private static final int UNDERWAY_MAX = 256;
    private static final int READ_MAX = 256;
    private static final long LOOK_EVERY_NANOS = 500_000_000L;
    private static final long REPORT_EVERY_NANOS = 2_000_000_000L;
    private static final long STEP_EVERY_NANOS = 100_000_000L;

    private final Location location;
    private final MendingParts parts;
    private final FindingMends mends;
    private final Consumer<Command> port;
    private long lookedNanos;
    private boolean hasLooked;
    private @Nullable Repair repair;

    Mending(Location location, MendingParts parts, Consumer<Command> port, BooleanSupplier isFollowed) {
        this.location = location;
        this.port = port;
        this.parts = parts;
        mends = new FindingMends(parts, isFollowed);
    }

    /** One finding under way. */
    private record Underway(CheckItem finding, Mend mend) {}

    /** The repair under way. */
    private static final class Repair {
        final Version version;
        final RepairRow row;
        final TreeMap<Long, Underway> underway = new TreeMap<>();
        RepairProgress progress;
        long readUpTo;
        boolean isRead;
        boolean isTold;
        String trouble = "";
        long reportedNanos;
        RepairShare.@Nullable Counts reported;

        Repair(Version version, RepairRow row, RepairProgress progress) {
            this.version = version;
            this.row = row;
            this.progress = progress;
            readUpTo = progress.position();
        }

        boolean isDone() {
            return isRead && underway.isEmpty();
        }
    }

    /** Does a bounded piece of work. @return whether anything was done */
    public boolean step() {
        long now = location.ticks().nanos();
        if (!hasLooked || now - lookedNanos >= LOOK_EVERY_NANOS) {
            hasLooked = true;
            lookedNanos = now;
            look();
        }
        Repair current = repair;
        if (current == null) {
            return false;
        }
        parts.beginStep();
        boolean worked = read(current);
        for (Underway each : List.copyOf(current.underway.values())) {
            worked |= each.mend.step();
        }
        worked |= parts.endStep();
        worked |= end(current);
        report(current, now);
        return worked;
    }

    /** When something will be due although nothing happens. */
    public long nextDueNanos() {
        return repair == null ? Long.MAX_VALUE : location.ticks().nanos() + STEP_EVERY_NANOS;
    }

    /** Gives up what is under way, because this node goes on as no writer, or begins anew. */
    public void leave() {
        if (repair != null) {
            parts.forgetGathered();
            repair.underway.values().forEach(each -> each.mend.drop());
            repair = null;
        }
        hasLooked = false;
    }

    private void look() {
        Map.Entry<JournalKey, RepairRow> next = next();
        Repair current = repair;
        if (current != null && (next == null || !next.getKey().version().equals(current.version))) {
            leave(); // done, or cancelled
            current = null;
        }
        if (current == null && next != null) {
            repair = begin(next.getKey().version(), next.getValue());
        }
    }

    /** The first repair in which this zone has something to do. */
    private Map.@Nullable Entry<JournalKey, RepairRow> next() {
        return location.agreed().read(view -> {
            Iterator<Map.Entry<JournalKey, RepairRow>> rows = view.scan(
                    Tables.REPAIRS,
                    new JournalKey(location.rule(), Version.NONE),
                    new JournalKey(new RuleId(location.rule().value() + 1), Version.NONE));
            while (rows.hasNext()) {
                Map.Entry<JournalKey, RepairRow> row = rows.next();
                if (row.getValue().isRunningIn(location.zone())) {
                    return row;
                }
            }
            return null;
        });
    }

    private Repair begin(Version version, RepairRow row) {
        RepairShare said = row.shares().get(location.zone());
        RepairProgress there = said != null && !said.node().equals(location.self()) ? null : stored(version);
        CheckShare found = share(row);
        long lost = found == null ? 0 : Math.max(0, found.counts().differences() - count(row, false));
        if (there == null) {
            forgetOld();
            there = new RepairProgress(
                    0,
                    new RepairShare.Counts(count(row, true) + lost, 0, lost, 0, 0, 0, 0),
                    location.ticks().wallMillis());
            location.records().keep(List.of(put(version, there)));
        }
        Repair begun = new Repair(version, row, there);
        if (lost > 0) {
            begun.trouble = lost + " differences that the check found are not known here any more: check again";
        }
        String other = otherNode(row);
        if (row.takes(location.zone())) {
            parts.outbox.announce(destroyed(row, there.position()));
        }
        if (other != null) {
            begun.trouble = other;
            begun.isRead = true;
            long left = found == null ? 0 : found.counts().differences();
            begun.progress = new RepairProgress(
                    Long.MAX_VALUE, new RepairShare.Counts(left, 0, left, 0, 0, 0, 0), there.sinceMillis());
        }
        return begun;
    }

    private @Nullable RepairProgress stored(Version version) {
        Iterator<Map.Entry<JournalKey, RepairProgress>> rows = location.records()
                .tables()
                .scan(
                        ShownTables.REPAIR_PROGRESS,
                        new JournalKey(location.rule(), version),
                        new JournalKey(location.rule(), version.next()));
        return rows.hasNext() ? rows.next().getValue() : null;
    }

    private @Nullable CheckShare share(RepairRow row) {
        CheckRow check =
                location.agreed().read(view -> view.get(Tables.CHECKS, new JournalKey(location.rule(), row.check())));
        return check == null ? null : check.shares().get(location.zone());
    }

    /** Why this node cannot mend what the check found; null where it can. */
    private @Nullable String otherNode(RepairRow row) {
        CheckShare found = share(row);
        if (found == null) {
            return "the check is not kept any more: check again";
        }
        return found.node().equals(location.self())
                ? null
                : "node " + found.node() + " made the check, and node " + location.self()
                        + " writes the zone by now: check again";
    }

    /** @param covered only those at the repair's paths */
    private long count(RepairRow row, boolean covered) {
        long total = 0;
        Iterator<Map.Entry<CheckKey, CheckItem>> rows = findings(row, 0);
        while (rows.hasNext()) {
            String path = rows.next().getValue().path();
            total += !covered || row.covers(path) ? 1 : 0;
        }
        return total;
    }

    /** How many agreed contents would be destroyed for all zones, so that the guard sees the whole before the first (H42). */
    private long destroyed(RepairRow row, long after) {
        long total = 0;
        Iterator<Map.Entry<CheckKey, CheckItem>> rows = findings(row, after + 1);
        while (rows.hasNext()) {
            CheckItem finding = rows.next().getValue();
            boolean destroys = finding.kind() == CheckItem.Kind.MISSING || finding.kind() == CheckItem.Kind.CONTENT;
            total += destroys && row.covers(finding.path()) ? 1 : 0;
        }
        return total;
    }

    private Iterator<Map.Entry<CheckKey, CheckItem>> findings(RepairRow row, long after) {
        return location.records()
                .tables()
                .scan(
                        ShownTables.CHECK_ITEMS,
                        new CheckKey(location.rule(), row.check(), Part.FINDING, after),
                        new CheckKey(location.rule(), row.check(), Part.FINDING, Long.MAX_VALUE));
    }

    private void forgetOld() {
        List<Map.Entry<JournalKey, RepairRow>> oldest = location.agreed()
                .read(view -> view.first(
                        1,
                        Tables.REPAIRS,
                        new JournalKey(location.rule(), Version.NONE),
                        new JournalKey(new RuleId(location.rule().value() + 1), Version.NONE)));
        if (!oldest.isEmpty()) {
            location.records()
                    .keep(ShownTables.forgettingRepairs(
                            location.rule(), oldest.getFirst().getKey().version()));
        }
    }

    /** Takes up as many findings as may be under way. */
    private boolean read(Repair current) {
        if (current.isRead || current.underway.size() > UNDERWAY_MAX - READ_MAX / 2) {
            return false;
        }
        List<Map.Entry<CheckKey, CheckItem>> taken = new ArrayList<>();
        Iterator<Map.Entry<CheckKey, CheckItem>> rows = findings(current.row, current.readUpTo + 1);
        while (rows.hasNext() && taken.size() < READ_MAX) {
            taken.add(rows.next());
        }
        current.isRead = taken.size() < READ_MAX;
        for (Map.Entry<CheckKey, CheckItem> row : taken) {
            long id = row.getKey().id();
            current.readUpTo = id;
            if (current.row.covers(row.getValue().path())) {
                current.underway.put(id, new Underway(row.getValue(), mends.of(row.getValue(), current.row)));
            }
        }
        return true;
    }

    /** Records what has come to its end, in order. */
    private boolean end(Repair current) {
        List<Change> changes = new ArrayList<>();
        RepairProgress progress = current.progress;
        for (Iterator<Map.Entry<Long, Underway>> all =
                        current.underway.entrySet().iterator();
                all.hasNext(); ) {
            Map.Entry<Long, Underway> next = all.next();
            Mend.Ending ending = next.getValue().mend.ending();
            if (ending == null) {
                break;
            }
            all.remove();
            progress =
                    new RepairProgress(next.getKey(), progress.counts().plus(ending.counts()), progress.sinceMillis());
            if (!ending.reason().isEmpty()) {
                CheckKey key = new CheckKey(location.rule(), current.version, Part.FINDING, next.getKey());
                changes.add(new Change.Row<>(
                        ShownTables.REPAIR_LEFT, key, reason(next.getValue().finding, ending.reason())));
            }
        }
        if (progress.equals(current.progress)) {
            return false;
        }
        location.records().commit(false); // what was done is recorded before it counts as done
        current.progress = progress;
        changes.add(put(current.version, progress));
        location.records().keep(changes);
        return true;
    }

    private CheckItem reason(CheckItem finding, String reason) {
        return new CheckItem(
                finding.directory(),
                finding.name(),
                finding.kind(),
                finding.token(),
                location.ticks().wallMillis(),
                finding.path(),
                reason);
    }

    private Change put(Version version, RepairProgress progress) {
        return new Change.Row<>(ShownTables.REPAIR_PROGRESS, new JournalKey(location.rule(), version), progress);
    }

    private void report(Repair current, long now) {
        RepairShare.Counts counts = current.progress.counts();
        boolean isNews = current.isDone() || !counts.equals(current.reported);
        boolean isDue = current.reported == null
                || (current.isDone() && !current.isTold)
                || now - current.reportedNanos >= REPORT_EVERY_NANOS;
        if (!isNews || !isDue) {
            return;
        }
        current.reported = counts;
        current.reportedNanos = now;
        RepairShare share = new RepairShare(
                location.self(),
                current.isDone(),
                counts,
                current.progress.sinceMillis(),
                location.ticks().wallMillis(),
                current.trouble);
        location.records().commit(true);
        port.accept(new Command.ReportRepair(
                location.rule(),
                current.version,
                location.zone(),
                location.shown().cursor().epoch(),
                share));
        if (current.isDone() && !current.isTold) {
            current.isTold = true;
            location.notice(
                    counts.left() == 0 ? Severity.INFO : Severity.WARNING,
                    "repair-ended",
                    List.of(),
                    "the repair at " + current.version + " mended " + counts.mended() + " of " + counts.total()
                            + " differences in zone " + location.zone()
                            + (counts.left() == 0 ? "" : "; onecopy repair show says why it left " + counts.left()));
        }
    }
}
