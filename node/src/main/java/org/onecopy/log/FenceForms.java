package org.onecopy.log;

import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.FenceRow;
import org.onecopy.log.proto.LogEntries;
import org.onecopy.log.proto.Rows;
import org.onecopy.log.proto.Values;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/** The stored form of fences. */
public final class FenceForms {
    public static final RowCodec<FenceRow> FENCE =
            RowCodec.of(FenceForms::form, Rows.FenceRow.parser(), FenceForms::row);

    private FenceForms() {}

    private static Rows.FenceRow form(FenceRow row) {
        Rows.FenceRow.Builder form = Rows.FenceRow.newBuilder()
                .setAt(row.at().packed())
                .setBy(row.by())
                .setSinceMillis(row.sinceMillis())
                .setFiles(row.files())
                .setBytes(row.bytes());
        if (row.share() != null) {
            form.setShare(form(row.share()));
        }
        return form.build();
    }

    private static FenceRow row(Rows.FenceRow form) {
        return new FenceRow(
                new Version(form.getAt()),
                form.getBy(),
                form.getSinceMillis(),
                form.getFiles(),
                form.getBytes(),
                form.hasShare() ? share(form.getShare()) : null);
    }

    private static Values.FenceShare form(FenceRow.Share share) {
        return Values.FenceShare.newBuilder()
                .setNode(share.node().value())
                .setCompared(share.compared())
                .setHeld(share.held())
                .setTimeMillis(share.timeMillis())
                .build();
    }

    private static FenceRow.Share share(Values.FenceShare form) {
        return new FenceRow.Share(new NodeId(form.getNode()), form.getCompared(), form.getHeld(), form.getTimeMillis());
    }

    static LogEntries.BeginFence form(Command.BeginFence begin) {
        return LogEntries.BeginFence.newBuilder()
                .setRule(begin.rule().value())
                .setZone(begin.zone().value())
                .setBy(begin.by())
                .setTimeMillis(begin.timeMillis())
                .build();
    }

    static Command command(LogEntries.BeginFence form) {
        return new Command.BeginFence(
                new RuleId(form.getRule()), new ZoneName(form.getZone()), form.getBy(), form.getTimeMillis());
    }

    static LogEntries.ReportFence form(Command.ReportFence report) {
        return LogEntries.ReportFence.newBuilder()
                .setRule(report.rule().value())
                .setZone(report.zone().value())
                .setEpoch(report.epoch())
                .setFence(report.fence().packed())
                .setShare(form(report.share()))
                .build();
    }

    static Command command(LogEntries.ReportFence form) {
        return new Command.ReportFence(
                new RuleId(form.getRule()),
                new ZoneName(form.getZone()),
                form.getEpoch(),
                new Version(form.getFence()),
                share(form.getShare()));
    }

    static LogEntries.LiftFence form(Command.LiftFence lift) {
        return LogEntries.LiftFence.newBuilder()
                .setRule(lift.rule().value())
                .setZone(lift.zone().value())
                .setBy(lift.by())
                .build();
    }

    static Command command(LogEntries.LiftFence form) {
        return new Command.LiftFence(new RuleId(form.getRule()), new ZoneName(form.getZone()), form.getBy());
    }
}
