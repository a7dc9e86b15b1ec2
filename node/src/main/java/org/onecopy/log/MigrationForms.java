package org.onecopy.log;

import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.MigrationRow;
import org.onecopy.core.namespace.MigrationRow.Amount;
import org.onecopy.core.namespace.MigrationRow.Arrived;
import org.onecopy.core.namespace.MigrationRow.Share;
import org.onecopy.core.namespace.MigrationRow.State;
import org.onecopy.core.shown.Migrating;
import org.onecopy.log.proto.LocalRows;
import org.onecopy.log.proto.LogEntries;
import org.onecopy.log.proto.Rows;
import org.onecopy.log.proto.Values;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/** The stored form of migrations. */
public final class MigrationForms {
    public static final RowCodec<MigrationRow> MIGRATION =
            RowCodec.of(MigrationForms::form, Rows.MigrationRow.parser(), MigrationForms::row);

    public static final RowCodec<Migrating> MIGRATING =
            RowCodec.of(MigrationForms::form, LocalRows.Migrating.parser(), MigrationForms::migrating);

    private MigrationForms() {}

    private static Rows.MigrationRow form(MigrationRow row) {
        Rows.MigrationRow.Builder form = Rows.MigrationRow.newBuilder()
                .setAt(row.at().packed())
                .setBy(row.by())
                .setStartedMillis(row.startedMillis())
                .setPriority(row.priority())
                .setState(form(row.state()))
                .setStateBy(row.stateBy())
                .setEnd(row.end().packed())
                .setEndedMillis(row.endedMillis());
        row.shares()
                .forEach((zone, share) -> form.addShares(Rows.MigrationRow.Share.newBuilder()
                        .setZone(zone.value())
                        .setJoined(share.joined().packed())
                        .setBehind(form(share.behind()))
                        .setOffered(form(share.offered()))
                        .setFound(form(share.found()))
                        .setEqual(form(share.equal()))
                        .setKept(form(share.kept()))
                        .setArrived(form(share.arrived()))));
        return form.build();
    }

    private static MigrationRow row(Rows.MigrationRow form) {
        NavigableMap<ZoneName, Share> shares = new TreeMap<>();
        for (Rows.MigrationRow.Share share : form.getSharesList()) {
            shares.put(
                    new ZoneName(share.getZone()),
                    new Share(
                            new Version(share.getJoined()),
                            amount(share.getBehind()),
                            amount(share.getOffered()),
                            amount(share.getFound()),
                            amount(share.getEqual()),
                            amount(share.getKept()),
                            arrived(share.getArrived())));
        }
        State state = state(form.getState());
        if (state == null) {
            throw Unreadable.unknown("the state of a migration");
        }
        return new MigrationRow(
                new Version(form.getAt()),
                form.getBy(),
                form.getStartedMillis(),
                form.getPriority(),
                state,
                form.getStateBy(),
                new Version(form.getEnd()),
                form.getEndedMillis(),
                shares);
    }

    private static Values.MigrationState form(State state) {
        return switch (state) {
            case RUNNING -> Values.MigrationState.MIGRATION_STATE_RUNNING;
            case PAUSED -> Values.MigrationState.MIGRATION_STATE_PAUSED;
            case CANCELLED -> Values.MigrationState.MIGRATION_STATE_CANCELLED;
            case DONE -> Values.MigrationState.MIGRATION_STATE_DONE;
        };
    }

    private static @Nullable State state(Values.MigrationState form) {
        return switch (form) {
            case MIGRATION_STATE_RUNNING -> State.RUNNING;
            case MIGRATION_STATE_PAUSED -> State.PAUSED;
            case MIGRATION_STATE_CANCELLED -> State.CANCELLED;
            case MIGRATION_STATE_DONE -> State.DONE;
            case MIGRATION_STATE_UNSPECIFIED -> null;
            case UNRECOGNIZED -> throw Unreadable.unknown("the state of a migration");
        };
    }

    private static Values.MigrationAmount form(Amount amount) {
        return Values.MigrationAmount.newBuilder()
                .setFiles(amount.files())
                .setBytes(amount.bytes())
                .build();
    }

    private static Amount amount(Values.MigrationAmount form) {
        return new Amount(form.getFiles(), form.getBytes());
    }

    private static Values.MigrationArrived form(Arrived arrived) {
        return Values.MigrationArrived.newBuilder()
                .setAdopted(form(arrived.adopted()))
                .setBrought(form(arrived.brought()))
                .setOvertaken(form(arrived.overtaken()))
                .setPerMinute(form(arrived.perMinute()))
                .setTimeMillis(arrived.timeMillis())
                .build();
    }

    private static Arrived arrived(Values.MigrationArrived form) {
        return new Arrived(
                amount(form.getAdopted()),
                amount(form.getBrought()),
                amount(form.getOvertaken()),
                amount(form.getPerMinute()),
                form.getTimeMillis());
    }

    private static LocalRows.Migrating form(Migrating row) {
        return LocalRows.Migrating.newBuilder()
                .setMigration(row.migration().packed())
                .setAdopted(form(row.adopted()))
                .setBrought(form(row.brought()))
                .setOvertaken(form(row.overtaken()))
                .build();
    }

    private static Migrating migrating(LocalRows.Migrating form) {
        return new Migrating(
                new Version(form.getMigration()),
                amount(form.getAdopted()),
                amount(form.getBrought()),
                amount(form.getOvertaken()));
    }

    static LogEntries.BeginMigration form(Command.BeginMigration begin) {
        LogEntries.BeginMigration.Builder form = LogEntries.BeginMigration.newBuilder()
                .setRule(begin.rule().value())
                .setBy(begin.by())
                .setPriority(begin.priority())
                .setTimeMillis(begin.timeMillis());
        begin.behind()
                .forEach((zone, amount) -> form.addBehind(LogEntries.BeginMigration.Behind.newBuilder()
                        .setZone(zone.value())
                        .setAmount(form(amount))));
        return form.build();
    }

    static Command command(LogEntries.BeginMigration form) {
        NavigableMap<ZoneName, Amount> behind = new TreeMap<>();
        form.getBehindList().forEach(each -> behind.put(new ZoneName(each.getZone()), amount(each.getAmount())));
        return new Command.BeginMigration(
                new RuleId(form.getRule()), form.getBy(), form.getPriority(), form.getTimeMillis(), behind);
    }

    static LogEntries.SteerMigration form(Command.SteerMigration steer) {
        LogEntries.SteerMigration.Builder form = LogEntries.SteerMigration.newBuilder()
                .setRule(steer.rule().value())
                .setMigration(steer.migration().packed())
                .setPriority(steer.priority())
                .setBy(steer.by());
        if (steer.state() != null) {
            form.setState(form(steer.state()));
        }
        return form.build();
    }

    static Command command(LogEntries.SteerMigration form) {
        return new Command.SteerMigration(
                new RuleId(form.getRule()),
                new Version(form.getMigration()),
                state(form.getState()),
                form.getPriority(),
                form.getBy());
    }

    static LogEntries.ReportMigration form(Command.ReportMigration report) {
        return LogEntries.ReportMigration.newBuilder()
                .setRule(report.rule().value())
                .setMigration(report.migration().packed())
                .setZone(report.zone().value())
                .setEpoch(report.epoch())
                .setArrived(form(report.arrived()))
                .build();
    }

    static Command command(LogEntries.ReportMigration form) {
        return new Command.ReportMigration(
                new RuleId(form.getRule()),
                new Version(form.getMigration()),
                new ZoneName(form.getZone()),
                form.getEpoch(),
                arrived(form.getArrived()));
    }
}
