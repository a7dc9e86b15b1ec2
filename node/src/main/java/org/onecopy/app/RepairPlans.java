package org.onecopy.app;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.onecopy.app.RepairRequests.Wanted;
import org.onecopy.consistency.FindingPlan;
import org.onecopy.core.namespace.RepairRow;
import org.onecopy.core.namespace.RepairShare;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.shown.CheckItem;
import org.onecopy.core.shown.Hole;
import org.onecopy.core.shown.ShownTables;
import org.onecopy.core.shown.ShownTables.CheckKey;
import org.onecopy.core.shown.ShownTree;
import org.onecopy.core.table.Overlay;
import org.onecopy.core.table.TableView;
import org.onecopy.index.TableStore;
import org.onecopy.location.AgreedTables;
import org.onecopy.model.ByteCount;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.DifferenceKind;
import org.onecopy.model.api.RepairAction;
import org.onecopy.model.api.RepairPlan;
import org.onecopy.model.api.RepairSource;
import org.onecopy.model.api.RepairStep;

/** Says what repairs would do in this node's zone; changes nothing, and does not ask the storage. */
final class RepairPlans {
    private final ZoneName zone;
    private final TableStore local;
    private final LongSupplier bytesPerSecond;

    /** @param bytesPerSecond at which contents come to this node now */
    RepairPlans(ZoneName zone, TableStore local, LongSupplier bytesPerSecond) {
        this.zone = zone;
        this.local = local;
        this.bytesPerSecond = bytesPerSecond;
    }

    /** The sums of a plan. */
    private static final class Sums {
        long differences;
        long files;
        long bytes;
        long overwrites;
        long removals;
        long attributes;
        long proposals;
        long proposedRemovals;
        long left;

        void add(FindingPlan.Step step) {
            differences++;
            switch (step.action()) {
                case SHOW, RETRY -> brought(step);
                case REPLACE, KEEP_BOTH -> {
                    brought(step);
                    overwrites++;
                }
                case TRASH -> removals++;
                case SET_ATTRIBUTES -> attributes++;
                case PROPOSE -> proposals++;
                case PROPOSE_REMOVAL -> proposedRemovals += step.files();
                case LEAVE -> left++;
            }
        }

        private void brought(FindingPlan.Step step) {
            files += step.files();
            bytes += step.bytes();
        }
    }

    RepairPlan plan(Wanted wanted, long after, int limit) {
        AgreedTables agreed = new AgreedTables() {
            @Override
            public <T extends @Nullable Object> T read(java.util.function.Function<TableView, T> reader) {
                return wanted.index().read(reader);
            }
        };
        Map<FileId, String> parked = parked(wanted);
        boolean takes = wanted.source() == RepairRow.Source.ZONE && zone.equals(wanted.sourceZone());
        RepairRow asked = new RepairRow(
                wanted.check(),
                wanted.path(),
                wanted.source(),
                wanted.sourceZone(),
                "",
                0,
                null,
                new java.util.TreeMap<>());
        Sums sums = new Sums();
        List<RepairStep> steps = new ArrayList<>();
        Iterator<Map.Entry<CheckKey, CheckItem>> rows = local.scan(
                ShownTables.CHECK_ITEMS,
                new CheckKey(wanted.rule(), wanted.check(), CheckKey.Part.FINDING, 0),
                new CheckKey(wanted.rule(), wanted.check(), CheckKey.Part.FINDING, Long.MAX_VALUE));
        while (rows.hasNext()) {
            Map.Entry<CheckKey, CheckItem> row = rows.next();
            CheckItem finding = row.getValue();
            if (!asked.covers(finding.path())) {
                continue;
            }
            FindingPlan.Step step = FindingPlan.of(finding, wanted.source(), takes, agreed, parked::get);
            sums.add(step);
            if (row.getKey().id() > after && steps.size() < limit) {
                steps.add(step(row.getKey().id(), finding, step));
            }
        }
        return new RepairPlan(
                wanted.name(),
                wanted.check(),
                wanted.path(),
                RepairSource.valueOf(wanted.source().name()),
                wanted.sourceZone(),
                zone,
                sums.differences,
                sums.files,
                new ByteCount(sums.bytes),
                sums.overwrites,
                sums.removals,
                sums.attributes,
                sums.proposals,
                sums.proposedRemovals,
                sums.left,
                seconds(wanted, sums),
                steps);
    }

    private RepairStep step(long id, CheckItem finding, FindingPlan.Step step) {
        String why = step.why();
        return new RepairStep(
                zone,
                id,
                DifferenceKind.valueOf(finding.kind().name()),
                finding.path(),
                RepairAction.valueOf(step.action().name()),
                step.files(),
                new ByteCount(step.bytes()),
                why == null ? finding.message() : why);
    }

    private Map<FileId, String> parked(Wanted wanted) {
        Map<FileId, String> parked = new HashMap<>();
        for (Map.Entry<JournalKey, Hole> row : new ShownTree(wanted.rule(), new Overlay(local)).holes()) {
            parked.putIfAbsent(row.getValue().file(), row.getValue().message());
        }
        return parked;
    }

    /** At the rate at which contents come now; else at that of the last repair of this zone; else nobody knows. */
    private @Nullable Long seconds(Wanted wanted, Sums sums) {
        if (sums.bytes == 0) {
            return 0L;
        }
        long now = bytesPerSecond.getAsLong();
        if (now > 0) {
            return sums.bytes / now;
        }
        Long last = null;
        for (Map.Entry<JournalKey, RepairRow> row : RepairRequests.rows(wanted.index(), wanted.rule())) {
            RepairShare share = row.getValue().shares().get(zone);
            if (share != null
                    && share.counts().bytes() > 0
                    && !row.getKey().version().equals(Version.NONE)) {
                long millis = Math.max(1, share.timeMillis() - share.sinceMillis());
                last = sums.bytes * millis / share.counts().bytes() / 1000;
            }
        }
        return last;
    }
}
