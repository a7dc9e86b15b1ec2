package org.onecopy.materialize;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Attributes;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Effect;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.HeldOrigin;
import org.onecopy.core.shown.ShownTree;
import org.onecopy.location.Location;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;
import org.onecopy.storage.Fingerprint;
import org.onecopy.storage.Place;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Step;

/**
 * Shows one agreed effect of another zone in this zone's storage, with its record. Each method may be repeated after a crash at any of
 * its steps. What users did meanwhile is never overwritten: see {@link SetAside}.
 */
final class Publisher {
    private final Location location;
    private final SetAside setAside;
    private final Steps steps;
    private final Relocation relocation;
    private final Withdrawal withdrawal;
    private final LostContents lostContents;
    private final WholeFile whole;

    Publisher(Location location, Steps steps) {
        this.location = location;
        this.steps = steps;
        setAside = new SetAside(location, steps);
        relocation = new Relocation(location, setAside, steps);
        withdrawal = new Withdrawal(location, setAside, steps);
        lostContents = new LostContents(location, setAside, steps);
        whole = new WholeFile(location, this, setAside, steps);
    }

    Relocation relocation() {
        return relocation;
    }

    Withdrawal withdrawal() {
        return withdrawal;
    }

    /** What became of an effect. */
    enum Result {
        DONE,
        /** It depends on something that is not shown (a hole). */
        BLOCKED,
        /** The storage moved on under the step: try the same again. */
        AGAIN
    }

    Result show(Item item) {
        FileId file = item.journal.file();
        if (file == null) {
            return Result.DONE;
        }
        if (item.whole) {
            return whole.show(item, file);
        }
        return switch (item.journal.effect()) {
            case Effect.Created created -> created(item, file, created);
            case Effect.Wrote wrote -> wrote(item, file, wrote);
            case Effect.Moved moved -> moved(item, file, moved);
            case Effect.Removed ignored -> withdrawal.removed(item, file);
            case Effect.AttributesSet set -> attributesSet(item, file, set);
            case Effect.Unchanged ignored -> Result.DONE;
        };
    }

    Result created(Item item, FileId file, Effect.Created created) {
        ShownTree shown = location.shown();
        Entry directory = shown.byFile(created.parent());
        if (directory == null) {
            return Result.BLOCKED;
        }
        Entry own = shown.byFile(file);
        boolean isAhead = own != null && own.placed().compareTo(item.version) >= 0;
        if (own != null && isAhead && own.written().compareTo(created.written()) >= 0) {
            return Result.DONE; // it was ended ahead of its turn before a restart, or shown again by a refusal
        }
        if (own != null && (own.isShown() || isAhead)) {
            return adoptKept(item, own, directory, created);
        }
        Entry ghost = own != null
                ? own.withContent(null, created.target())
                        .withAttributesOf(created.attributes())
                        .withVersions(own.written(), item.version, created.attributed())
                : new Entry(
                        shown.nextEntry(),
                        directory.id(),
                        created.name(),
                        created.kind(),
                        file,
                        Version.NONE,
                        item.version,
                        created.attributed(),
                        null,
                        created.target(),
                        created.attributes(),
                        "",
                        "",
                        null);
        return place(item, ghost, directory, created.name(), created.written());
    }

    /** A removal that was not shown here, because a user had changed the object: its restoration finds it in place. */
    private Result adoptKept(Item item, Entry own, Entry directory, Effect.Created created) {
        if (own.placed().compareTo(item.version) < 0) {
            Result moved = relocation.relocate(own, directory, created.name());
            if (moved != Result.DONE) {
                return moved;
            }
        }
        Entry at = Objects.requireNonNull(location.shown().entry(own.id()));
        Version attributed = Version.max(at.attributed(), created.attributed());
        if (!at.attributed()
                .isAfter(created.attributed())) { // what a user set here may have been refused with the removal
            at = at.withAttributesOf(
                    created.attributes().withMtimeNanos(at.attributes().mtimeNanos()));
        }
        at = at.withVersions(at.written(), Version.max(at.placed(), item.version), attributed);
        location.shown().put(at);
        Content content = item.content;
        boolean other = content != null
                ? at.content() == null || !content.sameAs(at.content())
                : !Objects.equals(created.target(), at.target());
        if (item.mergedInto == null && other && created.written().isAfter(at.written())) {
            return replaceContent(item, at.withContent(at.content(), created.target()), created.written());
        }
        return Result.DONE;
    }

    /** Puts an object at a name where, by agreement, nothing else stands. */
    private Result place(Item item, Entry entry, Entry directory, Name name, Version written) {
        relocation.ensureDirectory(directory);
        Entry there = location.shown().child(directory.id(), name);
        if (there != null && there.id() == entry.id()) {
            there = null;
        }
        if (entry.isDirectory()) {
            return placeDirectory(item, entry, there, directory, name);
        }
        if (item.mergedInto != null) {
            if (there != null && !setAside.free(directory, name, entry.id())) {
                return Result.AGAIN;
            }
            location.shown().put(entry.withSlot(directory.id(), name));
            return Result.DONE;
        }
        if (item.isLost) {
            return lostContents.record(item, entry, directory, name, written);
        }
        Place place = location.place(directory, name);
        if (item.adoptable != null) {
            return adopt(item, entry, there, directory, name, written);
        }
        Place staged = location.stagedPlace(item.itemName());
        if (entry.kind() == Kind.SYMLINK) {
            String target = Objects.requireNonNull(entry.target());
            Stat present = location.tree().stat(place);
            if (present != null && target.equals(present.linkTarget())) {
                item.adoptable = present.fingerprint().token();
                return adopt(item, entry, there, directory, name, written);
            }
            location.tree().purge(staged);
            location.tree().makeLink(staged, target);
        }
        if (there != null && !there.isShown() && !setAside.free(directory, name, entry.id())) {
            return Result.AGAIN;
        }
        steps.begin();
        Step step = location.tree().move(staged, place);
        return switch (step) {
            case Step.Done done -> stagedNow(entry, directory, name, item, written, done.now());
            case Step.TargetExists ignored ->
                setAside.free(directory, name, entry.id())
                        ? place(item, entry, directory, name, written)
                        : Result.AGAIN;
            case Step.Missing ignored ->
                wasPlaced(item, place)
                        ? stagedNow(
                                entry,
                                directory,
                                name,
                                item,
                                written,
                                Objects.requireNonNull(location.tree().stat(place)))
                        : lost(item, entry, directory);
            case Step.Replaced ignored -> Result.AGAIN;
            case Step.NotEmpty ignored -> Result.AGAIN;
        };
    }

    /** An object of a user's making is what had to be shown. */
    private Result adoptedNow(Entry entry, Entry directory, Name name, Item item, Version written, Stat now) {
        shownNow(entry, directory, name, item, written, now);
        item.isUsed = false;
        Entry shown = Objects.requireNonNull(location.shown().entry(entry.id()));
        location.shown().put(shown.withAttributesOf(entry.attributes()));
        return Result.DONE;
    }

    /** A staged object lies in the tree; mode and owner may have been changed by agreement since it was staged. */
    private Result stagedNow(Entry entry, Entry directory, Name name, Item item, Version written, Stat now) {
        Attributes desired = entry.attributes().withMtimeNanos(now.attributes().mtimeNanos());
        Stat shown = now;
        if (entry.kind() == Kind.FILE && desired.differsFrom(now.attributes())) {
            Step step = location.tree().setAttributes(location.place(directory, name), desired);
            shown = Objects.requireNonNullElse(step.nowOrNull(), now);
        }
        return shownNow(entry, directory, name, item, written, shown);
    }

    private Result shownNow(Entry entry, Entry directory, Name name, Item item, Version written, Stat now) {
        item.isUsed = true;
        Entry slot = location.shown().child(directory.id(), name);
        if (slot != null && slot.id() != entry.id()) {
            location.recordGone(slot, new HeldOrigin(directory.id(), name, slot.file(), slot.written()));
        }
        Entry placed = Location.seen(entry.withSlot(directory.id(), name), now)
                .withContent(item.content, entry.target())
                .withVersions(written, entry.placed(), entry.attributed());
        location.shown().put(placed);
        return Result.DONE;
    }

    /** Whether the staged file was moved to its place already, before a crash. */
    private boolean wasPlaced(Item item, Place place) {
        Stat there = location.tree().stat(place);
        return item.staged != null
                && there != null
                && !Location.identity(there).isEmpty()
                && Location.identity(there).equals(Location.identity(item.staged));
    }

    /** The staged file, or the directory, is gone: what is missing is brought again. */
    private Result lost(Item item, Entry entry, Entry directory) {
        if (location.tree().stat(location.stagedPlace(item.itemName())) == null && !entry.isDirectory()) {
            item.state = Item.State.NEW;
            item.staged = null;
        } else if (relocation.isReplaced(directory)) {
            return Result.BLOCKED;
        } else {
            relocation.remakeWhereMissing(
                    Objects.requireNonNull(location.shown().entry(directory.id())));
        }
        return Result.AGAIN;
    }

    private Result adopt(Item item, Entry entry, @Nullable Entry there, Entry directory, Name name, Version written) {
        Stat present = location.tree().stat(location.place(directory, name));
        if (present == null || !present.fingerprint().token().equals(item.adoptable)) {
            item.adoptable = null;
            item.state = Item.State.NEW;
            return Result.AGAIN;
        }
        boolean changedSince = there != null && there.pending() != null && !holds(there, item, entry);
        if (there == null || there.file() != null || changedSince) {
            if (there != null) {
                Entry gone = changedSince ? there.withSeen(there.attributes(), Entry.UNKNOWN, "") : there;
                location.recordGone(gone, new HeldOrigin(directory.id(), name, there.file(), there.written()));
            }
            return adoptedNow(entry, directory, name, item, written, present);
        }
        Entry bound = Location.adopted(there.withAttributesOf(entry.attributes()), present)
                .withFile(entry.file())
                .withContent(item.content, entry.target())
                .withVersions(written, entry.placed(), entry.attributed());
        if (entry.id() != bound.id() && location.shown().entry(entry.id()) != null) {
            location.shown().forget(entry);
        }
        location.shown().put(bound);
        return Result.DONE;
    }

    /** Whether what is under way about an entry is the very content that is to be shown; a user may have changed the object since. */
    private static boolean holds(Entry there, Item item, Entry wanted) {
        return item.content == null
                ? Objects.equals(there.target(), wanted.target())
                : there.content() != null && there.content().sameAs(item.content);
    }

    private Result placeDirectory(Item item, Entry entry, @Nullable Entry there, Entry directory, Name name) {
        steps.begin();
        Step step = location.tree().makeDirectory(location.place(directory, name), entry.attributes());
        if (step instanceof Step.Missing) {
            return lost(item, entry, directory);
        }
        if (step instanceof Step.TargetExists exists) {
            if (exists.there().kind() != Kind.DIRECTORY) {
                return setAside.free(directory, name, entry.id())
                        ? placeDirectory(item, entry, null, directory, name)
                        : Result.AGAIN;
            }
            if (there != null && there.isDirectory() && there.file() == null) {
                location.shown()
                        .put(Location.adopted(there.withAttributesOf(entry.attributes()), exists.there())
                                .withFile(entry.file())
                                .withVersions(item.version, item.version, entry.attributed()));
                return Result.DONE;
            }
            if (there != null) {
                return setAside.free(directory, name, entry.id())
                        ? placeDirectory(item, entry, null, directory, name)
                        : Result.AGAIN;
            }
            return adoptedNow(entry, directory, name, item, item.version, exists.there());
        }
        return shownNow(entry, directory, name, item, item.version, Objects.requireNonNull(step.nowOrNull()));
    }

    private Result wrote(Item item, FileId file, Effect.Wrote wrote) {
        Entry entry = location.shown().byFile(file);
        if (entry == null) {
            return Result.BLOCKED;
        }
        if (item.mergedInto != null || entry.written().compareTo(item.version) >= 0) {
            return Result.DONE;
        }
        Entry changed = entry.withContent(entry.content(), wrote.target() == null ? entry.target() : wrote.target());
        return replaceContent(item, changed, item.version);
    }

    /** Puts another content where an agreed one lies, or lay. */
    Result replaceContent(Item item, Entry entry, Version written) {
        if (entry.parent() == Entry.HELD_PARENT) {
            return setAside.contentOperation(entry) == null ? replaceHeld(item, entry, written) : Result.BLOCKED;
        }
        Entry directory = location.shown().entry(entry.parent());
        if (directory == null) {
            return Result.BLOCKED;
        }
        if (item.isLost) {
            return lostContents.replace(item, entry, directory, written);
        }
        Place place = location.place(directory, entry.name());
        Stat present = location.tree().stat(place);
        boolean isPending = setAside.contentOperation(entry) != null;
        if (present == null || item.adoptable != null) {
            Entry free = isPending ? setAside.splitGone(entry) : entry;
            Entry gone = free.withAttributesOf(entry.attributes().withMtimeNanos(item.attributes.mtimeNanos()));
            return place(item, gone.withFingerprint(""), directory, entry.name(), written);
        }
        Place staged = location.stagedPlace(item.itemName());
        if (entry.kind() == Kind.SYMLINK) {
            location.tree().purge(staged);
            location.tree().makeLink(staged, Objects.requireNonNull(entry.target()));
        }
        boolean clean = !isPending && present.fingerprint().token().equals(entry.fingerprint());
        long heldId = location.shown().nextEntry();
        Place displaced = clean ? SetAside.trash(item.itemName()) : Location.heldPlace(heldId);
        if (!clean) {
            setAside.announce(heldId, new HeldOrigin(directory.id(), entry.name(), entry.file(), entry.written()));
        }
        steps.begin();
        Place swap = location.swapPlace(item.itemName());
        location.tree().move(staged, swap);
        Step step = location.tree().replace(swap, place, displaced);
        if (!(step instanceof Step.Replaced replaced)) {
            location.tree().move(swap, staged);
            return lost(item, entry, directory);
        }
        boolean unchanged = clean
                && location.tree()
                        .differByMoveOnly(
                                new Fingerprint(entry.fingerprint()),
                                replaced.displaced().fingerprint());
        Stat aside = replaced.displaced();
        if (clean && !unchanged) {
            aside = Objects.requireNonNullElse(
                    location.tree().move(displaced, Location.heldPlace(heldId)).nowOrNull(), aside);
        }
        Entry now = entry;
        if (unchanged) {
            location.trashed(item.itemName(), entry, aside);
        } else {
            setAside.split(entry, heldId, aside);
            now = Objects.requireNonNull(location.shown().entry(entry.id()));
        }
        return stagedNow(now, directory, entry.name(), item, written, replaced.now());
    }

    /** Puts another content where an agreed one waits aside for its place. */
    private Result replaceHeld(Item item, Entry entry, Version written) {
        Entry changed = entry.withContent(item.content, entry.target())
                .withVersions(written, entry.placed(), entry.attributed());
        if (item.isLost) {
            location.shown().put(changed.withFingerprint(Entry.UNKNOWN));
            return Result.DONE;
        }
        Place place = location.place(entry);
        Place staged = location.stagedPlace(item.itemName());
        Stat present = location.tree().stat(place);
        boolean clean = present != null && present.fingerprint().token().equals(entry.fingerprint());
        if (entry.kind() == Kind.SYMLINK) {
            location.tree().purge(staged);
            location.tree().makeLink(staged, Objects.requireNonNull(entry.target()));
        }
        HeldOrigin origin = location.shown().heldOrigin(entry.id());
        long id = location.shown().nextEntry();
        if (present != null && !clean) {
            Name name = origin == null ? entry.name() : origin.name();
            setAside.announce(
                    id,
                    new HeldOrigin(origin == null ? Entry.ROOT : origin.parent(), name, entry.file(), entry.written()));
        }
        steps.begin();
        Place swap = location.swapPlace(item.itemName());
        Place displaced = clean ? SetAside.trash(item.itemName()) : Location.heldPlace(id);
        location.tree().move(staged, swap);
        Step step = present == null
                ? location.tree().move(swap, place)
                : location.tree().replace(swap, place, displaced);
        Stat now = step.nowOrNull();
        if (now == null) {
            location.tree().move(swap, staged);
            item.state = Item.State.NEW;
            item.staged = null;
            return Result.AGAIN;
        }
        if (step instanceof Step.Replaced replaced && !clean) {
            setAside.keepApart(id, replaced.displaced());
        }
        item.isUsed = true;
        location.shown().put(Location.seen(changed, now));
        return Result.DONE;
    }

    private Result moved(Item item, FileId file, Effect.Moved moved) {
        ShownTree shown = location.shown();
        Entry entry = shown.byFile(file);
        Entry directory = shown.byFile(moved.parent());
        if (entry == null || directory == null) {
            return Result.BLOCKED;
        }
        if (entry.placed().compareTo(item.version) >= 0) {
            return Result.DONE;
        }
        if (location.zone().equals(moved.yields()) && entry.pending() != null) {
            return yieldTo(item, entry, directory, moved);
        }
        relocation.ensureDirectory(directory);
        Result result = relocation.relocate(entry, directory, moved.name());
        if (result == Result.DONE) {
            Entry at = Objects.requireNonNull(shown.entry(entry.id()));
            boolean seen = at.isShown() || entry.fingerprint().isEmpty();
            if (seen) {
                shown.put(at.withVersions(at.written(), item.version, at.attributed()));
            }
        }
        return result;
    }

    /** The object here is this zone's own change, which won by policy; the file that it was changed from is shown anew elsewhere. */
    private Result yieldTo(Item item, Entry entry, Entry directory, Effect.Moved moved) {
        ShownTree shown = location.shown();
        FileId file = Objects.requireNonNull(entry.file());
        shown.put(entry.withFile(null).withVersions(Version.NONE, Version.NONE, Version.NONE));
        Entry ghost = new Entry(
                shown.nextEntry(),
                directory.id(),
                moved.name(),
                entry.kind(),
                file,
                Version.NONE,
                item.version,
                entry.attributed(),
                null,
                entry.target(),
                entry.attributes(),
                "",
                "",
                null);
        shown.put(ghost);
        return item.content == null && entry.kind() == Kind.FILE
                ? Result.DONE
                : place(item, ghost, directory, moved.name(), item.written);
    }

    /** Shows what the agreed tree says of a file now, after something that this zone did with it was refused. */
    Result reshow(Item item, Entry entry, Inode inode) {
        Entry directory = location.shown().byFile(inode.parent());
        if (directory == null) {
            return Result.DONE; // the journal will bring it there
        }
        relocation.ensureDirectory(directory);
        Result result = entry.isShown()
                ? relocation.relocate(entry, directory, inode.name())
                : place(item, agreed(item, entry, inode), directory, inode.name(), wanted(item, inode));
        if (result != Result.DONE) {
            return result;
        }
        showAttributes(Objects.requireNonNull(location.shown().entry(entry.id())), inode);
        return Result.DONE;
    }

    /** A refused removal would show a content again that no zone has. */
    Result lose(Item item, Entry entry, Inode inode) {
        Entry directory = location.shown().byFile(inode.parent());
        return directory == null
                ? Result.DONE // the journal will bring it there
                : lostContents.record(
                        item,
                        entry.withVersions(entry.written(), inode.placed(), entry.attributed()),
                        directory,
                        inode.name(),
                        item.written);
    }

    /** Where a user has changed the object meanwhile, capture sees that it differs from what is agreed. */
    void showAttributes(Entry entry, Inode inode) {
        long mtime = inode.written().equals(entry.written())
                ? inode.attributes().mtimeNanos()
                : entry.attributes().mtimeNanos();
        Attributes desired = inode.attributes().withMtimeNanos(mtime);
        Stat present = location.tree().stat(location.place(entry));
        Entry now = entry.withAttributesOf(desired);
        if (present != null
                && present.fingerprint().token().equals(entry.fingerprint())
                && !present.attributes().equals(desired)) {
            steps.begin();
            Step step = location.tree().setAttributes(location.place(entry), desired);
            now = step.nowOrNull() instanceof Stat changed ? Location.seen(entry, changed) : now;
        }
        location.shown().put(now.withVersions(now.written(), inode.placed(), inode.attributed()));
    }

    /** The content that was staged may be older than the one that stands by now: then the journal brings that one. */
    private static Version wanted(Item item, Inode inode) {
        return inode.kind() == Kind.FILE ? item.written : inode.written();
    }

    private static Entry agreed(Item item, Entry entry, Inode inode) {
        Attributes attributes = inode.kind() == Kind.FILE ? item.attributes : inode.attributes();
        return entry.withContent(entry.content(), inode.target()).withAttributesOf(attributes);
    }

    private Result attributesSet(Item item, FileId file, Effect.AttributesSet set) {
        Entry entry = location.shown().byFile(file);
        if (entry == null) {
            return Result.BLOCKED;
        }
        if (entry.attributed().compareTo(item.version) >= 0) {
            return Result.DONE;
        }
        Entry changed = entry.withVersions(entry.written(), entry.placed(), item.version);
        if (!entry.isShown()) {
            location.shown().put(changed.withAttributesOf(set.attributes()));
            return Result.DONE;
        }
        Place place = location.place(entry);
        Stat present = location.tree().stat(place);
        boolean clean = present != null && present.fingerprint().token().equals(entry.fingerprint());
        if (present == null || present.kind() != entry.kind()) {
            location.shown().put(changed.withAttributesOf(set.attributes()));
            return Result.DONE;
        }
        steps.begin();
        long mtime =
                clean ? set.attributes().mtimeNanos() : present.attributes().mtimeNanos();
        Step step = location.tree().setAttributes(place, set.attributes().withMtimeNanos(mtime));
        Stat now = step.nowOrNull();
        Entry recorded = changed.withAttributesOf(set.attributes());
        location.shown().put(clean && now != null ? Location.seen(recorded, now) : recorded);
        return Result.DONE;
    }
}
