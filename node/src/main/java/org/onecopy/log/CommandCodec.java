package org.onecopy.log;

import com.google.protobuf.InvalidProtocolBufferException;
import org.onecopy.core.Attributes;
import org.onecopy.core.Extras;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.Operation;
import org.onecopy.log.proto.LogEntries;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/** The entries of a membership's log. Safe to call from many threads. */
public final class CommandCodec {
    /** The newest schema that this release reads; see {@code log.proto} for when an entry gets a higher one. */
    public static final int SCHEMA = 5;

    /** What rules preserve beyond the ordinary attributes. */
    private static final int PRESERVE_SCHEMA = 2;

    /** Consistency checks. */
    private static final int CHECK_SCHEMA = 3;

    /** Repairs. */
    private static final int REPAIR_SCHEMA = 4;
    /** Checks that begin by themselves. */
    private static final int SCHEDULE_SCHEMA = 4;
    /** Changes of administrators. */
    private static final int AMEND_SCHEMA = 4;
    /** Fences. */
    private static final int FENCE_SCHEMA = 5;
    /** Migrations: as new as fences, no release was between them. */
    private static final int MIGRATION_SCHEMA = 5;

    /** What an entry has that brings nothing which nodes of the first releases must not ignore. */
    private static final int FIRST_SCHEMA = 1;

    private CommandCodec() {}

    /** @throws IllegalArgumentException where a proposal holds more operations than one entry may */
    public static byte[] encode(Command command) {
        LogEntries.Entry.Builder entry = LogEntries.Entry.newBuilder().setSchema(schema(command));
        switch (command) {
            case Command.Propose propose -> entry.setPropose(form(propose));
            case Command.ReviseRule revise ->
                entry.setReviseRule(LogEntries.ReviseRule.newBuilder()
                        .setDefinition(RuleForms.form(revise.definition()))
                        .setTimeMillis(revise.timeMillis()));
            case Command.RemoveRule remove ->
                entry.setRemoveRule(LogEntries.RemoveRule.newBuilder()
                        .setRule(remove.rule().value())
                        .setTimeMillis(remove.timeMillis()));
            case Command.AssignWriter assign ->
                entry.setAssignWriter(LogEntries.AssignWriter.newBuilder()
                        .setRule(assign.rule().value())
                        .setZone(assign.zone().value())
                        .setNode(assign.node().value())
                        .setExpectedEpoch(assign.expectedEpoch()));
            case Command.ReportProgress report ->
                entry.setReportProgress(LogEntries.ReportProgress.newBuilder()
                        .setRule(report.rule().value())
                        .setZone(report.zone().value())
                        .setEpoch(report.epoch())
                        .setProgress(ValueForms.form(report.progress()))
                        .setJoined(report.joined()));
            case Command.DecideGuard decide ->
                entry.setDecideGuard(LogEntries.DecideGuard.newBuilder()
                        .setRule(decide.rule().value())
                        .setZone(decide.zone().value())
                        .setRelease(decide.release())
                        .setTimeMillis(decide.timeMillis()));
            case Command.Trim trim ->
                entry.setTrim(LogEntries.Trim.newBuilder()
                        .setRule(trim.rule().value())
                        .setJournal(trim.journal().packed())
                        .setOld(trim.old().packed()));
            case Command.Age age -> entry.setAge(LogEntries.Age.newBuilder().setTimeMillis(age.timeMillis()));
            case Command.ReportHash report ->
                entry.setReportHash(LogEntries.ReportHash.newBuilder()
                        .setNode(report.node().value())
                        .setBefore(report.before())
                        .setHash(report.hash()));
            case Command.Reap reap ->
                entry.setReap(LogEntries.Reap.newBuilder().setRule(reap.rule().value()));
            case Command.RequireReconcile require ->
                entry.setRequireReconcile(LogEntries.RequireReconcile.newBuilder()
                        .setRule(require.rule().value())
                        .setZone(require.zone().value())
                        .setHeardMillis(require.heardMillis()));
            case Command.BeginCheck begin -> entry.setBeginCheck(CheckForms.form(begin));
            case Command.ReportCheck report -> entry.setReportCheck(CheckForms.form(report));
            case Command.CancelCheck cancel -> entry.setCancelCheck(CheckForms.form(cancel));
            case Command.PutSchedule put -> entry.setPutSchedule(CheckForms.form(put));
            case Command.RemoveSchedule remove -> entry.setRemoveSchedule(CheckForms.form(remove));
            case Command.BeginRepair begin -> entry.setBeginRepair(RepairForms.form(begin));
            case Command.ReportRepair report -> entry.setReportRepair(RepairForms.form(report));
            case Command.CancelRepair cancel -> entry.setCancelRepair(RepairForms.form(cancel));
            case Command.Amend amend -> entry.setAmend(form(amend));
            case Command.BeginFence begin -> entry.setBeginFence(FenceForms.form(begin));
            case Command.ReportFence report -> entry.setReportFence(FenceForms.form(report));
            case Command.LiftFence lift -> entry.setLiftFence(FenceForms.form(lift));
            case Command.BeginMigration begin -> entry.setBeginMigration(MigrationForms.form(begin));
            case Command.SteerMigration steer -> entry.setSteerMigration(MigrationForms.form(steer));
            case Command.ReportMigration report -> entry.setReportMigration(MigrationForms.form(report));
        }
        return entry.build().toByteArray();
    }

    /** What is newer than the first schema: a node that ignored it would have other tables than the others. */
    private static int schema(Command command) {
        if (command instanceof Command.Amend) {
            return AMEND_SCHEMA;
        }
        if (command instanceof Command.BeginFence
                || command instanceof Command.ReportFence
                || command instanceof Command.LiftFence) {
            return FENCE_SCHEMA;
        }
        if (command instanceof Command.BeginMigration
                || command instanceof Command.SteerMigration
                || command instanceof Command.ReportMigration) {
            return MIGRATION_SCHEMA;
        }
        boolean isScheduled = command instanceof Command.BeginCheck begin && begin.turn() != null;
        if (isScheduled || command instanceof Command.PutSchedule || command instanceof Command.RemoveSchedule) {
            return SCHEDULE_SCHEMA;
        }
        if (command instanceof Command.BeginCheck
                || command instanceof Command.ReportCheck
                || command instanceof Command.CancelCheck) {
            return CHECK_SCHEMA;
        }
        if (command instanceof Command.BeginRepair
                || command instanceof Command.ReportRepair
                || command instanceof Command.CancelRepair) {
            return REPAIR_SCHEMA;
        }
        boolean asks = command instanceof Command.ReviseRule revise
                && !revise.definition().preserve().isEmpty();
        boolean carries = command instanceof Command.Propose propose
                && propose.operations().stream().anyMatch(CommandCodec::hasExtras);
        return asks || carries ? PRESERVE_SCHEMA : FIRST_SCHEMA;
    }

    private static boolean hasExtras(Operation operation) {
        Attributes attributes = operation.attributes();
        return attributes != null && !attributes.extras().equals(Extras.NONE);
    }

    private static LogEntries.Propose form(Command.Propose propose) {
        if (propose.operations().size() > Command.OPERATIONS_MAX) {
            throw new IllegalArgumentException(
                    "a proposal of " + propose.operations().size() + " operations, at most " + Command.OPERATIONS_MAX);
        }
        LogEntries.Propose.Builder form = LogEntries.Propose.newBuilder()
                .setRule(propose.rule().value())
                .setZone(propose.zone().value())
                .setEpoch(propose.epoch())
                .setFirstNumber(propose.firstNumber())
                .setAckedNumber(propose.ackedNumber())
                .setAnnounced(propose.announced())
                .setTimeMillis(propose.timeMillis());
        propose.operations().forEach(operation -> form.addOperations(OperationForms.form(operation)));
        return form.build();
    }

    private static LogEntries.Amend form(Command.Amend amend) {
        if (amend.operations().size() > Command.OPERATIONS_MAX) {
            throw new IllegalArgumentException(
                    amend.operations().size() + " operations in an entry, at most " + Command.OPERATIONS_MAX);
        }
        LogEntries.Amend.Builder form = LogEntries.Amend.newBuilder()
                .setRule(amend.rule().value())
                .setZone(amend.zone().value())
                .setWhole(amend.whole())
                .setTimeMillis(amend.timeMillis());
        amend.operations().forEach(operation -> form.addOperations(OperationForms.form(operation)));
        return form.build();
    }

    /**
     * The opposite of {@link #encode}.
     *
     * @throws org.onecopy.problem.ProblemException {@code INTERNAL} where the entry is damaged, or is of a schema or type that this
     *     release does not know: the node must stop (H62)
     */
    public static Command decode(byte[] bytes) {
        LogEntries.Entry entry;
        try {
            entry = LogEntries.Entry.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw Unreadable.damaged("an entry of the log", e);
        }
        if (entry.getSchema() < 1 || entry.getSchema() > SCHEMA) {
            throw Unreadable.unknown("schema " + entry.getSchema() + " of an entry of the log");
        }
        return command(entry);
    }

    private static Command command(LogEntries.Entry entry) {
        return switch (entry.getCommandCase()) {
            case PROPOSE -> propose(entry.getPropose());
            case REVISE_RULE -> {
                LogEntries.ReviseRule form = entry.getReviseRule();
                yield new Command.ReviseRule(RuleForms.definition(form.getDefinition()), form.getTimeMillis());
            }
            case REMOVE_RULE -> {
                LogEntries.RemoveRule form = entry.getRemoveRule();
                yield new Command.RemoveRule(new RuleId(form.getRule()), form.getTimeMillis());
            }
            case ASSIGN_WRITER -> {
                LogEntries.AssignWriter form = entry.getAssignWriter();
                yield new Command.AssignWriter(
                        new RuleId(form.getRule()),
                        new ZoneName(form.getZone()),
                        new NodeId(form.getNode()),
                        form.getExpectedEpoch());
            }
            case REPORT_PROGRESS -> {
                LogEntries.ReportProgress form = entry.getReportProgress();
                yield new Command.ReportProgress(
                        new RuleId(form.getRule()),
                        new ZoneName(form.getZone()),
                        form.getEpoch(),
                        ValueForms.progress(form.getProgress()),
                        form.getJoined());
            }
            case DECIDE_GUARD -> {
                LogEntries.DecideGuard form = entry.getDecideGuard();
                yield new Command.DecideGuard(
                        new RuleId(form.getRule()),
                        new ZoneName(form.getZone()),
                        form.getRelease(),
                        form.getTimeMillis());
            }
            case TRIM -> {
                LogEntries.Trim form = entry.getTrim();
                yield new Command.Trim(
                        new RuleId(form.getRule()), new Version(form.getJournal()), new Version(form.getOld()));
            }
            case AGE -> new Command.Age(entry.getAge().getTimeMillis());
            case REPORT_HASH -> {
                LogEntries.ReportHash form = entry.getReportHash();
                yield new Command.ReportHash(new NodeId(form.getNode()), form.getBefore(), form.getHash());
            }
            case REAP -> new Command.Reap(new RuleId(entry.getReap().getRule()));
            case REQUIRE_RECONCILE -> {
                LogEntries.RequireReconcile form = entry.getRequireReconcile();
                yield new Command.RequireReconcile(
                        new RuleId(form.getRule()), new ZoneName(form.getZone()), form.getHeardMillis());
            }
            case BEGIN_CHECK -> CheckForms.command(entry.getBeginCheck());
            case REPORT_CHECK -> CheckForms.command(entry.getReportCheck());
            case CANCEL_CHECK -> CheckForms.command(entry.getCancelCheck());
            case BEGIN_REPAIR -> RepairForms.command(entry.getBeginRepair());
            case REPORT_REPAIR -> RepairForms.command(entry.getReportRepair());
            case CANCEL_REPAIR -> RepairForms.command(entry.getCancelRepair());
            case PUT_SCHEDULE -> CheckForms.command(entry.getPutSchedule());
            case REMOVE_SCHEDULE -> CheckForms.command(entry.getRemoveSchedule());
            case AMEND -> amend(entry.getAmend());
            case BEGIN_FENCE -> FenceForms.command(entry.getBeginFence());
            case REPORT_FENCE -> FenceForms.command(entry.getReportFence());
            case LIFT_FENCE -> FenceForms.command(entry.getLiftFence());
            case BEGIN_MIGRATION -> MigrationForms.command(entry.getBeginMigration());
            case STEER_MIGRATION -> MigrationForms.command(entry.getSteerMigration());
            case REPORT_MIGRATION -> MigrationForms.command(entry.getReportMigration());
            case COMMAND_NOT_SET -> throw Unreadable.unknown("the type of an entry of the log");
        };
    }

    private static Command propose(LogEntries.Propose form) {
        return new Command.Propose(
                new RuleId(form.getRule()),
                new ZoneName(form.getZone()),
                form.getEpoch(),
                form.getFirstNumber(),
                form.getAckedNumber(),
                form.getAnnounced(),
                form.getTimeMillis(),
                form.getOperationsList().stream().map(OperationForms::operation).toList());
    }

    private static Command.Amend amend(LogEntries.Amend form) {
        return new Command.Amend(
                new RuleId(form.getRule()),
                new ZoneName(form.getZone()),
                form.getWhole(),
                form.getTimeMillis(),
                form.getOperationsList().stream().map(OperationForms::operation).toList());
    }
}
