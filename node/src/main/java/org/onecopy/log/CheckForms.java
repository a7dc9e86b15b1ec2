package org.onecopy.log;

import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.namespace.CheckRow;
import org.onecopy.core.namespace.CheckSchedule;
import org.onecopy.core.namespace.CheckShare;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.shown.CheckItem;
import org.onecopy.core.shown.CheckProgress;
import org.onecopy.log.proto.LocalRows;
import org.onecopy.log.proto.LogEntries;
import org.onecopy.log.proto.Rows;
import org.onecopy.log.proto.Values;
import org.onecopy.model.FileId;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/** The stored form of consistency checks. */
public final class CheckForms {
    public static final RowCodec<CheckRow> CHECK =
            RowCodec.of(CheckForms::form, Rows.CheckRow.parser(), CheckForms::row);

    public static final RowCodec<CheckSchedule> SCHEDULE =
            RowCodec.of(CheckForms::form, Values.CheckSchedule.parser(), CheckForms::schedule);

    /** What a zone has still to look at, or has found. */
    public static final RowCodec<CheckItem> ITEM =
            RowCodec.of(CheckForms::form, LocalRows.CheckItem.parser(), CheckForms::item);

    /** How far a zone's share is. */
    public static final RowCodec<CheckProgress> PROGRESS =
            RowCodec.of(CheckForms::form, LocalRows.CheckProgress.parser(), CheckForms::progress);

    private CheckForms() {}

    private static LocalRows.CheckItem form(CheckItem item) {
        return LocalRows.CheckItem.newBuilder()
                .setDirectory(item.directory().packed())
                .setName(item.name())
                .setKind(form(item.kind()))
                .setToken(item.token())
                .setSinceMillis(item.sinceMillis())
                .setPath(item.path())
                .setMessage(item.message())
                .build();
    }

    private static CheckItem item(LocalRows.CheckItem form) {
        return new CheckItem(
                FileId.ofPacked(form.getDirectory()),
                form.getName(),
                kind(form.getKind()),
                form.getToken(),
                form.getSinceMillis(),
                form.getPath(),
                form.getMessage());
    }

    private static LocalRows.CheckItem.Kind form(CheckItem.Kind kind) {
        return switch (kind) {
            case NONE -> LocalRows.CheckItem.Kind.KIND_NONE;
            case MISSING -> LocalRows.CheckItem.Kind.KIND_MISSING;
            case EXTRA -> LocalRows.CheckItem.Kind.KIND_EXTRA;
            case CONTENT -> LocalRows.CheckItem.Kind.KIND_CONTENT;
            case ATTRIBUTES -> LocalRows.CheckItem.Kind.KIND_ATTRIBUTES;
            case IN_FLUX -> LocalRows.CheckItem.Kind.KIND_IN_FLUX;
            case UNREADABLE -> LocalRows.CheckItem.Kind.KIND_UNREADABLE;
        };
    }

    private static CheckItem.Kind kind(LocalRows.CheckItem.Kind form) {
        return switch (form) {
            case KIND_NONE -> CheckItem.Kind.NONE;
            case KIND_MISSING -> CheckItem.Kind.MISSING;
            case KIND_EXTRA -> CheckItem.Kind.EXTRA;
            case KIND_CONTENT -> CheckItem.Kind.CONTENT;
            case KIND_ATTRIBUTES -> CheckItem.Kind.ATTRIBUTES;
            case KIND_IN_FLUX -> CheckItem.Kind.IN_FLUX;
            case KIND_UNREADABLE -> CheckItem.Kind.UNREADABLE;
            case KIND_UNSPECIFIED, UNRECOGNIZED -> throw Unreadable.unknown("what a check has found");
        };
    }

    private static LocalRows.CheckProgress form(CheckProgress progress) {
        return LocalRows.CheckProgress.newBuilder()
                .setCounts(form(progress.counts()))
                .setNextItem(progress.nextItem())
                .setTree(progress.tree())
                .setFollowed(progress.followed().packed())
                .build();
    }

    private static CheckProgress progress(LocalRows.CheckProgress form) {
        return new CheckProgress(
                counts(form.getCounts()), form.getNextItem(), form.getTree(), new Version(form.getFollowed()));
    }

    private static Rows.CheckRow form(CheckRow row) {
        Rows.CheckRow.Builder form = Rows.CheckRow.newBuilder()
                .setPath(row.path())
                .setDigests(row.digests())
                .setBy(row.by())
                .setStartedMillis(row.startedMillis());
        if (row.cancelledBy() != null) {
            form.setCancelledBy(row.cancelledBy());
        }
        row.shares().forEach((zone, share) -> {
            Rows.CheckRow.Share.Builder each = Rows.CheckRow.Share.newBuilder().setZone(zone.value());
            form.addShares(share == null ? each : each.setShare(form(share)));
        });
        return form.build();
    }

    private static CheckRow row(Rows.CheckRow form) {
        NavigableMap<ZoneName, @Nullable CheckShare> shares = new TreeMap<>();
        form.getSharesList()
                .forEach(each ->
                        shares.put(new ZoneName(each.getZone()), each.hasShare() ? share(each.getShare()) : null));
        return new CheckRow(
                form.getPath(),
                form.getDigests(),
                form.getBy(),
                form.getStartedMillis(),
                ValueForms.textOrNull(form.hasCancelledBy(), form.getCancelledBy()),
                shares);
    }

    static LogEntries.BeginCheck form(Command.BeginCheck begin) {
        LogEntries.BeginCheck.Builder form = LogEntries.BeginCheck.newBuilder()
                .setRule(begin.rule().value())
                .setPath(begin.path())
                .setDigests(begin.digests())
                .addAllZones(begin.zones().stream().map(ZoneName::value).toList())
                .setBy(begin.by())
                .setTimeMillis(begin.timeMillis());
        if (begin.turn() != null) {
            form.setTurn(LogEntries.ScheduleTurn.newBuilder()
                    .setSchedule(begin.turn().schedule().packed())
                    .setDueMillis(begin.turn().dueMillis()));
        }
        return form.build();
    }

    static LogEntries.PutSchedule form(Command.PutSchedule put) {
        return LogEntries.PutSchedule.newBuilder()
                .setRule(put.rule().value())
                .setSchedule(form(put.schedule()))
                .build();
    }

    static Command command(LogEntries.PutSchedule form) {
        return new Command.PutSchedule(new RuleId(form.getRule()), schedule(form.getSchedule()));
    }

    static LogEntries.RemoveSchedule form(Command.RemoveSchedule remove) {
        return LogEntries.RemoveSchedule.newBuilder()
                .setRule(remove.rule().value())
                .setSchedule(remove.schedule().packed())
                .build();
    }

    static Command command(LogEntries.RemoveSchedule form) {
        return new Command.RemoveSchedule(new RuleId(form.getRule()), new Version(form.getSchedule()));
    }

    private static Values.CheckSchedule form(CheckSchedule schedule) {
        return Values.CheckSchedule.newBuilder()
                .setPath(schedule.path())
                .setDigests(schedule.digests())
                .addAllZones(schedule.zones().stream().map(ZoneName::value).toList())
                .setEveryMillis(schedule.everyMillis())
                .setCron(schedule.cron())
                .setTimeZone(schedule.timeZone())
                .setBy(schedule.by())
                .setSinceMillis(schedule.sinceMillis())
                .setLastMillis(schedule.lastMillis())
                .build();
    }

    private static CheckSchedule schedule(Values.CheckSchedule form) {
        return new CheckSchedule(
                form.getPath(),
                form.getDigests(),
                form.getZonesList().stream().map(ZoneName::new).toList(),
                form.getEveryMillis(),
                form.getCron(),
                form.getTimeZone(),
                form.getBy(),
                form.getSinceMillis(),
                form.getLastMillis());
    }

    static Command command(LogEntries.BeginCheck form) {
        return new Command.BeginCheck(
                new RuleId(form.getRule()),
                form.getPath(),
                form.getDigests(),
                form.getZonesList().stream().map(ZoneName::new).toList(),
                form.getBy(),
                form.getTimeMillis(),
                form.hasTurn()
                        ? new Command.BeginCheck.Turn(
                                new Version(form.getTurn().getSchedule()),
                                form.getTurn().getDueMillis())
                        : null);
    }

    static LogEntries.ReportCheck form(Command.ReportCheck report) {
        return LogEntries.ReportCheck.newBuilder()
                .setRule(report.rule().value())
                .setCheck(report.check().packed())
                .setZone(report.zone().value())
                .setEpoch(report.epoch())
                .setShare(form(report.share()))
                .build();
    }

    static Command command(LogEntries.ReportCheck form) {
        return new Command.ReportCheck(
                new RuleId(form.getRule()),
                new Version(form.getCheck()),
                new ZoneName(form.getZone()),
                form.getEpoch(),
                share(form.getShare()));
    }

    static LogEntries.CancelCheck form(Command.CancelCheck cancel) {
        return LogEntries.CancelCheck.newBuilder()
                .setRule(cancel.rule().value())
                .setCheck(cancel.check().packed())
                .setBy(cancel.by())
                .build();
    }

    static Command command(LogEntries.CancelCheck form) {
        return new Command.CancelCheck(new RuleId(form.getRule()), new Version(form.getCheck()), form.getBy());
    }

    private static Values.CheckShare form(CheckShare share) {
        return Values.CheckShare.newBuilder()
                .setNode(share.node().value())
                .setDone(share.done())
                .setCounts(form(share.counts()))
                .setTree(share.tree())
                .setTimeMillis(share.timeMillis())
                .setSignature(share.signature())
                .setCertificate(share.certificate())
                .build();
    }

    private static CheckShare share(Values.CheckShare form) {
        return new CheckShare(
                new NodeId(form.getNode()),
                form.getDone(),
                counts(form.getCounts()),
                form.getTree(),
                form.getTimeMillis(),
                form.getSignature(),
                form.getCertificate());
    }

    private static Values.CheckCounts form(CheckShare.Counts counts) {
        return Values.CheckCounts.newBuilder()
                .setDirectories(counts.directories())
                .setFiles(counts.files())
                .setBytes(counts.bytes())
                .setMissing(counts.missing())
                .setExtra(counts.extra())
                .setContent(counts.content())
                .setAttributes(counts.attributes())
                .setInFlux(counts.inFlux())
                .setUnreadable(counts.unreadable())
                .build();
    }

    private static CheckShare.Counts counts(Values.CheckCounts form) {
        return new CheckShare.Counts(
                form.getDirectories(),
                form.getFiles(),
                form.getBytes(),
                form.getMissing(),
                form.getExtra(),
                form.getContent(),
                form.getAttributes(),
                form.getInFlux(),
                form.getUnreadable());
    }
}
