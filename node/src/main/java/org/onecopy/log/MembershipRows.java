package org.onecopy.log;

import org.onecopy.core.Content;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.JournalEntry;
import org.onecopy.core.namespace.Outcome;
import org.onecopy.core.namespace.RuleRow;
import org.onecopy.core.namespace.Tables.ConflictRow;
import org.onecopy.core.namespace.Tables.ContentKey;
import org.onecopy.core.namespace.Tables.HeldRow;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.log.proto.Rows;
import org.onecopy.log.proto.Values;
import org.onecopy.model.FileId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/** The rows of {@link org.onecopy.core.namespace.Tables}. */
public final class MembershipRows {
    public static final RowCodec<RuleRow> RULE =
            RowCodec.of(MembershipRows::form, Rows.RuleRow.parser(), MembershipRows::rule);
    public static final RowCodec<ZoneRow> ZONE =
            RowCodec.of(MembershipRows::form, Rows.ZoneRow.parser(), MembershipRows::zone);
    public static final RowCodec<Inode> INODE =
            RowCodec.of(MembershipRows::form, Rows.Inode.parser(), MembershipRows::inode);
    public static final RowCodec<FileId> FILE = RowCodec.of(
            file -> Rows.FileRef.newBuilder().setFile(file.packed()).build(),
            Rows.FileRef.parser(),
            form -> FileId.ofPacked(form.getFile()));
    public static final RowCodec<Content> CONTENT =
            RowCodec.of(ValueForms::form, Values.Content.parser(), ValueForms::content);
    public static final RowCodec<JournalEntry> JOURNAL =
            RowCodec.of(MembershipRows::form, Rows.JournalEntry.parser(), MembershipRows::journal);
    public static final RowCodec<Outcome> OUTCOME =
            RowCodec.of(MembershipRows::form, Rows.Outcome.parser(), MembershipRows::outcome);
    public static final RowCodec<HeldRow> HELD =
            RowCodec.of(MembershipRows::form, Rows.HeldRow.parser(), MembershipRows::held);
    public static final RowCodec<ConflictRow> CONFLICT =
            RowCodec.of(MembershipRows::form, Rows.ConflictRow.parser(), MembershipRows::conflict);
    public static final RowCodec<ContentKey> CONTENT_KEY =
            RowCodec.of(MembershipRows::form, Rows.ContentRef.parser(), MembershipRows::contentKey);
    public static final RowCodec<Long> NUMBER = RowCodec.of(
            number -> Rows.Number.newBuilder().setValue(number).build(), Rows.Number.parser(), Rows.Number::getValue);

    public static final RowCodec<String> TEXT =
            RowCodec.of(text -> Rows.Text.newBuilder().setValue(text).build(), Rows.Text.parser(), Rows.Text::getValue);

    private MembershipRows() {}

    private static Rows.RuleRow form(RuleRow row) {
        return Rows.RuleRow.newBuilder()
                .setDefinition(RuleForms.form(row.definition()))
                .setSince(row.since().packed())
                .setRoot(row.root().packed())
                .setRemoved(row.removed())
                .setFiles(row.files())
                .setBytes(row.bytes())
                .setTrimmed(row.trimmed().packed())
                .setForgotten(row.forgotten().packed())
                .build();
    }

    private static RuleRow rule(Rows.RuleRow form) {
        return new RuleRow(
                RuleForms.definition(form.getDefinition()),
                new Version(form.getSince()),
                FileId.ofPacked(form.getRoot()),
                form.getRemoved(),
                form.getFiles(),
                form.getBytes(),
                new Version(form.getTrimmed()),
                new Version(form.getForgotten()));
    }

    private static Rows.ZoneRow form(ZoneRow row) {
        Rows.ZoneRow.Builder form = Rows.ZoneRow.newBuilder()
                .setState(
                        switch (row.state()) {
                            case JOINING -> Rows.ZoneRow.State.STATE_JOINING;
                            case ACTIVE -> Rows.ZoneRow.State.STATE_ACTIVE;
                            case RECONCILING -> Rows.ZoneRow.State.STATE_RECONCILING;
                            case MUST_RECONCILE -> Rows.ZoneRow.State.STATE_MUST_RECONCILE;
                        })
                .setEpoch(row.epoch())
                .setLastNumber(row.lastNumber())
                .setAckedNumber(row.ackedNumber())
                .setHeardMillis(row.heardMillis())
                .setProgress(ValueForms.form(row.progress()))
                .setGuard(Rows.ZoneRow.Guard.newBuilder()
                        .setWindowStartMillis(row.guard().windowStartMillis())
                        .setCounted(row.guard().counted())
                        .setTripped(row.guard().tripped())
                        .setHeld(row.guard().held()));
        if (row.writer() != null) {
            form.setWriter(row.writer().value());
        }
        return form.build();
    }

    private static ZoneRow zone(Rows.ZoneRow form) {
        ZoneRow.State state = switch (form.getState()) {
            case STATE_JOINING -> ZoneRow.State.JOINING;
            case STATE_ACTIVE -> ZoneRow.State.ACTIVE;
            case STATE_RECONCILING -> ZoneRow.State.RECONCILING;
            case STATE_MUST_RECONCILE -> ZoneRow.State.MUST_RECONCILE;
            case STATE_UNSPECIFIED, UNRECOGNIZED -> throw Unreadable.unknown("the state of a zone in a rule");
        };
        Rows.ZoneRow.Guard guard = form.getGuard();
        return new ZoneRow(
                state,
                ValueForms.nodeOrNull(form.hasWriter(), form.getWriter()),
                form.getEpoch(),
                form.getLastNumber(),
                form.getAckedNumber(),
                ValueForms.progress(form.getProgress()),
                new ZoneRow.Guard(
                        guard.getWindowStartMillis(), guard.getCounted(), guard.getTripped(), guard.getHeld()),
                form.getHeardMillis());
    }

    private static Rows.Inode form(Inode inode) {
        Rows.Inode.Builder form = Rows.Inode.newBuilder()
                .setId(inode.id().packed())
                .setRule(inode.rule().value())
                .setKind(ValueForms.form(inode.kind()))
                .setParent(inode.parent().packed())
                .setName(inode.name().value())
                .setPlaced(inode.placed().packed())
                .setWritten(inode.written().packed())
                .setAttributes(ValueForms.form(inode.attributes()))
                .setAttributed(inode.attributed().packed())
                .setOrigin(inode.origin().value())
                .setRemoved(inode.removed().packed())
                .setCountedMillis(inode.countedMillis());
        if (inode.content() != null) {
            form.setContent(ValueForms.form(inode.content()));
        }
        if (inode.target() != null) {
            form.setTarget(inode.target());
        }
        return form.build();
    }

    private static Inode inode(Rows.Inode form) {
        return new Inode(
                FileId.ofPacked(form.getId()),
                new RuleId(form.getRule()),
                ValueForms.kind(form.getKind()),
                FileId.ofPacked(form.getParent()),
                new Name(form.getName()),
                new Version(form.getPlaced()),
                new Version(form.getWritten()),
                form.hasContent() ? ValueForms.content(form.getContent()) : null,
                ValueForms.textOrNull(form.hasTarget(), form.getTarget()),
                ValueForms.attributes(form.getAttributes()),
                new Version(form.getAttributed()),
                new ZoneName(form.getOrigin()),
                new Version(form.getRemoved()),
                form.getCountedMillis());
    }

    private static Rows.JournalEntry form(JournalEntry entry) {
        Rows.JournalEntry.Builder form = Rows.JournalEntry.newBuilder()
                .setEffect(EffectForms.form(entry.effect()))
                .setTimeMillis(entry.timeMillis());
        if (entry.file() != null) {
            form.setFile(entry.file().packed());
        }
        if (entry.origin() != null) {
            form.setOrigin(entry.origin().value());
        }
        if (entry.operation() != null) {
            form.setOperation(ValueForms.form(entry.operation()));
        }
        return form.build();
    }

    private static JournalEntry journal(Rows.JournalEntry form) {
        return new JournalEntry(
                ValueForms.fileOrNull(form.hasFile(), form.getFile()),
                EffectForms.effect(form.getEffect()),
                ValueForms.zoneOrNull(form.hasOrigin(), form.getOrigin()),
                form.hasOperation() ? ValueForms.operationId(form.getOperation()) : null,
                form.getTimeMillis());
    }

    private static Rows.Outcome form(Outcome outcome) {
        Rows.Outcome.Builder form = Rows.Outcome.newBuilder()
                .setStatus(
                        switch (outcome.status()) {
                            case STOOD -> Rows.Outcome.Status.STATUS_STOOD;
                            case SAME -> Rows.Outcome.Status.STATUS_SAME;
                            case CONFLICT_COPY -> Rows.Outcome.Status.STATUS_CONFLICT_COPY;
                            case REFUSED -> Rows.Outcome.Status.STATUS_REFUSED;
                            case HELD -> Rows.Outcome.Status.STATUS_HELD;
                        })
                .setVersion(outcome.version().packed());
        if (outcome.file() != null) {
            form.setFile(outcome.file().packed());
        }
        return form.build();
    }

    private static Outcome outcome(Rows.Outcome form) {
        Outcome.Status status = switch (form.getStatus()) {
            case STATUS_STOOD -> Outcome.Status.STOOD;
            case STATUS_SAME -> Outcome.Status.SAME;
            case STATUS_CONFLICT_COPY -> Outcome.Status.CONFLICT_COPY;
            case STATUS_REFUSED -> Outcome.Status.REFUSED;
            case STATUS_HELD -> Outcome.Status.HELD;
            case STATUS_UNSPECIFIED, UNRECOGNIZED -> throw Unreadable.unknown("the outcome of an operation");
        };
        return new Outcome(
                status, ValueForms.fileOrNull(form.hasFile(), form.getFile()), new Version(form.getVersion()));
    }

    private static Rows.ConflictRow form(ConflictRow row) {
        return Rows.ConflictRow.newBuilder()
                .setWinner(row.winner().packed())
                .setZone(row.zone().value())
                .setTimeMillis(row.timeMillis())
                .build();
    }

    private static ConflictRow conflict(Rows.ConflictRow form) {
        return new ConflictRow(FileId.ofPacked(form.getWinner()), new ZoneName(form.getZone()), form.getTimeMillis());
    }

    private static Rows.HeldRow form(HeldRow row) {
        return Rows.HeldRow.newBuilder()
                .setId(ValueForms.form(row.id()))
                .setOperation(OperationForms.form(row.operation()))
                .build();
    }

    private static HeldRow held(Rows.HeldRow form) {
        return new HeldRow(ValueForms.operationId(form.getId()), OperationForms.operation(form.getOperation()));
    }

    private static Rows.ContentRef form(ContentKey key) {
        return Rows.ContentRef.newBuilder()
                .setFile(key.file().packed())
                .setVersion(key.version().packed())
                .build();
    }

    private static ContentKey contentKey(Rows.ContentRef form) {
        return new ContentKey(FileId.ofPacked(form.getFile()), new Version(form.getVersion()));
    }
}
