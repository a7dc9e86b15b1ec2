package org.onecopy.materialize;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Content;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.OpId;
import org.onecopy.core.namespace.Operation;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ContentKey;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.HeldOrigin;
import org.onecopy.core.shown.Pending;
import org.onecopy.core.shown.ShownTables.PendingKey;
import org.onecopy.location.Location;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;

/**
 * Takes back into the records what users did and what was proposed of it, where nobody can tell any more what became of the proposals:
 * the records then say what was agreed before, so that whatever is still different is found, and proposed anew.
 */
final class Unproposed {
    private final Location location;

    Unproposed(Location location) {
        this.location = location;
    }

    void forgetAll() {
        forget(Set.of(), false);
    }

    /**
     * To be followed by a reissue: a move stays proposed where its object waits aside, or something that is decided has its former
     * name.
     *
     * @param decided what is agreed under its own name, or held by a guard
     */
    void forgetAllBut(Set<OpId> decided) {
        forget(decided, true);
    }

    /** The last first, as users' changes are taken back: what was moved away finds its name free of what came there after it. */
    private void forget(Set<OpId> decided, boolean isReissued) {
        for (Map.Entry<PendingKey, Pending> row :
                List.copyOf(location.shown().allPending()).reversed()) {
            OpId id = row.getKey().operation();
            if (decided.contains(id)) {
                continue;
            }
            Operation operation = row.getValue().operation();
            Entry entry = location.shown().entry(row.getValue().entry());
            if (entry == null || !id.equals(entry.pending())) {
                location.shown().forget(id);
            } else if (!(isReissued && operation instanceof Operation.Move && isKeptFromItsPlace(entry))) {
                location.shown().forget(id);
                forget(entry.withPending(null), operation);
            }
        }
    }

    private boolean isKeptFromItsPlace(Entry entry) {
        Inode inode = entry.file() == null ? null : inode(entry.file());
        return inode != null
                && inode.isLive()
                && inode.placed().equals(entry.placed())
                && atItsPlace(entry, inode).equals(entry);
    }

    private void forget(Entry entry, Operation operation) {
        FileId file = entry.file();
        Inode inode = file == null ? null : inode(file);
        boolean isGone = inode == null || !inode.isLive();
        if (file != null
                && isGone
                && entry.parent() == Entry.HELD_PARENT
                && entry.placed().equals(Version.NONE)) {
            keepAsChange(entry, file);
            return;
        }
        switch (operation) {
            case Operation.Create ignored -> create(entry);
            case Operation.Write ignored -> location.shown().put(unknown(withoutContent(entry, inode)));
            case Operation.Move ignored -> location.shown().put(atItsPlace(entry, inode));
            case Operation.Remove ignored -> location.shown().put(entry.withFingerprint(Entry.UNKNOWN));
            case Operation.SetAttributes ignored -> location.shown().put(withoutAttributes(entry, inode));
        }
    }

    /** Removed by agreement, and kept aside for an operation of which nobody will hear: a change of that file, no longer the file. */
    private void keepAsChange(Entry held, FileId file) {
        HeldOrigin before = location.shown().heldOrigin(held.id());
        location.recordHeld(
                unknown(held.withFile(null).withVersions(Version.NONE, Version.NONE, Version.NONE)),
                new HeldOrigin(
                        before == null ? Entry.ROOT : before.parent(),
                        before == null ? held.name() : before.name(),
                        file,
                        held.written()));
    }

    /** What was removed by agreement and kept for a difference is looked at again: the answer would have said what becomes of it. */
    private static Entry withoutAttributes(Entry entry, @Nullable Inode inode) {
        if (entry.file() != null && entry.placed().equals(Version.NONE)) {
            return unknown(entry);
        }
        return inode == null || !inode.attributed().equals(entry.attributed())
                ? entry
                : entry.withAttributesOf(inode.attributes());
    }

    /** Not agreed as far as anybody knows: unknown again; what lies in the held folder, or holds something, stays known. */
    private void create(Entry entry) {
        boolean keeps = entry.parent() == Entry.HELD_PARENT
                || !location.shown().children(entry.id()).isEmpty();
        if (entry.file() != null || keeps) {
            location.shown().put(entry);
        } else {
            location.shown().forget(entry);
        }
    }

    private static Entry unknown(Entry entry) {
        return entry.isShown() ? entry.withFingerprint(Entry.UNKNOWN) : entry;
    }

    /** With the content that the record's version stands for, and not with the one that was proposed. */
    private Entry withoutContent(Entry entry, @Nullable Inode inode) {
        FileId file = entry.file();
        Content content = file == null ? null : content(new ContentKey(file, entry.written()));
        String target = inode != null && inode.written().equals(entry.written()) ? inode.target() : null;
        return entry.withContent(content, target);
    }

    private @Nullable Content content(ContentKey key) {
        return location.agreed().read(view -> view.get(Tables.CONTENTS, key));
    }

    private @Nullable Inode inode(FileId file) {
        return location.agreed().read(view -> view.get(Tables.INODES, file));
    }

    /**
     * Where it is still agreed to lie, if its name there is free: the object is found where the user moved it. What was set aside lies in
     * the held folder, and is brought from there.
     */
    private Entry atItsPlace(Entry entry, @Nullable Inode inode) {
        if (entry.parent() == Entry.HELD_PARENT
                || inode == null
                || !inode.isLive()
                || !inode.placed().equals(entry.placed())) {
            return entry;
        }
        Entry directory = location.shown().byFile(inode.parent());
        return directory != null && location.shown().child(directory.id(), inode.name()) == null
                ? entry.withSlot(directory.id(), inode.name())
                : entry;
    }
}
