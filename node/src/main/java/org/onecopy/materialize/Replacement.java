package org.onecopy.materialize;

import java.util.Objects;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.HeldOrigin;
import org.onecopy.location.Location;
import org.onecopy.materialize.Publisher.Result;
import org.onecopy.model.Version;
import org.onecopy.storage.Fingerprint;
import org.onecopy.storage.Place;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Step;

/**
 * Puts another content where an agreed one lies, or lay: the staged one is exchanged with it, and what came out is looked at (H13). What
 * was recorded goes to the trash; anything else is a user's change and is split off.
 */
final class Replacement {
    private final Location location;
    private final SetAside setAside;
    private final Placement placement;
    private final LostContents lostContents;
    private final Steps steps;

    Replacement(Location location, SetAside setAside, Placement placement, LostContents lostContents, Steps steps) {
        this.location = location;
        this.setAside = setAside;
        this.placement = placement;
        this.lostContents = lostContents;
        this.steps = steps;
    }

    /** Puts another content where an agreed one lies, or lay. */
    Result replace(Item item, Entry entry, Version written) {
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
            return placement.place(item, gone.withFingerprint(""), directory, entry.name(), written);
        }
        if (entry.kind() == Kind.SYMLINK) {
            placement.stageLink(item, Objects.requireNonNull(entry.target()));
        }
        boolean clean = !isPending && present.fingerprint().token().equals(entry.fingerprint());
        return item.keepsBoth && clean
                ? keepBoth(item, entry, directory, written)
                : exchange(item, entry, directory, written, clean);
    }

    /**
     * Exchanges what lies there with what is staged.
     *
     * @param clean whether the record's object lay there when it was last looked at
     */
    private Result exchange(Item item, Entry entry, Entry directory, Version written, boolean clean) {
        Place place = location.place(directory, entry.name());
        Place staged = location.stagedPlace(item.itemName());
        long heldId = location.shown().nextEntry();
        Name trashed = item.itemName();
        Place displaced = clean ? SetAside.trash(trashed) : Location.heldPlace(heldId);
        if (!clean) {
            setAside.announce(heldId, new HeldOrigin(directory.id(), entry.name(), entry.file(), entry.written()));
        }
        steps.begin();
        Place swap = location.swapPlace(item.itemName());
        location.tree().move(staged, swap);
        Step step = location.tree().replace(swap, place, displaced);
        if (clean && step instanceof Step.TargetExists) {
            trashed = setAside.otherName(item);
            displaced = SetAside.trash(trashed);
            step = location.tree().replace(swap, place, displaced);
        }
        if (!(step instanceof Step.Replaced replaced)) {
            location.tree().move(swap, staged);
            return placement.bringAgain(item, entry, directory);
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
            // what is mended never was the agreed content
            location.trashed(trashed, item.replaces ? entry.withContent(null, entry.target()) : entry, aside);
        } else {
            setAside.split(entry, heldId, aside);
            now = Objects.requireNonNull(location.shown().entry(entry.id()));
        }
        return placement.stagedNow(now, directory, entry.name(), item, written, replaced.now());
    }

    /** Puts the agreed content where another one lies, which is kept as something new: it will become a conflict copy. */
    private Result keepBoth(Item item, Entry entry, Entry directory, Version written) {
        long id = location.shown().nextEntry();
        HeldOrigin origin = new HeldOrigin(directory.id(), entry.name(), null, Version.NONE);
        setAside.announce(id, origin);
        Place staged = location.stagedPlace(item.itemName());
        Place swap = location.swapPlace(item.itemName());
        location.tree().move(staged, swap);
        Step step = location.tree().replace(swap, location.place(directory, entry.name()), Location.heldPlace(id));
        if (!(step instanceof Step.Replaced replaced)) {
            location.tree().move(swap, staged);
            return placement.bringAgain(item, entry, directory);
        }
        setAside.record(null, id, origin, replaced.displaced());
        return placement.stagedNow(entry, directory, entry.name(), item, written, replaced.now());
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
            placement.stageLink(item, Objects.requireNonNull(entry.target()));
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
        if (step instanceof Step.Replaced replaced && clean) {
            displacedFromHeld(item, entry, id, replaced.displaced());
        } else if (step instanceof Step.Replaced replaced) {
            setAside.keepApart(id, replaced.displaced());
        }
        item.isUsed = true;
        location.shown().put(Location.seen(changed, now));
        return Result.DONE;
    }

    /** What lay aside is in the trash now; where somebody wrote to it at the last moment, it is a change, and aside again. */
    private void displacedFromHeld(Item item, Entry entry, long id, Stat displaced) {
        if (location.tree().differByMoveOnly(new Fingerprint(entry.fingerprint()), displaced.fingerprint())) {
            location.trashed(item.itemName(), entry, displaced);
            return;
        }
        HeldOrigin origin = location.shown().heldOrigin(entry.id());
        HeldOrigin own = origin == null
                ? new HeldOrigin(Entry.ROOT, entry.name(), entry.file(), entry.written())
                : new HeldOrigin(origin.parent(), origin.name(), entry.file(), entry.written());
        setAside.announce(id, own);
        Stat held = location.tree()
                .move(SetAside.trash(item.itemName()), Location.heldPlace(id))
                .nowOrNull();
        setAside.keepApart(id, held == null ? displaced : held);
    }
}
