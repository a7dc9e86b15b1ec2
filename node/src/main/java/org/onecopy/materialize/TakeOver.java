package org.onecopy.materialize;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.onecopy.consistency.Sights.Sight;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.RepairShare;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ChildKey;
import org.onecopy.core.shown.CheckItem;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.ShownTree;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;

/**
 * What lies in this zone is taken for right: the records stop saying that they know it, so that capture finds it, reads it, and proposes
 * it as any user's change, with what was agreed at the check as its base; through the zone's guard. What is missing is proposed as removed.
 */
final class TakeOver implements Mend {
    private static final int READ_MAX = 64;
    private static final Name FIRST_NAME = new Name("\u0001");

    private final MendingParts parts;
    private final CheckItem finding;
    private final String agreedBefore;
    private final Deque<FileId> removing = new ArrayDeque<>();
    private final Set<FileId> proposed = new HashSet<>();
    private boolean isTaken;
    private long furtherNanos;
    private long looksAtNanos;
    private @Nullable Ending ending;

    /** @param sight as the check saw it */
    TakeOver(MendingParts parts, CheckItem finding, Sight sight) {
        this.parts = parts;
        this.finding = finding;
        agreedBefore = sight.agreedToken();
        furtherNanos = parts.nanos();
    }

    @Override
    public @Nullable Ending ending() {
        return ending;
    }

    @Override
    public void drop() {
        // what is proposed is proposed
    }

    @Override
    public boolean step() {
        if (ending != null) {
            return false;
        }
        Sight sight = parts.sights.of(finding);
        if (!isTaken) {
            isTaken = true;
            take(sight);
            return true;
        }
        if (!removing.isEmpty()) {
            return removeNext();
        }
        if (parts.nanos() - looksAtNanos < 0) {
            return false;
        }
        looksAtNanos = parts.nanos() + 500_000_000L;
        Entry entry = sight == null ? null : parts.entry(finding, sight);
        if (entry != null && entry.pending() != null) {
            furtherNanos = parts.nanos(); // it is on its way, or held by the guard
            return false;
        }
        boolean changed = sight == null || !sight.agreedToken().equals(agreedBefore);
        if (changed && (sight == null || parts.sights.difference(sight) == null)) {
            ending = Ending.mended(new RepairShare.Counts(0, 0, 0, 0, 0, 0, 1));
        } else if (parts.nanos() - furtherNanos > MendingParts.PATIENCE_NANOS) {
            ending = Ending.left(
                    "it was proposed, and was not taken: somebody else has changed it, or the guard was told to reject it");
        }
        return ending != null;
    }

    private void take(@Nullable Sight sight) {
        if (sight == null || !sight.token().equals(finding.token())) {
            ending = sight == null || parts.sights.difference(sight) == null
                    ? Ending.mended(RepairShare.Counts.NONE)
                    : Ending.left("it was changed since the check: left to whoever did");
            return;
        }
        ShownTree shown = parts.location.shown();
        Entry directory = shown.byFile(sight.directory().id());
        Entry entry = parts.entry(finding, sight);
        Inode agreed = sight.agreed();
        if (entry != null && entry.pending() != null) {
            ending = Ending.left("a change of it is under way: left to whoever made it");
        } else if (directory == null) {
            ending = Ending.left("its directory is not shown here");
        } else if (agreed == null) {
            if (entry != null) {
                asNew(entry);
            }
            shown.lookAgain(directory.id());
        } else if (sight.seen() == null) {
            remove(agreed, directory);
        } else if (entry != null && !agreed.id().equals(entry.file()) && parts.isConcerned(entry)) {
            ending = Ending.left("something else that is agreed is known to lie here: check again");
        } else {
            asChanged(agreed, entry, directory);
        }
    }

    /** Capture finds something else than what is agreed. */
    private void asChanged(Inode agreed, @Nullable Entry entry, Entry directory) {
        ShownTree shown = parts.location.shown();
        if (entry != null && !agreed.id().equals(entry.file())) {
            parts.forget(entry);
        }
        Entry known = shown.byFile(agreed.id());
        Entry own = known != null ? known : ghost(agreed, directory);
        shown.put(own.withContent(agreed.content(), agreed.target())
                .withVersions(agreed.written(), agreed.placed(), agreed.attributed())
                .withSeen(parts.location.tree().shown(agreed.attributes()), Entry.UNKNOWN, own.identity()));
        shown.lookAgain(own.id() == Entry.ROOT ? Entry.ROOT : own.parent());
    }

    /** A record of something agreed that shows nothing. */
    private Entry ghost(Inode inode, Entry directory) {
        return new Entry(
                parts.location.shown().nextEntry(),
                directory.id(),
                inode.name(),
                inode.kind(),
                inode.id(),
                inode.written(),
                inode.placed(),
                inode.attributed(),
                null,
                inode.target(),
                inode.attributes(),
                "",
                "",
                null);
    }

    /** What no agreement knows any more: capture finds something new. */
    private void asNew(Entry entry) {
        ShownTree shown = parts.location.shown();
        for (Entry child : shown.children(entry.id())) {
            if (child.pending() == null && (child.file() == null || !parts.isLive(child.file()))) {
                asNew(child);
            }
        }
        Entry unbound = entry.withFile(null).withVersions(Version.NONE, Version.NONE, Version.NONE);
        shown.put(unbound.withFingerprint(Entry.UNKNOWN));
        if (entry.isDirectory()) {
            shown.lookAgain(entry.id());
        }
    }

    private void remove(Inode agreed, Entry directory) {
        if (agreed.isDirectory()) {
            removing.addFirst(agreed.id());
        } else {
            propose(agreed, directory);
        }
    }

    private void propose(Inode inode, Entry directory) {
        proposed.add(inode.id());
        ShownTree shown = parts.location.shown();
        Entry known = shown.byFile(inode.id());
        Entry entry = known != null ? known : ghost(inode, directory);
        parts.outbox.remove(entry.withVersions(inode.written(), inode.placed(), inode.attributed()));
        furtherNanos = parts.nanos();
    }

    /** A missing directory goes from the inside out: each piece once the one before is decided. */
    private boolean removeNext() {
        FileId top = removing.getFirst();
        Inode directory = parts.location.agreed().read(view -> view.get(Tables.INODES, top));
        List<Inode> left = directory == null || !directory.isLive() ? List.of() : children(top);
        boolean isAwaited = left.stream().anyMatch(each -> isPending(each.id())) || isPending(top);
        if (directory == null || !directory.isLive()) {
            removing.removeFirst();
            return true;
        }
        if (isAwaited) {
            furtherNanos = parts.nanos();
            return false;
        }
        if (parts.nanos() - furtherNanos > MendingParts.PATIENCE_NANOS) {
            removing.clear();
            return true;
        }
        Entry known = entryOf(directory);
        if (known == null) {
            removing.clear();
            ending = Ending.left("its directory is not shown here");
            return true;
        }
        boolean any = false;
        for (Inode each : left) {
            if (proposed.contains(each.id())) {
                continue;
            }
            any = true;
            if (each.isDirectory()) {
                removing.addFirst(each.id());
                return true;
            }
            propose(each, known);
        }
        if (!any && left.isEmpty() && proposed.add(top)) {
            Entry above = parts.location.shown().entry(known.parent());
            if (above != null) {
                propose(directory, above);
            }
            return true;
        }
        return any;
    }

    /** The record of an agreed directory; one that shows nothing, where there was none. */
    private @Nullable Entry entryOf(Inode directory) {
        ShownTree shown = parts.location.shown();
        Entry known = shown.byFile(directory.id());
        Entry above = known != null ? null : shown.byFile(directory.parent());
        if (known != null || above == null) {
            return known;
        }
        Entry made = ghost(directory, above);
        shown.put(made);
        return made;
    }

    private boolean isPending(FileId file) {
        Entry entry = parts.location.shown().byFile(file);
        return entry != null && entry.pending() != null;
    }

    private List<Inode> children(FileId directory) {
        return parts.location.agreed().read(view -> {
            List<Map.Entry<ChildKey, FileId>> rows = view.first(
                    READ_MAX,
                    Tables.CHILDREN,
                    new ChildKey(directory, FIRST_NAME),
                    new ChildKey(FileId.ofPacked(directory.packed() + 1), FIRST_NAME));
            return rows.stream()
                    .map(row -> view.get(Tables.INODES, row.getValue()))
                    .filter(inode -> inode != null && inode.isLive())
                    .map(java.util.Objects::requireNonNull)
                    .toList();
        });
    }
}
