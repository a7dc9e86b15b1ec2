package org.onecopy.log;

import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.RepairRow;
import org.onecopy.core.namespace.RepairShare;
import org.onecopy.core.shown.RepairProgress;
import org.onecopy.log.proto.LocalRows;
import org.onecopy.log.proto.LogEntries;
import org.onecopy.log.proto.Rows;
import org.onecopy.log.proto.Values;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/** The stored form of repairs. */
public final class RepairForms {
    public static final RowCodec<RepairRow> REPAIR =
            RowCodec.of(RepairForms::form, Rows.RepairRow.parser(), RepairForms::row);

    /** How far a zone's share is. */
    public static final RowCodec<RepairProgress> PROGRESS =
            RowCodec.of(RepairForms::form, LocalRows.RepairProgress.parser(), RepairForms::progress);

    private RepairForms() {}

    private static LocalRows.RepairProgress form(RepairProgress progress) {
        return LocalRows.RepairProgress.newBuilder()
                .setPosition(progress.position())
                .setCounts(form(progress.counts()))
                .setSinceMillis(progress.sinceMillis())
                .build();
    }

    private static RepairProgress progress(LocalRows.RepairProgress form) {
        return new RepairProgress(form.getPosition(), counts(form.getCounts()), form.getSinceMillis());
    }

    private static Rows.RepairRow form(RepairRow row) {
        Rows.RepairRow.Builder form = Rows.RepairRow.newBuilder()
                .setCheck(row.check().packed())
                .setPath(row.path())
                .setSource(form(row.source()))
                .setBy(row.by())
                .setStartedMillis(row.startedMillis());
        if (row.sourceZone() != null) {
            form.setSourceZone(row.sourceZone().value());
        }
        if (row.cancelledBy() != null) {
            form.setCancelledBy(row.cancelledBy());
        }
        row.shares().forEach((zone, share) -> {
            Rows.RepairRow.Share.Builder each =
                    Rows.RepairRow.Share.newBuilder().setZone(zone.value());
            form.addShares(share == null ? each : each.setShare(form(share)));
        });
        return form.build();
    }

    private static RepairRow row(Rows.RepairRow form) {
        NavigableMap<ZoneName, @Nullable RepairShare> shares = new TreeMap<>();
        form.getSharesList()
                .forEach(each ->
                        shares.put(new ZoneName(each.getZone()), each.hasShare() ? share(each.getShare()) : null));
        return new RepairRow(
                new Version(form.getCheck()),
                form.getPath(),
                source(form.getSource()),
                zone(form.hasSourceZone(), form.getSourceZone()),
                form.getBy(),
                form.getStartedMillis(),
                ValueForms.textOrNull(form.hasCancelledBy(), form.getCancelledBy()),
                shares);
    }

    private static @Nullable ZoneName zone(boolean present, String name) {
        return present ? new ZoneName(name) : null;
    }

    private static Values.RepairSource form(RepairRow.Source source) {
        return switch (source) {
            case AGREED -> Values.RepairSource.REPAIR_SOURCE_AGREED;
            case ZONE -> Values.RepairSource.REPAIR_SOURCE_ZONE;
            case UNION -> Values.RepairSource.REPAIR_SOURCE_UNION;
        };
    }

    private static RepairRow.Source source(Values.RepairSource form) {
        return switch (form) {
            case REPAIR_SOURCE_AGREED -> RepairRow.Source.AGREED;
            case REPAIR_SOURCE_ZONE -> RepairRow.Source.ZONE;
            case REPAIR_SOURCE_UNION -> RepairRow.Source.UNION;
            case REPAIR_SOURCE_UNSPECIFIED, UNRECOGNIZED -> throw Unreadable.unknown("the source of a repair");
        };
    }

    static LogEntries.BeginRepair form(Command.BeginRepair begin) {
        LogEntries.BeginRepair.Builder form = LogEntries.BeginRepair.newBuilder()
                .setRule(begin.rule().value())
                .setCheck(begin.check().packed())
                .setPath(begin.path())
                .setSource(form(begin.source()))
                .setBy(begin.by())
                .setTimeMillis(begin.timeMillis());
        if (begin.sourceZone() != null) {
            form.setSourceZone(begin.sourceZone().value());
        }
        return form.build();
    }

    static Command command(LogEntries.BeginRepair form) {
        return new Command.BeginRepair(
                new RuleId(form.getRule()),
                new Version(form.getCheck()),
                form.getPath(),
                source(form.getSource()),
                zone(form.hasSourceZone(), form.getSourceZone()),
                form.getBy(),
                form.getTimeMillis());
    }

    static LogEntries.ReportRepair form(Command.ReportRepair report) {
        return LogEntries.ReportRepair.newBuilder()
                .setRule(report.rule().value())
                .setRepair(report.repair().packed())
                .setZone(report.zone().value())
                .setEpoch(report.epoch())
                .setShare(form(report.share()))
                .build();
    }

    static Command command(LogEntries.ReportRepair form) {
        return new Command.ReportRepair(
                new RuleId(form.getRule()),
                new Version(form.getRepair()),
                new ZoneName(form.getZone()),
                form.getEpoch(),
                share(form.getShare()));
    }

    static LogEntries.CancelRepair form(Command.CancelRepair cancel) {
        return LogEntries.CancelRepair.newBuilder()
                .setRule(cancel.rule().value())
                .setRepair(cancel.repair().packed())
                .setBy(cancel.by())
                .build();
    }

    static Command command(LogEntries.CancelRepair form) {
        return new Command.CancelRepair(new RuleId(form.getRule()), new Version(form.getRepair()), form.getBy());
    }

    private static Values.RepairShare form(RepairShare share) {
        return Values.RepairShare.newBuilder()
                .setNode(share.node().value())
                .setDone(share.done())
                .setCounts(form(share.counts()))
                .setSinceMillis(share.sinceMillis())
                .setTimeMillis(share.timeMillis())
                .setTrouble(share.trouble())
                .build();
    }

    private static RepairShare share(Values.RepairShare form) {
        return new RepairShare(
                new NodeId(form.getNode()),
                form.getDone(),
                counts(form.getCounts()),
                form.getSinceMillis(),
                form.getTimeMillis(),
                form.getTrouble());
    }

    private static Values.RepairCounts form(RepairShare.Counts counts) {
        return Values.RepairCounts.newBuilder()
                .setTotal(counts.total())
                .setMended(counts.mended())
                .setLeft(counts.left())
                .setFiles(counts.files())
                .setBytes(counts.bytes())
                .setTrashed(counts.trashed())
                .setProposed(counts.proposed())
                .build();
    }

    private static RepairShare.Counts counts(Values.RepairCounts form) {
        return new RepairShare.Counts(
                form.getTotal(),
                form.getMended(),
                form.getLeft(),
                form.getFiles(),
                form.getBytes(),
                form.getTrashed(),
                form.getProposed());
    }
}
