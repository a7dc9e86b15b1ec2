package org.onecopy.materialize;

import java.util.Objects;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Operation;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.Pending;
import org.onecopy.core.shown.ShownTree;
import org.onecopy.location.Location;
import org.onecopy.materialize.Publisher.Result;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;
import org.onecopy.storage.Fingerprint;
import org.onecopy.storage.Place;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Step;

/** Takes objects out of the tree that were removed by agreement, or that stand for something shown elsewhere. */
final class Withdrawal {
    private final Location location;
    private final SetAside setAside;
    private final Steps steps;

    Withdrawal(Location location, SetAside setAside, Steps steps) {
        this.location = location;
        this.setAside = setAside;
        this.steps = steps;
    }

    /** Shows an agreed removal. */
    Result removed(Item item, FileId file) {
        Entry entry = location.shown().byFile(file);
        if (entry == null || (!item.whole && entry.placed().isAfter(item.version))) {
            return Result.DONE; // restored since, and shown so already
        }
        Stat present = entry.isShown() ? location.tree().stat(location.place(entry)) : null;
        if (present == null || present.kind() != entry.kind()) {
            location.shown()
                    .lookAgain(entry.parent()); // what has come to its name was taken for a version of it, perhaps
            return forget(entry);
        }
        if (entry.pending() != null) {
            return keepRemoved(entry, present);
        }
        steps.begin();
        return entry.isDirectory() ? removedDirectory(item, entry, present) : removedFile(item, entry, present);
    }

    /**
     * Removed by agreement and kept here, because something a user did with it is not agreed yet: a write or a move restores it; if
     * anything else is refused, it is removed then. Its place is not agreed any more. Where its own creation is under way, which had been
     * taken for that of the file, it is what it was before.
     */
    private Result keepRemoved(Entry entry, Stat present) {
        if (entry.parent() == Entry.HELD_PARENT && entry.pending() == null && entry.file() != null) {
            setAside.keepAsChange(entry, present, entry.file(), entry.written());
            return Result.DONE;
        }
        Pending pending = entry.pending() == null ? null : location.shown().pending(entry.pending());
        boolean isNew = pending != null && pending.operation() instanceof Operation.Create;
        location.shown()
                .put(
                        isNew
                                ? entry.withFile(null).withVersions(Version.NONE, Version.NONE, Version.NONE)
                                : entry.withVersions(entry.written(), Version.NONE, entry.attributed()));
        return Result.DONE;
    }

    private Result removedDirectory(Item item, Entry entry, Stat present) {
        ShownTree shown = location.shown();
        Step step = location.tree().removeDirectory(location.place(entry));
        if (step instanceof Step.NotEmpty && entry.parent() == Entry.HELD_PARENT) {
            // nobody looks into it as long as it stands for something that was agreed
            setAside.keepAsChange(entry, present, Objects.requireNonNull(entry.file()), entry.written());
            return Result.DONE;
        }
        if (step instanceof Step.NotEmpty) {
            boolean restored = false;
            for (Entry child : shown.children(entry.id())) {
                if (child.file() != null && child.pending() == null && child.isShown()) {
                    if (!child.placed().isAfter(item.version)) {
                        return Result.BLOCKED;
                    }
                    restored = true;
                }
            }
            if (restored) { // it holds already what came into it after it was made anew: it stays, and its restoration
                // finds it
                shown.put(entry.withVersions(entry.written(), Version.NONE, entry.attributed()));
                return Result.DONE;
            }
            shown.put(entry.withFile(null).withVersions(item.version, Version.NONE, Version.NONE));
            shown.lookAgain(entry.id()); // a user has put something into it, which may have been looked at already
            return Result.DONE;
        }
        return forget(entry);
    }

    private Result removedFile(Item item, Entry entry, Stat present) {
        if (!present.fingerprint().token().equals(entry.fingerprint())) {
            return keepRemoved(entry, present);
        }
        Name name = item.itemName();
        Step step = location.tree().move(location.place(entry), SetAside.trash(name));
        if (step instanceof Step.TargetExists) {
            name = setAside.otherName(item);
            step = location.tree().move(location.place(entry), SetAside.trash(name));
        }
        Stat now = step.nowOrNull();
        if (now == null) {
            return forget(entry);
        }
        if (location.tree().differByMoveOnly(new Fingerprint(entry.fingerprint()), now.fingerprint())) {
            location.trashed(name, entry, now);
        } else {
            long heldId = location.shown().nextEntry();
            Stat held = location.tree()
                    .move(SetAside.trash(name), Location.heldPlace(heldId))
                    .nowOrNull();
            setAside.split(entry, heldId, held == null ? now : held);
            return forget(Objects.requireNonNull(location.shown().entry(entry.id())));
        }
        return forget(entry);
    }

    /** Forgets what is gone, with all below it; something found there that is not agreed stays known. */
    Result forget(Entry entry) {
        for (Entry child : location.shown().children(entry.id())) {
            if (child.pending() != null || child.isShown()) {
                location.shown().put(entry.withFile(null).withVersions(entry.written(), Version.NONE, Version.NONE));
                location.shown().lookAgain(entry.id());
                return Result.DONE;
            }
            forget(child);
        }
        if (entry.pending() != null) {
            location.shown().put(entry.withFile(null).withFingerprint(""));
        } else {
            location.shown().forget(entry);
        }
        return Result.DONE;
    }

    /** An object of this zone is the same content as an agreed file, unless it was changed since: then it is a change of that one. */
    Result discard(Item item, Entry entry, FileId file, Version written) {
        Entry held = entry;
        if (entry.isShown() && entry.parent() != Entry.HELD_PARENT) {
            Entry directory = Objects.requireNonNull(location.shown().entry(entry.parent()));
            if (!setAside.free(directory, entry.name(), Entry.ROOT)) {
                return Result.AGAIN;
            }
            held = Objects.requireNonNull(location.shown().entry(entry.id()));
        }
        Place place = location.place(held);
        Stat there = held.isShown() ? location.tree().stat(place) : null;
        if (there != null && !there.fingerprint().token().equals(held.fingerprint())) {
            setAside.keepAsChange(held, there, file, written);
            return Result.DONE;
        }
        if (there != null) {
            steps.begin();
            Name name = item.itemName();
            Step step = location.tree().move(place, SetAside.trash(name));
            if (step instanceof Step.TargetExists) {
                name = setAside.otherName(item);
                step = location.tree().move(place, SetAside.trash(name));
            }
            if (step.nowOrNull() instanceof Stat now) {
                location.trashed(name, held.withFile(file), now);
            }
        }
        location.shown().forget(held);
        return Result.DONE;
    }
}
