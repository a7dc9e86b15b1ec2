package org.onecopy.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.onecopy.capture.Hashing.Hashed;
import org.onecopy.core.Attributes;
import org.onecopy.core.Content;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Base;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.OpId;
import org.onecopy.core.namespace.Operation;
import org.onecopy.core.namespace.Ref;
import org.onecopy.core.shown.Cursor;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.HeldOrigin;
import org.onecopy.core.shown.Pending;
import org.onecopy.core.shown.ShownTables;
import org.onecopy.core.shown.ShownTables.ChunksKey;
import org.onecopy.core.shown.ShownTables.PendingKey;
import org.onecopy.core.shown.ShownTree;
import org.onecopy.location.Location;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;

/**
 * Turns what was found into operations with numbers, records them as pending, and hands them over in proposals. Used by the
 * writer's thread alone.
 */
public final class Outbox {
    /**
     * Inline bytes in one proposal at most. Small contents beyond them travel beside the log, in bundles: the log and the index of every
     * member would otherwise hold each of them, and be synced with it.
     */
    static final long INLINE_MAX = 128 << 10;

    /** Texts of links, lists and extended attributes in one proposal at most, in bytes, so that it stays below the largest entry. */
    private static final long TEXTS_MAX = 256 << 10;

    private final Location location;
    private final Proposer proposer;
    private final List<Operation> batch = new ArrayList<>();
    private long batchFirst;
    private long inlined;
    private long texts;
    private long announced;
    private boolean withholding;

    public Outbox(Location location, Proposer proposer) {
        this.location = location;
        this.proposer = proposer;
    }

    /** Hands a command to the agreement. Order is kept; failures are the proposer's owner's business. */
    @FunctionalInterface
    public interface Proposer {
        void propose(Command command);
    }

    /** Whether what is found stays here, recorded as pending: the zone is fenced, and nothing that it proposes would have an effect (H66). */
    public void withhold(boolean withhold) {
        withholding = withhold;
    }

    /** How many files are about to be removed, so that the guard sees the whole before the first (H42). */
    public void announce(long files) {
        announced = files;
    }

    /** Proposes something new; the entry is known from now on. */
    public Entry create(Entry entry, Entry directory, Name name, @Nullable Content content) {
        Attributes attributes = taken(entry.attributes());
        return send(
                entry.withContent(content, entry.target()).withAttributesOf(attributes),
                new Operation.Create(ref(directory), name, entry.kind(), content, entry.target(), attributes));
    }

    /** Without what is too long to be agreed. */
    private static Attributes taken(Attributes attributes) {
        return attributes.withExtras(attributes.extras().taken());
    }

    /** Keeps the digests of a content's chunks for those who will ask for it. */
    void keepChunks(Content content, Hashed result) {
        if (result.chunks().size() > 1) {
            location.records()
                    .tables()
                    .put(
                            ShownTables.CHUNKS,
                            new ChunksKey(location.rule(), content.digest().toString()),
                            result.chunks());
        }
    }

    /** Proposes another content of a file, or another text of a link. */
    public Entry write(Entry entry, FileId file, Version base, @Nullable Content content) {
        return send(
                entry.withContent(content, entry.target()),
                new Operation.Write(
                        new Ref.Known(file),
                        new Base.Seen(base),
                        content,
                        entry.target(),
                        entry.attributes().mtimeNanos()));
    }

    /** Proposes another place. */
    public Entry move(Entry entry, Entry directory, Name name) {
        Entry moved = entry.withSlot(directory.id(), name);
        return send(moved, new Operation.Move(ref(entry), new Base.Seen(entry.placed()), ref(directory), name));
    }

    /** Proposes a removal; the object is gone already. */
    public Entry remove(Entry entry) {
        return send(
                entry.withFingerprint(""),
                new Operation.Remove(ref(entry), new Base.Seen(entry.written()), new Base.Seen(entry.placed())));
    }

    /**
     * Proposes other attributes.
     *
     * @param entry as seen
     * @param wanted what is to be agreed: what was seen, and what is agreed already of which this storage shows nothing
     */
    public Entry setAttributes(Entry entry, Attributes wanted) {
        return send(entry, new Operation.SetAttributes(ref(entry), new Base.Seen(entry.attributed()), taken(wanted)));
    }

    /** How operations name an entry. */
    private static Ref ref(Entry entry) {
        FileId file = entry.file();
        return file != null ? new Ref.Known(file) : new Ref.Own(Objects.requireNonNull(entry.pending()));
    }

    /** Whether operations can name an entry: it is agreed, or its creation is under way. */
    public static boolean isNamed(Entry entry) {
        return entry.file() != null || entry.pending() != null;
    }

    private Entry send(Entry entry, Operation operation) {
        ShownTree shown = location.shown();
        OpId id = number(shown);
        Entry sent = entry.withPending(id);
        shown.put(sent);
        shown.put(
                id,
                new Pending(
                        entry.id(),
                        withoutBytes(operation),
                        entry.fingerprint(),
                        location.ticks().wallMillis(),
                        isMore(operation, entry) ? entry.attributes() : null));
        enqueue(id, operation);
        return sent;
    }

    /** Whether an operation sets more than what the storage shows. */
    private static boolean isMore(Operation operation, Entry entry) {
        return operation instanceof Operation.SetAttributes set
                && !set.attributes().equals(entry.attributes());
    }

    private static OpId number(ShownTree shown) {
        Cursor cursor = shown.cursor();
        shown.put(cursor.withNextNumber(cursor.nextNumber() + 1));
        return new OpId(cursor.epoch(), cursor.nextNumber());
    }

    private void enqueue(OpId id, Operation operation) {
        long text = textBytesMax(operation);
        if (!batch.isEmpty() && (batch.size() >= Command.OPERATIONS_MAX || texts + text > TEXTS_MAX)) {
            flush();
        }
        if (batch.isEmpty()) {
            batchFirst = id.number();
        }
        long bytes = inlineBytes(operation);
        boolean fits = inlined + bytes <= INLINE_MAX;
        batch.add(fits ? operation : withoutBytes(operation));
        inlined += fits ? bytes : 0;
        texts += text;
    }

    /** As many bytes as the text of a link may have, and what attributes have beyond a mode. */
    private static long textBytesMax(Operation operation) {
        String text = switch (operation) {
            case Operation.Create create -> create.target();
            case Operation.Write write -> write.target();
            case Operation.Move ignored -> null;
            case Operation.Remove ignored -> null;
            case Operation.SetAttributes ignored -> null;
        };
        Attributes attributes = operation.attributes();
        int extras = attributes == null ? 0 : attributes.extras().bytes();
        return extras + (text == null ? 0 : 3L * text.length());
    }

    private static long inlineBytes(Operation operation) {
        Content content = switch (operation) {
            case Operation.Create create -> create.content();
            case Operation.Write write -> write.content();
            case Operation.Move ignored -> null;
            case Operation.Remove ignored -> null;
            case Operation.SetAttributes ignored -> null;
        };
        return content == null || content.inline() == null ? 0 : content.length();
    }

    private static Operation withoutBytes(Operation operation) {
        return switch (operation) {
            case Operation.Create c ->
                new Operation.Create(
                        c.parent(),
                        c.name(),
                        c.kind(),
                        c.content() == null ? null : c.content().withoutBytes(),
                        c.target(),
                        c.attributes());
            case Operation.Write w ->
                new Operation.Write(
                        w.file(),
                        w.base(),
                        w.content() == null ? null : w.content().withoutBytes(),
                        w.target(),
                        w.mtimeNanos());
            case Operation.Move move -> move;
            case Operation.Remove remove -> remove;
            case Operation.SetAttributes set -> set;
        };
    }

    public boolean isEmpty() {
        return batch.isEmpty();
    }

    /** Records what is pending, then proposes what has been gathered. */
    public void flush() {
        if (batch.isEmpty()) {
            return;
        }
        Cursor cursor = location.shown().cursor();
        long acked = acked(cursor);
        location.records().commit(false);
        if (withholding) {
            begin();
            return;
        }
        proposer.propose(new Command.Propose(
                location.rule(),
                location.zone(),
                cursor.epoch(),
                batchFirst,
                acked,
                announced,
                location.ticks().wallMillis(),
                batch));
        begin();
    }

    /** An empty batch. */
    private void begin() {
        batch.clear();
        inlined = 0;
        texts = 0;
        announced = 0;
    }

    /** Outcomes up to this number are needed no more: neither pending, nor named by what is pending. */
    private long acked(Cursor cursor) {
        List<Map.Entry<PendingKey, Pending>> oldest = location.records()
                .tables()
                .first(
                        1,
                        ShownTables.PENDING,
                        new PendingKey(location.rule(), new OpId(cursor.epoch(), 0)),
                        new PendingKey(location.rule(), new OpId(cursor.epoch() + 1, 0)));
        if (oldest.isEmpty()) {
            return cursor.nextNumber() - 1;
        }
        return Math.max(0, oldest.getFirst().getKey().operation().number() - 1 - Command.OPERATIONS_MAX * 20L);
    }

    /**
     * After a new epoch has begun: what was pending under an older one and was not agreed is proposed again under new numbers, in the
     * same order.
     *
     * @param held operations that a guard holds: these stay as they are
     */
    public void reissue(Set<OpId> held) {
        ShownTree shown = location.shown();
        long epoch = shown.cursor().epoch();
        begin(); // what was gathered has numbers of the former epoch, and is pending like all else
        for (Map.Entry<PendingKey, Pending> row : shown.allPending()) {
            OpId old = row.getKey().operation();
            if (old.epoch() == epoch || held.contains(old)) {
                continue;
            }
            Pending pending = row.getValue();
            shown.forget(old);
            Entry entry = shown.entry(pending.entry());
            if (entry == null || !old.equals(entry.pending())) {
                continue;
            }
            Operation operation = renamed(shown, entry, pending.operation());
            if (operation == null) {
                shown.put(entry.withPending(null).withFingerprint(entry.isShown() ? Entry.UNKNOWN : ""));
                continue;
            }
            OpId id = number(shown);
            shown.put(entry.withPending(id));
            shown.put(id, pending.as(pending.entry(), operation));
            enqueue(id, operation);
        }
        flush();
    }

    /** The operation with its directory named as it is named now, or null where it cannot be named any more. */
    private static @Nullable Operation renamed(ShownTree shown, Entry entry, Operation operation) {
        return switch (operation) {
            case Operation.Create c -> {
                Ref parent = directory(shown, entry);
                yield parent == null
                        ? null
                        : new Operation.Create(parent, c.name(), c.kind(), c.content(), c.target(), c.attributes());
            }
            case Operation.Move m -> {
                Ref parent = directory(shown, entry);
                yield parent == null ? null : new Operation.Move(m.file(), m.base(), parent, m.name());
            }
            case Operation.Write write -> write;
            case Operation.Remove remove -> remove;
            case Operation.SetAttributes set -> set;
        };
    }

    private static @Nullable Ref directory(ShownTree shown, Entry entry) {
        HeldOrigin origin = shown.heldOrigin(entry.id());
        long id = entry.parent() == Entry.HELD_PARENT && origin != null ? origin.parent() : entry.parent();
        Entry directory = shown.entry(id);
        return directory == null || !isNamed(directory) ? null : ref(directory);
    }
}
