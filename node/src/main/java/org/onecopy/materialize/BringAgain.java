package org.onecopy.materialize;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.onecopy.consistency.Sights.Sight;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.RepairShare;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ChildKey;
import org.onecopy.core.shown.CheckItem;
import org.onecopy.core.shown.Entry;
import org.onecopy.location.Location;
import org.onecopy.model.FileId;
import org.onecopy.storage.Place;
import org.onecopy.storage.Stat;

/**
 * Shows again what is agreed of something, of a directory with all that is in it: a content is brought from another zone first, and
 * verified; then it takes the place of what lies there, which goes to the trash, or is kept beside it.
 */
final class BringAgain implements Mend {
    private static final int READ_MAX = 64;
    private static final int TRIES_MAX = 3;
    private static final Name FIRST_NAME = new Name("\u0001");

    private final MendingParts parts;
    private final CheckItem finding;
    private final boolean keepsBoth;
    private final Deque<Unread> directories = new ArrayDeque<>();
    private final List<Item> items = new ArrayList<>();
    private final Item first;
    private final Batch.Ends ends = new Shown();
    private boolean isPrepared;
    private long furtherNanos;
    private RepairShare.Counts counts = RepairShare.Counts.NONE;
    private int failures;
    private String firstFailure = "";
    private @Nullable Ending ending;

    /** A directory whose children are to be shown, from a name on. */
    private record Unread(FileId directory, Name from) {}

    /** @param keepsBoth whether what lies there is kept beside, and not in the trash */
    BringAgain(MendingParts parts, CheckItem finding, Inode agreed, boolean keepsBoth) {
        this.parts = parts;
        this.finding = finding;
        this.keepsBoth = keepsBoth;
        furtherNanos = parts.nanos();
        first = Item.mending(agreed, parts.location.shown().nextEntry());
        items.add(first);
    }

    /**
     * Goes on where something was shown just before a stop: what the records do not know is taken up, and a directory is looked through.
     *
     * @param isRecorded whether the records say that it is shown
     */
    static BringAgain goingOn(MendingParts parts, CheckItem finding, Inode agreed, boolean isRecorded) {
        BringAgain mend = new BringAgain(parts, finding, agreed, false);
        mend.items.clear();
        if (isRecorded) {
            mend.directories.add(new Unread(agreed.id(), FIRST_NAME));
        } else {
            mend.items.add(Item.live(agreed));
        }
        return mend;
    }

    @Override
    public @Nullable Ending ending() {
        return ending;
    }

    @Override
    public void drop() {
        items.forEach(parts.preparation::drop);
        items.clear();
    }

    @Override
    public boolean step() {
        if (ending != null) {
            return false;
        }
        if (items.isEmpty() && !directories.isEmpty()) {
            read(directories.removeFirst());
            return true;
        }
        boolean worked = false;
        for (Item item : List.copyOf(items)) {
            boolean wasReady = item.isReady();
            parts.preparation.begin(item, true);
            worked |= item.isReady() != wasReady;
            if (item.isReady() && ending == null && (item != first || isPrepared || prepare())) {
                parts.show(item, ends);
                worked = true;
            }
        }
        if (ending == null && items.isEmpty() && directories.isEmpty()) {
            end();
        } else if (ending == null && parts.nanos() - furtherNanos > MendingParts.PATIENCE_NANOS) {
            items.forEach(item -> fail(item, reason(item)));
            drop();
            directories.clear();
            end();
        }
        return worked || ending != null;
    }

    private void end() {
        ending = failures == 0
                ? Ending.mended(counts)
                : Ending.left(
                        failures == 1 ? firstFailure : failures + " things in it could not be shown; " + firstFailure,
                        counts);
    }

    private static String reason(Item item) {
        return item.problemMessage.isEmpty() ? "its content did not come" : item.problemMessage;
    }

    private final class Shown implements Batch.Ends {
        @Override
        public void shown(Item item) {
            items.remove(item);
            furtherNanos = parts.nanos();
            Inode inode = item.inode;
            if (inode != null && inode.isDirectory()) {
                directories.addFirst(new Unread(inode.id(), FIRST_NAME));
            } else if (inode != null) {
                counts = counts.plus(new RepairShare.Counts(0, 0, 0, 1, inode.length(), 0, 0));
            }
        }

        @Override
        public void hole(Item item, boolean parked) {
            if (item.problemCode.startsWith("storage-") && item.tries > TRIES_MAX) {
                items.remove(item);
                parts.preparation.drop(item);
                fail(item, reason(item));
            } else if (item.isReady()) {
                parts.preparation.postpone(item); // the directory above it, perhaps
            }
        }
    }

    private void fail(Item item, String reason) {
        failures++;
        if (firstFailure.isEmpty()) {
            firstFailure = item == first || item.inode == null ? reason : item.inode.name() + ": " + reason;
        }
    }

    /** Makes room for what is to be shown; not before its content has come. @return false where that ended it */
    private boolean prepare() {
        Sight sight = parts.sights.of(finding);
        Inode agreed = sight == null ? null : sight.agreed();
        if (sight == null || agreed == null || !parts.isAsFound(finding, sight)) {
            leave(sight);
            return false;
        }
        Entry entry = parts.entry(finding, sight);
        if (entry != null && entry.pending() != null) {
            stop(Ending.left("a change of it is under way: left to whoever made it", counts));
            return false;
        }
        Stat seen = sight.seen();
        Entry own = entry != null
                        && agreed.id().equals(entry.file())
                        && entry.isShown()
                        && entry.parent() != Entry.HELD_PARENT
                ? entry
                : null;
        if (seen != null && seen.kind() == Kind.DIRECTORY && agreed.isDirectory()) {
            stop(Ending.left("the storage does not let the directory be read", counts));
            return false;
        }
        first.replaces = own != null
                && seen != null
                && seen.kind() == agreed.kind()
                && own.fingerprint().equals(seen.fingerprint().token());
        first.keepsBoth = first.replaces && keepsBoth;
        isPrepared = true;
        if (first.replaces) {
            counts = counts.plus(new RepairShare.Counts(0, 0, 0, 0, 0, keepsBoth ? 0 : 1, 0));
            return true;
        }
        Entry other = own == null && entry != null && !agreed.id().equals(entry.file()) ? entry : null;
        if (other != null && parts.isConcerned(other)) {
            stop(Ending.left("something else that is agreed is known to lie here: check again", counts));
            return false;
        }
        if (own != null) {
            parts.location.shown().put(own.withFingerprint("")); // nobody is to take its absence for a removal
        }
        if (seen != null) {
            if (other != null) {
                parts.location.shown().put(other.withFingerprint(""));
            }
            parts.location.records().commit(true);
        }
        if (seen != null && !isCleared(sight, seen)) {
            stop(Ending.left("it was changed at the last moment: left to whoever did", counts));
            return false;
        }
        if (other != null) {
            parts.forget(other);
        }
        return true;
    }

    private boolean isCleared(Sight sight, Stat seen) {
        Entry directory = parts.location.shown().byFile(sight.directory().id());
        if (keepsBoth && directory != null) {
            return parts.keepAside(directory, new Name(finding.name()));
        }
        boolean trashed = parts.trash(Place.inTree(sight.path()), seen);
        counts = counts.plus(new RepairShare.Counts(0, 0, 0, 0, 0, trashed ? 1 : 0, 0));
        return trashed;
    }

    private void leave(@Nullable Sight sight) {
        stop(
                sight == null || parts.sights.difference(sight) == null
                        ? Ending.mended(counts)
                        : Ending.left("it was changed since the check: left to whoever did", counts));
    }

    private void stop(Ending with) {
        drop();
        ending = with;
    }

    private void read(Unread unread) {
        Location location = parts.location;
        List<Inode> children = new ArrayList<>();
        boolean more = location.agreed().read(view -> {
            List<Map.Entry<ChildKey, FileId>> rows = view.first(
                    READ_MAX,
                    Tables.CHILDREN,
                    new ChildKey(unread.directory, unread.from),
                    new ChildKey(FileId.ofPacked(unread.directory.packed() + 1), FIRST_NAME));
            for (Map.Entry<ChildKey, FileId> row : rows) {
                Inode inode = view.get(Tables.INODES, row.getValue());
                if (inode != null && inode.isLive()) {
                    children.add(inode);
                }
            }
            if (rows.size() == READ_MAX) {
                Name last = rows.getLast().getKey().name();
                directories.addFirst(new Unread(unread.directory, new Name(last.value() + "\u0001")));
            }
            return rows.size() == READ_MAX;
        });
        children.forEach(this::add);
        if (!more && children.isEmpty()) {
            furtherNanos = parts.nanos();
        }
    }

    /** Something in a directory that was missing: what a user has done with it meanwhile stays. */
    private void add(Inode inode) {
        Location location = parts.location;
        Entry entry = location.shown().byFile(inode.id());
        if (entry != null && entry.pending() != null) {
            failures++;
            firstFailure = firstFailure.isEmpty() ? inode.name() + ": a change of it is under way" : firstFailure;
            return;
        }
        if (entry != null && entry.isShown() && location.tree().stat(location.place(entry)) == null) {
            location.shown().put(entry.withFingerprint(""));
        } else if (entry != null && entry.isShown()) {
            if (inode.isDirectory()) {
                directories.addFirst(
                        new Unread(inode.id(), FIRST_NAME)); // shown before a stop, without all that is in it, perhaps
            }
            return;
        }
        items.add(Item.live(inode));
    }
}
