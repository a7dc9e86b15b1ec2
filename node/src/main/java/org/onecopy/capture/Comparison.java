package org.onecopy.capture;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.capture.Hashing.Hashed;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.ShownTree;
import org.onecopy.location.Location;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.Place;
import org.onecopy.storage.Stat;

/** One object in the storage beside what the local records say of it: what, if anything, is to be proposed. */
final class Comparison {
    private final Location location;
    private final Outbox outbox;
    private final Capture capture;
    private final AgreedContents agreed;
    private final Remains remains;
    private final Discards discards;
    private final SeenAttributes attributes;

    Comparison(
            Location location,
            Outbox outbox,
            Capture capture,
            AgreedContents agreed,
            Remains remains,
            Discards discards) {
        this.location = location;
        this.outbox = outbox;
        this.capture = capture;
        this.agreed = agreed;
        this.remains = remains;
        this.discards = discards;
        attributes = new SeenAttributes(location);
    }

    void compare(Entry directory, Name name, Stat found, boolean below, boolean settled) {
        Stat stat = attributes.taken(directory, name, found);
        Entry known = location.shown().child(directory.id(), name);
        if (known == null) {
            Entry moved = movedHere(directory, name, stat);
            if (moved == null) {
                unknown(directory, name, stat, settled);
            } else if (moved.isDirectory() && moved.pending() != null) {
                capture.lookBelow(moved.id());
            }
            return;
        }
        if (known.pending() != null) {
            waiting(directory, known, stat, below);
        } else if (known.kind() != stat.kind() || isOtherObject(known, stat)) {
            replaced(directory, known, stat, settled);
        } else if (known.isDirectory()) {
            directory(known, stat, below);
        } else if (!known.fingerprint().equals(stat.fingerprint().token()) || known.file() == null) {
            changed(directory, known, stat, settled);
        } else if (attributes.differ(known, stat)) {
            attributes(
                    known, Location.seen(known, stat)); // changed together with the content, which was proposed first
        }
    }

    /** Something is under way about it: a difference is looked at later; what lies below a directory is looked at anyway. */
    private void waiting(Entry directory, Entry known, Stat stat, boolean below) {
        boolean areDirectories = known.isDirectory() && stat.kind() == Kind.DIRECTORY;
        if (areDirectories && below && known.isShown()) {
            capture.lookBelow(known.id());
        }
        if (!known.fingerprint().equals(stat.fingerprint().token()) || attributes.differ(known, stat)) {
            capture.lookAfterwards(directory.id());
        }
    }

    /**
     * Another known object was moved over this one. A file moved over a file is a change of its content instead, so that other zones
     * replace it in one step too.
     */
    private boolean isOtherObject(Entry known, Stat stat) {
        if (known.kind() == Kind.FILE) {
            return false;
        }
        Entry other = location.shown().byIdentity(Location.identity(stat));
        return other != null && other.id() != known.id() && isMovable(other, stat);
    }

    /** The known entry whose object lies here now and not where it was, moved in the records too; null where there is none. */
    private @Nullable Entry movedHere(Entry directory, Name name, Stat stat) {
        Entry entry = location.shown().byIdentity(Location.identity(stat));
        if (entry == null || !isMovable(entry, stat)) {
            return null;
        }
        if (entry.pending() != null || entry.file() == null || isInside(directory, entry)) {
            capture.lookAfterwards(directory.id());
            return entry;
        }
        Entry moved = outbox.move(entry, directory, name);
        if (!moved.fingerprint().equals(stat.fingerprint().token()) || attributes.differ(moved, stat)) {
            capture.lookAfterwards(directory.id()); // the rest is compared once the move is agreed
        }
        return moved;
    }

    private boolean isMovable(Entry entry, Stat stat) {
        if (entry.kind() != stat.kind() || entry.id() == Entry.ROOT || entry.parent() == Entry.HELD_PARENT) {
            return false;
        }
        Stat there = location.tree().stat(location.place(entry));
        return there == null || !Location.identity(there).equals(entry.identity());
    }

    private boolean isInside(Entry directory, Entry candidate) {
        ShownTree shown = location.shown();
        Entry step = directory;
        while (step != null && step.id() != Entry.ROOT) {
            if (step.id() == candidate.id()) {
                return true;
            }
            step = shown.entry(step.parent());
        }
        return false;
    }

    private void unknown(Entry directory, Name name, Stat stat, boolean settled) {
        if (capture.isDiscarding()) {
            discards.discard(location.place(directory, name), location.shown().nextEntry());
            return;
        }
        if (stat.kind() != Kind.FILE && isNotNew(directory, name, stat, null)) {
            return;
        }
        switch (stat.kind()) {
            case FILE -> capture.candidate(directory, name, stat, settled);
            case SYMLINK -> outbox.create(fresh(directory, name, stat), directory, name, null);
            case DIRECTORY -> {
                Entry made = outbox.create(fresh(directory, name, stat), directory, name, null);
                capture.lookBelow(made.id());
            }
        }
    }

    /** Whether something that no record knows was put there by agreement: it waits for its record, or goes. */
    private boolean isNotNew(Entry directory, Name name, Stat stat, @Nullable Content content) {
        if (agreed.isAwaited(directory, name, stat, content)) {
            capture.lookAfterwards(directory.id());
            return true;
        }
        if (!remains.isLeft(directory, name, stat, content)) {
            return false;
        }
        if (!discards.trashAgreed(location.place(directory, name), stat)) {
            capture.lookLater(directory.id());
        }
        return true;
    }

    private Entry fresh(Entry directory, Name name, Stat stat) {
        return new Entry(
                location.shown().nextEntry(),
                directory.id(),
                name,
                stat.kind(),
                null,
                Version.NONE,
                Version.NONE,
                Version.NONE,
                null,
                stat.linkTarget(),
                stat.attributes(),
                stat.fingerprint().token(),
                Location.identity(stat),
                null);
    }

    /** Something else lies where the known object lay: that one was removed, and this one came. */
    private void replaced(Entry directory, Entry known, Stat stat, boolean settled) {
        if (!known.isShown() && known.file() != null && known.kind() == stat.kind() && !known.isDirectory()) {
            changed(directory, known, stat, settled); // its content never came here, and a user made one
            return;
        }
        if (known.file() == null) {
            forgetAll(known);
            capture.lookLater(directory.id());
            return;
        }
        removeAll(known);
        capture.lookAfterwards(directory.id());
    }

    private boolean removeAll(Entry entry) {
        boolean complete = true;
        for (Entry child : entry.isDirectory() ? location.shown().children(entry.id()) : List.<Entry>of()) {
            complete &= removeAll(child);
        }
        if (complete && entry.pending() == null && entry.file() != null && entry.isShown()) {
            outbox.remove(entry);
            return true;
        }
        if (entry.pending() == null
                && entry.file() == null
                && location.shown().children(entry.id()).isEmpty()) {
            location.shown().forget(entry); // it was never agreed, and its object went with the directory
            return true;
        }
        return entry.pending() != null && !entry.isShown();
    }

    private void directory(Entry known, Stat stat, boolean below) {
        // removed by agreement and kept, while nobody can tell what became of the difference: the refusal removes it
        boolean kept =
                known.fingerprint().equals(Entry.UNKNOWN) && known.placed().equals(Version.NONE);
        boolean differs = known.file() != null && known.isShown() && (kept || attributes.differ(known, stat));
        if (differs || !known.fingerprint().equals(stat.fingerprint().token())) {
            Entry seen = Location.seen(known, stat);
            location.shown().put(seen);
            if (differs && seen.attributed().isAfter(Version.NONE)) {
                outbox.setAttributes(seen, attributes.wanted(known, seen));
            }
        }
        boolean adopted = known.fingerprint().equals(Entry.UNKNOWN); // and nobody has looked at what lies in it
        if (below || adopted || known.file() == null) {
            capture.lookBelow(known.id());
        }
    }

    private void changed(Entry directory, Entry known, Stat stat, boolean settled) {
        if (stat.kind() == Kind.FILE) {
            capture.candidate(directory, known.name(), stat, settled);
            return;
        }
        Entry seen = Location.seen(known, stat);
        if (known.file() == null) {
            outbox.create(seen.withContent(null, stat.linkTarget()), directory, known.name(), null);
        } else if (stat.linkTarget() != null && !stat.linkTarget().equals(known.target())) {
            outbox.write(seen.withContent(null, stat.linkTarget()), known.file(), known.written(), null);
        } else {
            attributes(known, seen);
        }
    }

    /**
     * The same content with other attributes, perhaps. What was removed by agreement and kept because it differed is proposed in any
     * case: the refusal removes it.
     */
    private void attributes(Entry known, Entry seen) {
        location.shown().put(seen);
        boolean removed = known.file() != null && known.placed().equals(Version.NONE);
        if (removed || attributes.isOther(known, seen)) {
            outbox.setAttributes(seen, attributes.wanted(known, seen));
        }
    }

    /** A file was read completely and did not change meanwhile. */
    void hashed(Entry directory, Name name, Stat read, Hashed result) {
        Stat stat = attributes.taken(directory, name, read);
        ShownTree shown = location.shown();
        Entry known = shown.child(directory.id(), name);
        Content content = java.util.Objects.requireNonNull(result.content());
        // Where a look is a request, the next scan sees what has come to an unknown name since.
        boolean unlooked = known == null && location.tree().capabilities().stepsAtOnce() > 1;
        Stat now = unlooked ? stat : location.tree().stat(location.place(directory, name));
        if (now == null || !now.fingerprint().equals(stat.fingerprint())) {
            capture.lookLater(directory.id()); // another object has got the name since
            return;
        }
        if (known == null) {
            if (location.shown().byIdentity(Location.identity(stat)) instanceof Entry other && isMovable(other, stat)) {
                capture.lookLater(directory.id());
                return;
            }
            if (agreed.isOurs(directory, name, content) || isNotNew(directory, name, stat, content)) {
                return;
            }
            outbox.keepChunks(content, result);
            outbox.create(fresh(directory, name, stat), directory, name, content);
            return;
        }
        if (known.pending() != null || known.kind() != Kind.FILE) {
            capture.lookAfterwards(directory.id());
            return;
        }
        if (known.fingerprint().equals(stat.fingerprint().token()) && known.file() != null) {
            return;
        }
        Entry seen = Location.seen(known, stat);
        FileId file = known.file();
        outbox.keepChunks(content, result);
        if (file == null) {
            outbox.create(seen, directory, name, content);
        } else if (known.content() != null && known.isShown() && known.content().sameAs(content)) {
            attributes(known, seen);
        } else if (!agreed.isOurs(known, file, content)) {
            write(directory, known, stat, content);
        } else if (known.placed().equals(Version.NONE) && !agreed.isOnItsWay(file, content)) {
            withdraw(directory, known, stat);
        } else if (isAgreedAsItLies(known, content) && !agreed.isOnItsWay(file, content)) {
            attributes(
                    known, seen); // the writer before this one had shown it, and nothing is to come that would find it
        }
    }

    private static boolean isAgreedAsItLies(Entry known, Content content) {
        return !known.isShown() && known.content() != null && known.content().sameAs(content);
    }

    /** A removed file was kept because it differed; but what lies there is what the writer before this one had shown, or as good as that. */
    private void withdraw(Entry directory, Entry known, Stat seen) {
        Place place = location.place(directory, known.name());
        if (discards.trashAgreed(place, seen)) {
            location.shown().forget(known);
        } else {
            capture.lookLater(directory.id());
        }
    }

    /** Another content, perhaps with another mode or owner: those are proposed once the content is agreed. */
    private void write(Entry directory, Entry known, Stat stat, Content content) {
        Entry seen = Location.seen(known, stat);
        FileId file = java.util.Objects.requireNonNull(known.file());
        if (attributes.differ(known, stat)) {
            capture.lookAfterwards(directory.id());
        }
        long mtime = seen.attributes().mtimeNanos();
        outbox.write(seen.withAttributesOf(known.attributes().withMtimeNanos(mtime)), file, known.written(), content);
    }

    /** A directory that is known and not agreed: proposed where something lies in it, removed where it is empty. */
    @Nullable
    Entry nameDirectory(Entry directory, boolean empty, int others) {
        Entry parent = location.shown().entry(directory.parent());
        if (parent == null || !Outbox.isNamed(parent) || directory.parent() == Entry.HELD_PARENT) {
            return null;
        }
        if (empty
                && others == 0
                && directory.placed().equals(Version.NONE)
                && directory.written().isAfter(Version.NONE)) {
            removeEmpty(directory);
            return null;
        }
        if (empty && others > 0) {
            return null; // only what is excluded keeps it
        }
        Place place = location.place(directory);
        Stat stat = location.tree().stat(place);
        return stat == null
                ? null
                : outbox.create(
                        Location.seen(directory, stat).withVersions(Version.NONE, Version.NONE, Version.NONE),
                        parent,
                        directory.name(),
                        null);
    }

    /** An empty directory that is not agreed any more goes; where the storage refuses that, it is tried again after a while. */
    private void removeEmpty(Entry directory) {
        try {
            location.tree().removeDirectory(location.place(directory));
        } catch (StorageException e) {
            if (e.concernsWholeTree()) {
                throw e;
            }
            capture.lookLater(directory.id());
            return;
        }
        if (location.shown().children(directory.id()).isEmpty()) {
            location.shown().forget(directory);
        }
    }

    /** Forgets what is neither there nor agreed; of what lay below it and is agreed the removal is proposed first. */
    void forgetAll(Entry entry) {
        for (Entry child : location.shown().children(entry.id())) {
            if (child.file() != null) {
                removeAll(child);
            } else if (child.pending() == null) {
                forgetAll(child);
            }
        }
        if (location.shown().children(entry.id()).isEmpty()) {
            location.shown().forget(entry);
        }
    }
}
