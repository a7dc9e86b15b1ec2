package org.onecopy.materialize;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.namespace.Effect;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ContentKey;
import org.onecopy.core.shown.Cursor;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.HeldOrigin;
import org.onecopy.core.shown.ShownTree;
import org.onecopy.location.Location;
import org.onecopy.materialize.Publisher.Result;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;
import org.onecopy.storage.Stat;

/**
 * What the journal says of a time in which another node was the writer (H47). The storage may show it already, and more. An operation of
 * this zone that the records do not know as one under way was seen in the storage before it was proposed: it needs a record and no step,
 * and capture looks at what lies there now. Of another zone's changes only the last one of a file counts.
 */
final class Hindsight {
    private final Location location;
    private final Withdrawal withdrawal;
    private final Relocation relocation;

    Hindsight(Location location, Withdrawal withdrawal, Relocation relocation) {
        this.location = location;
        this.withdrawal = withdrawal;
        this.relocation = relocation;
    }

    /** Whether the storage may be ahead of an item. */
    static boolean covers(Location location, Item item) {
        Cursor cursor = location.shown().cursor();
        return !item.version.isAfter(cursor.aheadUpTo());
    }

    /** Whether an item ends an operation of this zone that only its former writer knew, and that left in the storage what it says. */
    static boolean isForgotten(Location location, Item item) {
        if (!covers(location, item)
                || item.journal.operation() == null
                || !location.zone().equals(item.journal.origin())
                || OwnOutcomes.pendingOf(location, item) != null) {
            return false;
        }
        return switch (item.journal.effect()) {
            case Effect.Created created -> created.conflictOf() == null;
            case Effect.Wrote ignored -> true;
            case Effect.Removed ignored -> true;
            case Effect.AttributesSet ignored -> true;
            case Effect.Moved ignored -> false;
            case Effect.Unchanged ignored -> false;
        };
    }

    /** A later change of the file's content, or its removal; null where the item's is the last. */
    static @Nullable Version later(Location location, Item item, FileId file) {
        Inode inode = location.agreed().read(view -> view.get(Tables.INODES, file));
        if (inode == null) {
            return null;
        }
        Version last = Version.max(inode.isLive() ? Version.NONE : inode.removed(), inode.written());
        return last.isAfter(item.version) ? last : null;
    }

    /** Records a forgotten operation. @return AGAIN where the records do not fit it, so that it is shown like another zone's */
    Result record(Item item) {
        FileId file = Objects.requireNonNull(item.journal.file());
        Entry entry = location.shown().byFile(file);
        if (entry == null) {
            return item.journal.effect() instanceof Effect.Created created
                    ? created(item, file, created)
                    : Result.AGAIN;
        }
        if (!entry.isShown() || entry.parent() == Entry.HELD_PARENT) {
            return Result.AGAIN;
        }
        boolean free = entry.pending() == null;
        return switch (item.journal.effect()) {
            case Effect.Created ignored -> Result.AGAIN;
            case Effect.Wrote wrote -> free ? wrote(item, entry, wrote) : Result.AGAIN;
            case Effect.Removed ignored -> isGone(entry) ? withdrawal.forget(entry) : Result.AGAIN;
            case Effect.AttributesSet set -> free ? attributesSet(item, entry, set) : Result.AGAIN;
            case Effect.Moved ignored -> Result.AGAIN;
            case Effect.Unchanged ignored -> Result.AGAIN;
        };
    }

    private Result created(Item item, FileId file, Effect.Created created) {
        ShownTree shown = location.shown();
        Entry directory = shown.byFile(created.parent());
        Entry there = directory == null ? null : shown.child(directory.id(), created.name());
        boolean free =
                there == null || (there.file() == null && there.pending() == null && there.kind() == created.kind());
        if (directory == null || !directory.isShown() || !free) {
            return Result.AGAIN;
        }
        Stat stat = location.tree().stat(location.place(directory, created.name()));
        boolean same = stat != null && stat.kind() == created.kind();
        Content content = created.kind() != Kind.FILE
                ? null
                : location.agreed().read(view -> view.get(Tables.CONTENTS, new ContentKey(file, created.written())));
        if (created.kind() == Kind.FILE && content == null) {
            return Result.AGAIN;
        }
        Version written = created.kind() == Kind.DIRECTORY ? item.version : created.written();
        Entry aside = stat == null && there == null ? aside(directory, created) : null;
        if (aside != null) {
            Entry bound = aside.withFile(file)
                    .withContent(content, created.target())
                    .withVersions(written, item.version, created.attributed())
                    .withFingerprint(Entry.UNKNOWN);
            shown.put(bound);
            return relocation.relocate(bound, directory, created.name());
        }
        shown.put(new Entry(
                        there == null ? shown.nextEntry() : there.id(),
                        directory.id(),
                        created.name(),
                        created.kind(),
                        file,
                        written,
                        item.version,
                        created.attributed(),
                        null,
                        created.target(),
                        created.attributes(),
                        Entry.UNKNOWN,
                        same && stat != null ? Location.identity(stat) : "",
                        null)
                .withContent(content, created.target()));
        return Result.DONE;
    }

    /** What was proposed from the held folder lies there still, under the name that it came from; null where nothing does. */
    private @Nullable Entry aside(Entry directory, Effect.Created created) {
        ShownTree shown = location.shown();
        for (Entry held : shown.children(Entry.HELD_PARENT)) {
            HeldOrigin origin = shown.heldOrigin(held.id());
            if (origin != null
                    && origin.parent() == directory.id()
                    && origin.name().equals(created.name())
                    && held.kind() == created.kind()
                    && held.file() == null
                    && held.pending() == null) {
                return held;
            }
        }
        return null;
    }

    private Result wrote(Item item, Entry entry, Effect.Wrote wrote) {
        if (entry.written().compareTo(item.version) >= 0) {
            return Result.DONE;
        }
        String target = wrote.target() == null ? entry.target() : wrote.target();
        location.shown()
                .put(entry.withContent(wrote.content(), target)
                        .withAttributesOf(entry.attributes().withMtimeNanos(wrote.mtimeNanos()))
                        .withFingerprint(Entry.UNKNOWN)
                        .withVersions(item.version, entry.placed(), entry.attributed()));
        return Result.DONE;
    }

    private Result attributesSet(Item item, Entry entry, Effect.AttributesSet set) {
        if (entry.attributed().compareTo(item.version) < 0) {
            Entry looked = entry.isDirectory() ? entry : entry.withFingerprint(Entry.UNKNOWN);
            location.shown()
                    .put(looked.withAttributesOf(set.attributes())
                            .withVersions(entry.written(), entry.placed(), item.version));
        }
        return Result.DONE;
    }

    private boolean isGone(Entry entry) {
        Stat stat = location.tree().stat(location.place(entry));
        return stat == null || !Location.identity(stat).equals(entry.identity());
    }
}
