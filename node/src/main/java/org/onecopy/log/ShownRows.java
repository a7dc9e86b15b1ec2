package org.onecopy.log;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.onecopy.core.Name;
import org.onecopy.core.shown.Cursor;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.HeldOrigin;
import org.onecopy.core.shown.Hole;
import org.onecopy.core.shown.Intent;
import org.onecopy.core.shown.Pending;
import org.onecopy.core.shown.Reconciling;
import org.onecopy.core.shown.Trashed;
import org.onecopy.log.proto.LocalRows;
import org.onecopy.model.Digest;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;

/** The rows of {@link org.onecopy.core.shown.ShownTables}. */
public final class ShownRows {
    public static final RowCodec<Entry> ENTRY =
            RowCodec.of(ShownRows::form, LocalRows.ShownEntry.parser(), ShownRows::entry);
    public static final RowCodec<Pending> PENDING =
            RowCodec.of(ShownRows::form, LocalRows.Pending.parser(), ShownRows::pending);
    public static final RowCodec<Intent> INTENT =
            RowCodec.of(ShownRows::form, LocalRows.Intent.parser(), ShownRows::intent);
    public static final RowCodec<HeldOrigin> HELD_ORIGIN =
            RowCodec.of(ShownRows::form, LocalRows.HeldOrigin.parser(), ShownRows::heldOrigin);
    public static final RowCodec<Hole> HOLE = RowCodec.of(ShownRows::form, LocalRows.Hole.parser(), ShownRows::hole);
    public static final RowCodec<Trashed> TRASHED =
            RowCodec.of(ShownRows::form, LocalRows.Trashed.parser(), ShownRows::trashed);
    public static final RowCodec<List<Digest>> CHUNKS =
            RowCodec.of(ShownRows::form, LocalRows.Chunks.parser(), ShownRows::chunks);
    public static final RowCodec<Cursor> CURSOR =
            RowCodec.of(ShownRows::form, LocalRows.Cursor.parser(), ShownRows::cursor);

    public static final RowCodec<Reconciling> RECONCILING =
            RowCodec.of(ShownRows::form, LocalRows.Reconciling.parser(), ShownRows::reconciling);
    public static final RowCodec<String> RECONCILE_WORK = RowCodec.of(
            after -> LocalRows.ReconcileWork.newBuilder().setAfter(after).build(),
            LocalRows.ReconcileWork.parser(),
            LocalRows.ReconcileWork::getAfter);

    private ShownRows() {}

    private static LocalRows.ShownEntry form(Entry entry) {
        LocalRows.ShownEntry.Builder form = LocalRows.ShownEntry.newBuilder()
                .setId(entry.id())
                .setParent(entry.parent())
                .setName(entry.name().value())
                .setKind(ValueForms.form(entry.kind()))
                .setWritten(entry.written().packed())
                .setPlaced(entry.placed().packed())
                .setAttributed(entry.attributed().packed())
                .setAttributes(ValueForms.form(entry.attributes()))
                .setFingerprint(entry.fingerprint())
                .setIdentity(entry.identity());
        if (entry.file() != null) {
            form.setFile(entry.file().packed());
        }
        if (entry.content() != null) {
            form.setContent(ValueForms.form(entry.content()));
        }
        if (entry.target() != null) {
            form.setTarget(entry.target());
        }
        if (entry.pending() != null) {
            form.setPending(ValueForms.form(entry.pending()));
        }
        return form.build();
    }

    private static Entry entry(LocalRows.ShownEntry form) {
        return new Entry(
                form.getId(),
                form.getParent(),
                new Name(form.getName()),
                ValueForms.kind(form.getKind()),
                ValueForms.fileOrNull(form.hasFile(), form.getFile()),
                new Version(form.getWritten()),
                new Version(form.getPlaced()),
                new Version(form.getAttributed()),
                form.hasContent() ? ValueForms.content(form.getContent()) : null,
                ValueForms.textOrNull(form.hasTarget(), form.getTarget()),
                ValueForms.attributes(form.getAttributes()),
                form.getFingerprint(),
                form.getIdentity(),
                form.hasPending() ? ValueForms.operationId(form.getPending()) : null);
    }

    private static LocalRows.Pending form(Pending pending) {
        LocalRows.Pending.Builder form = LocalRows.Pending.newBuilder()
                .setEntry(pending.entry())
                .setOperation(OperationForms.form(pending.operation()))
                .setFingerprint(pending.fingerprint())
                .setSinceMillis(pending.sinceMillis());
        if (pending.seen() != null) {
            form.setSeen(ValueForms.form(pending.seen()));
        }
        return form.build();
    }

    private static Pending pending(LocalRows.Pending form) {
        return new Pending(
                form.getEntry(),
                OperationForms.operation(form.getOperation()),
                form.getFingerprint(),
                form.getSinceMillis(),
                form.hasSeen() ? ValueForms.attributes(form.getSeen()) : null);
    }

    private static LocalRows.Intent form(Intent intent) {
        return LocalRows.Intent.newBuilder()
                .setEntry(intent.entry())
                .setItem(intent.item())
                .setStaged(intent.staged())
                .setStagedIdentity(intent.stagedIdentity())
                .setExpected(intent.expected())
                .build();
    }

    private static Intent intent(LocalRows.Intent form) {
        return new Intent(
                form.getEntry(), form.getItem(), form.getStaged(), form.getStagedIdentity(), form.getExpected());
    }

    private static LocalRows.HeldOrigin form(HeldOrigin origin) {
        LocalRows.HeldOrigin.Builder form = LocalRows.HeldOrigin.newBuilder()
                .setParent(origin.parent())
                .setName(origin.name().value())
                .setBase(origin.base().packed());
        if (origin.changedFrom() != null) {
            form.setChangedFrom(origin.changedFrom().packed());
        }
        return form.build();
    }

    private static HeldOrigin heldOrigin(LocalRows.HeldOrigin form) {
        return new HeldOrigin(
                form.getParent(),
                new Name(form.getName()),
                ValueForms.fileOrNull(form.hasChangedFrom(), form.getChangedFrom()),
                new Version(form.getBase()));
    }

    private static LocalRows.Hole form(Hole hole) {
        return LocalRows.Hole.newBuilder()
                .setFile(hole.file().packed())
                .setCode(hole.code())
                .setMessage(hole.message())
                .setParked(hole.parked())
                .setSinceMillis(hole.sinceMillis())
                .setTries(hole.tries())
                .setWhole(hole.whole())
                .build();
    }

    private static Hole hole(LocalRows.Hole form) {
        return new Hole(
                FileId.ofPacked(form.getFile()),
                form.getCode(),
                form.getMessage(),
                form.getParked(),
                form.getSinceMillis(),
                form.getTries(),
                form.getWhole());
    }

    private static LocalRows.Trashed form(Trashed trashed) {
        LocalRows.Trashed.Builder form = LocalRows.Trashed.newBuilder()
                .setWritten(trashed.written().packed())
                .setParent(trashed.parent())
                .setName(trashed.name().value())
                .setKind(ValueForms.form(trashed.kind()))
                .setLength(trashed.length())
                .setFingerprint(trashed.fingerprint())
                .setSinceAgeMillis(trashed.sinceAgeMillis())
                .setSinceMillis(trashed.sinceMillis());
        if (trashed.file() != null) {
            form.setFile(trashed.file().packed());
        }
        if (trashed.content() != null) {
            form.setContent(ValueForms.form(trashed.content()));
        }
        return form.build();
    }

    private static Trashed trashed(LocalRows.Trashed form) {
        return new Trashed(
                ValueForms.fileOrNull(form.hasFile(), form.getFile()),
                new Version(form.getWritten()),
                form.getParent(),
                new Name(form.getName()),
                ValueForms.kind(form.getKind()),
                form.getLength(),
                form.hasContent() ? ValueForms.content(form.getContent()) : null,
                form.getFingerprint(),
                form.getSinceAgeMillis(),
                form.getSinceMillis());
    }

    private static LocalRows.Chunks form(List<Digest> digests) {
        ByteString.Output bytes = ByteString.newOutput(digests.size() * Digest.LENGTH);
        digests.forEach(digest -> bytes.write(digest.toBytes(), 0, Digest.LENGTH));
        return LocalRows.Chunks.newBuilder().setDigests(bytes.toByteString()).build();
    }

    private static List<Digest> chunks(LocalRows.Chunks form) {
        ByteString bytes = form.getDigests();
        List<Digest> digests = new ArrayList<>(bytes.size() / Digest.LENGTH);
        for (int at = 0; at < bytes.size(); at += Digest.LENGTH) {
            digests.add(ValueForms.digest(bytes.substring(at, Math.min(at + Digest.LENGTH, bytes.size()))));
        }
        return List.copyOf(digests);
    }

    private static LocalRows.Cursor form(Cursor cursor) {
        return LocalRows.Cursor.newBuilder()
                .setLowWater(cursor.lowWater().packed())
                .setEpoch(cursor.epoch())
                .setNextNumber(cursor.nextNumber())
                .setNextEntry(cursor.nextEntry())
                .setRootIdentity(cursor.rootIdentity())
                .setJoined(cursor.joined())
                .setCopied(cursor.copied())
                .setAheadFrom(cursor.aheadFrom().packed())
                .setAheadUpTo(cursor.aheadUpTo().packed())
                .build();
    }

    private static Cursor cursor(LocalRows.Cursor form) {
        return new Cursor(
                new Version(form.getLowWater()),
                form.getEpoch(),
                form.getNextNumber(),
                form.getNextEntry(),
                form.getRootIdentity(),
                form.getJoined(),
                form.getCopied(),
                new Version(form.getAheadFrom()),
                new Version(form.getAheadUpTo()));
    }

    private static LocalRows.Reconciling form(Reconciling row) {
        return LocalRows.Reconciling.newBuilder()
                .setBegun(row.begun().packed())
                .setFollowed(row.followed().packed())
                .setPhase(
                        switch (row.phase()) {
                            case TREE -> LocalRows.Reconciling.Phase.PHASE_TREE;
                            case RECORDS -> LocalRows.Reconciling.Phase.PHASE_RECORDS;
                            case MARKERS -> LocalRows.Reconciling.Phase.PHASE_MARKERS;
                            case JOURNAL -> LocalRows.Reconciling.Phase.PHASE_JOURNAL;
                        })
                .setPosition(row.position())
                .setDone(row.done())
                .setTotal(row.total())
                .setSinceMillis(row.sinceMillis())
                .build();
    }

    private static Reconciling reconciling(LocalRows.Reconciling form) {
        return new Reconciling(
                new Version(form.getBegun()),
                new Version(form.getFollowed()),
                switch (form.getPhase()) {
                    case PHASE_TREE -> Reconciling.Phase.TREE;
                    case PHASE_RECORDS -> Reconciling.Phase.RECORDS;
                    case PHASE_MARKERS -> Reconciling.Phase.MARKERS;
                    case PHASE_JOURNAL -> Reconciling.Phase.JOURNAL;
                    case PHASE_UNSPECIFIED, UNRECOGNIZED -> throw Unreadable.unknown("the phase of a reconcile");
                },
                form.getPosition(),
                form.getDone(),
                form.getTotal(),
                form.getSinceMillis());
    }
}
