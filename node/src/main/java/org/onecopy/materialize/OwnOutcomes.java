package org.onecopy.materialize;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Attributes;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Effect;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.OpId;
import org.onecopy.core.namespace.Operation;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ContentKey;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.Pending;
import org.onecopy.core.shown.ShownTree;
import org.onecopy.location.Location;
import org.onecopy.location.Notices.Severity;
import org.onecopy.materialize.Publisher.Result;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;

/**
 * Ends this zone's own operations: what was agreed of a change that the storage shows already. Usually that is a record and nothing
 * else; a change that lost gets its conflict name, one that was refused is taken back.
 */
final class OwnOutcomes {
    private final Location location;
    private final Publisher publisher;

    OwnOutcomes(Location location, Publisher publisher) {
        this.location = location;
        this.publisher = publisher;
    }

    /** The operation under way that a journal entry ends, or null where it is not one of this zone's. */
    static @Nullable Pending pendingOf(Location location, Item item) {
        OpId operation = item.journal.operation();
        return operation == null || !location.zone().equals(item.journal.origin())
                ? null
                : location.shown().pending(operation);
    }

    /**
     * Whether an operation ends with a record alone, because the storage shows its outcome already: then it need not wait for what was
     * agreed before it about other files. Without this, two zones could wait for ever for contents that each has changed since.
     */
    boolean endsInPlace(Item item, Pending pending) {
        ShownTree shown = location.shown();
        Entry entry = shown.entry(pending.entry());
        FileId file = item.journal.file();
        if (entry == null || file == null || entry.parent() == Entry.HELD_PARENT) {
            return false;
        }
        Entry named = shown.byFile(file);
        return switch (item.journal.effect()) {
            case Effect.Created created ->
                entry.isShown()
                        && created.conflictOf() == null
                        && (named == null || named.id() == entry.id())
                        && isAt(entry, created.parent(), created.name());
            case Effect.Moved moved -> named != null && isAt(entry, moved.parent(), moved.name());
            case Effect.Wrote ignored -> named != null && named.id() == entry.id();
            case Effect.Removed ignored -> !entry.isShown();
            case Effect.AttributesSet ignored -> true;
            case Effect.Unchanged ignored -> false;
        };
    }

    private boolean isAt(Entry entry, FileId parent, Name name) {
        Entry directory = location.shown().byFile(parent);
        return directory != null
                && entry.parent() == directory.id()
                && entry.name().equals(name);
    }

    Result end(Item item, OpId id, Pending pending) {
        Entry entry = location.shown().entry(pending.entry());
        FileId file = item.journal.file();
        if (entry == null || !id.equals(entry.pending()) || isOther(entry, item, pending.operation())) {
            return asOthers(item, entry, id);
        }
        Result result = switch (item.journal.effect()) {
            case Effect.Created created ->
                created(item, changed(entry, created), Objects.requireNonNull(file), created);
            case Effect.Wrote ignored -> wrote(item, entry, Objects.requireNonNull(file));
            case Effect.Moved moved -> moved(item, entry, moved);
            case Effect.Removed ignored -> removed(entry);
            // The record says what is seen here, which may be less than what is agreed.
            case Effect.AttributesSet set ->
                put(entry.withAttributesOf(Objects.requireNonNullElse(pending.seen(), set.attributes()))
                        .withVersions(entry.written(), entry.placed(), item.version));
            case Effect.Unchanged unchanged ->
                unchanged.refused()
                        ? refused(item, entry, file, pending.operation())
                        : same(item, entry, file, pending.operation());
        };
        if (result == Result.DONE) {
            location.shown().forget(id);
            Entry ended = location.shown().entry(pending.entry());
            if (ended != null && id.equals(ended.pending())) {
                location.shown().put(ended.withPending(null));
            }
        }
        return result;
    }

    /**
     * Whether another entry stands for the file by now, or the entry for another file: the file was removed by agreement, and it or
     * something of its name shown again, while this was under way.
     */
    private boolean isOther(Entry entry, Item item, Operation operation) {
        boolean keepsFile = switch (item.journal.effect()) {
            case Effect.Moved ignored -> true;
            case Effect.Removed ignored -> true;
            case Effect.AttributesSet ignored -> true;
            case Effect.Created ignored -> false;
            case Effect.Wrote ignored -> false;
            case Effect.Unchanged ignored -> false;
        };
        FileId file = item.journal.file();
        boolean unchanged = item.journal.effect() instanceof Effect.Unchanged;
        boolean becameOther = operation instanceof Operation.Create && !isRemoved(entry);
        if ((keepsFile || unchanged || becameOther)
                && file != null
                && entry.file() != null
                && !entry.file().equals(file)) {
            return true;
        }
        Entry named = !keepsFile || file == null ? null : location.shown().byFile(file);
        return named != null && named.id() != entry.id();
    }

    /** Whether the file was removed by agreement while an operation on its object was under way. */
    private static boolean isRemoved(Entry entry) {
        return entry.file() != null && entry.placed().equals(Version.NONE);
    }

    /** The object of an operation is not known any more: its effect is shown as if another zone had brought it. */
    private Result asOthers(Item item, @Nullable Entry entry, OpId id) {
        location.shown().forget(id);
        if (entry != null && id.equals(entry.pending())) {
            location.shown().put(entry.withPending(null));
        }
        item.state = Item.State.NEW;
        return Result.AGAIN;
    }

    /** Where mode or owner are not those agreed (a write does not carry them), capture has to see it. */
    private static Entry changed(Entry entry, Effect.Created created) {
        return created.attributes().differsFrom(entry.attributes())
                ? entry.withAttributesOf(created.attributes())
                : entry;
    }

    private Result put(Entry entry) {
        location.shown().put(entry);
        return Result.DONE;
    }

    private Result created(Item item, Entry entry, FileId file, Effect.Created created) {
        ShownTree shown = location.shown();
        Entry directory = shown.byFile(created.parent());
        if (directory == null) {
            return isGone(file) && isGone(created.parent()) ? cameAndWent(item, entry, file, created) : Result.BLOCKED;
        }
        Entry other = shown.byFile(file);
        if (other != null && other.id() != entry.id()) {
            if (other.isShown()) {
                shown.put(other.withFile(null));
            } else {
                shown.forget(other);
            }
        }
        Version written = entry.isDirectory() ? item.version : created.written();
        Entry bound = entry.withFile(file).withVersions(written, item.version, created.attributed());
        if (!bound.isShown()) {
            bound = bound.withFingerprint(Entry.UNKNOWN); // gone meanwhile: capture will see that it is missing
        }
        shown.put(bound);
        Result result = publisher.relocation().relocate(bound, directory, created.name());
        if (result == Result.DONE && entry.file() != null && !entry.file().equals(file) && !isRemoved(entry)) {
            leaveFile(entry);
        }
        if (result == Result.DONE && created.conflictOf() != null) {
            location.notice(
                    Severity.WARNING,
                    "conflict-copy",
                    location.place(Objects.requireNonNull(shown.entry(entry.id())))
                            .path()
                            .names(),
                    "changed here without knowing of a change agreed before; kept under this name");
        }
        return result;
    }

    private boolean isGone(FileId file) {
        Inode inode = inode(file);
        return inode == null || !inode.isLive();
    }

    /** It was agreed, and removed again with the directory that it is in, which came and went while this was a hole. */
    private Result cameAndWent(Item item, Entry entry, FileId file, Effect.Created created) {
        Version written = entry.isDirectory() ? item.version : created.written();
        put(entry.withFile(file)
                .withVersions(written, item.version, created.attributed())
                .withPending(null));
        Result result = publisher.withdrawal().removed(item, file);
        if (result != Result.DONE) {
            put(entry);
        }
        return result;
    }

    /**
     * A change lost against one that is not shown here yet (a hole), and took the object along: the file it was changed from shows
     * nothing until then.
     */
    private void leaveFile(Entry entry) {
        Entry file = new Entry(
                location.shown().nextEntry(),
                entry.parent(),
                entry.name(),
                entry.kind(),
                entry.file(),
                entry.written(),
                entry.placed(),
                entry.attributed(),
                null,
                null,
                entry.attributes(),
                "",
                "",
                null);
        location.shown().put(file);
    }

    private Result wrote(Item item, Entry entry, FileId file) {
        ShownTree shown = location.shown();
        Entry other = shown.byFile(file);
        Entry written = entry.withFile(file).withVersions(item.version, entry.placed(), entry.attributed());
        Entry bound =
                written.isShown() ? written : written.withFingerprint(Entry.UNKNOWN); // as for one that was created
        if (other == null || other.id() == entry.id()) {
            return put(bound);
        }
        Entry directory = shown.entry(other.parent());
        if (other.parent() == Entry.HELD_PARENT) { // both wait aside: this one is the file from now on
            shown.put(other.withFile(null));
            return put(bound.withVersions(item.version, other.placed(), other.attributed()));
        }
        if (directory == null) {
            return Result.BLOCKED;
        }
        shown.put(other.withFile(null));
        Attributes agreed = other.attributes().withMtimeNanos(bound.attributes().mtimeNanos());
        shown.put(bound.withAttributesOf(agreed).withVersions(item.version, other.placed(), other.attributed()));
        return publisher
                .relocation()
                .relocate(Objects.requireNonNull(shown.entry(entry.id())), directory, other.name());
    }

    private Result moved(Item item, Entry entry, Effect.Moved moved) {
        Entry directory = location.shown().byFile(moved.parent());
        if (directory == null) {
            return Result.BLOCKED;
        }
        Entry placed = entry.withVersions(entry.written(), item.version, entry.attributed());
        location.shown().put(placed);
        return publisher.relocation().relocate(placed, directory, moved.name());
    }

    private Result removed(Entry entry) {
        Entry free = entry.withPending(null);
        location.shown().put(free);
        if (free.isShown()) {
            return put(free.withFile(null).withVersions(free.written(), Version.NONE, Version.NONE));
        }
        return publisher.withdrawal().forget(free);
    }

    /** The tree was like that already. */
    private Result same(Item item, Entry entry, @Nullable FileId file, Operation operation) {
        Inode inode = file == null ? null : inode(file);
        if (operation instanceof Operation.Remove) {
            return inode == null || !inode.isLive() ? removed(entry) : put(entry);
        }
        if (entry.file() == null && file != null) {
            return bindOrDiscard(item, entry, file);
        }
        if (inode == null || !inode.isLive()) {
            return Result.DONE;
        }
        return switch (operation) {
            case Operation.Write ignored ->
                put(
                        entry.content() != null
                                        && inode.content() != null
                                        && entry.content().sameAs(inode.content())
                                ? entry.withVersions(inode.written(), entry.placed(), entry.attributed())
                                : entry);
            case Operation.Move ignored -> {
                Entry directory = location.shown().byFile(inode.parent());
                Entry placed = entry.withVersions(entry.written(), inode.placed(), entry.attributed());
                location.shown().put(placed);
                yield directory == null
                        ? Result.DONE
                        : publisher.relocation().relocate(placed, directory, inode.name());
            }
            case Operation.SetAttributes ignored -> {
                boolean later = inode.attributed().isAfter(item.version); // then the journal brings those
                yield put(
                        entry.withVersions(entry.written(), entry.placed(), later ? item.version : inode.attributed()));
            }
            case Operation.Create ignored -> Result.DONE;
            case Operation.Remove ignored -> Result.DONE;
        };
    }

    /** An object of this zone is the same as an agreed one: it becomes that one, or goes where that one is shown already. */
    private Result bindOrDiscard(Item item, Entry entry, FileId file) {
        ShownTree shown = location.shown();
        Entry other = shown.byFile(file);
        if (other == null || other.id() == entry.id()) {
            return put(entry.withFingerprint(entry.isShown() ? Entry.UNKNOWN : ""));
        }
        if (entry.isDirectory()) {
            return publisher.relocation().merge(entry, other);
        }
        Inode inode = Objects.requireNonNull(inode(file));
        boolean later = inode.written().isAfter(item.version); // then a change made here since has not seen it
        return publisher.withdrawal().discard(item, entry, file, later ? other.written() : inode.written());
    }

    /** What this zone did was refused: the agreed tree is shown again. */
    private Result refused(Item item, Entry entry, @Nullable FileId file, Operation operation) {
        Inode inode = file == null ? null : inode(file);
        if (operation instanceof Operation.Create) {
            Entry directory = location.shown().entry(entry.parent());
            if (directory != null && directory.file() != null && directory.id() != Entry.ROOT) {
                Inode parent = inode(directory.file());
                if (parent == null || !parent.isLive()) {
                    location.shown().put(directory.withFile(null));
                }
            }
            return put(entry.withFingerprint(entry.isShown() ? Entry.UNKNOWN : ""));
        }
        if (inode == null || !inode.isLive()) {
            return refusedOfRemoved(item, entry, file, inode);
        }
        Entry own = location.shown().byFile(inode.id());
        if (own == null || own.id() != entry.id()) {
            return Result.DONE;
        }
        if (item.isLost) {
            return publisher.takenBack().lose(item, entry, inode);
        }
        if (!entry.isShown() && inode.kind() == Kind.FILE && item.content == null) {
            item.content = location.agreed()
                    .read(view -> view.get(Tables.CONTENTS, new ContentKey(inode.id(), inode.written())));
            item.written = inode.written();
            item.attributes = inode.attributes();
            item.state = Item.State.NEW;
            return Result.AGAIN;
        }
        return publisher.takenBack().show(item, entry, inode);
    }

    /** What was removed before goes now; what is removed by a later entry stays until then, because more may happen to it. */
    private Result refusedOfRemoved(Item item, Entry entry, @Nullable FileId file, @Nullable Inode inode) {
        Entry free = entry.withPending(null);
        location.shown().put(free);
        if (inode != null && inode.removed().isAfter(item.version)) {
            return Result.DONE;
        }
        Result result = file == null || !entry.isShown()
                ? removed(free)
                : publisher.withdrawal().removed(item, file);
        if (result != Result.DONE) {
            location.shown().put(entry); // under way until it can go, so that it is tried again
        }
        return result;
    }

    private @Nullable Inode inode(FileId file) {
        return location.agreed().read(view -> view.get(Tables.INODES, file));
    }
}
