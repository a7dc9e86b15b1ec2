package org.onecopy.materialize;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Attributes;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.HeldOrigin;
import org.onecopy.location.Location;
import org.onecopy.materialize.Publisher.Result;
import org.onecopy.model.Version;
import org.onecopy.storage.Place;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Step;

/**
 * Puts an object at a name where, by agreement, nothing else stands: the staged file or link, a directory, or what a user has put there
 * already where that is the same (adopted). What else lies there is set aside.
 */
final class Placement {
    private final Location location;
    private final SetAside setAside;
    private final Relocation relocation;
    private final LostContents lostContents;
    private final Steps steps;

    Placement(Location location, SetAside setAside, Relocation relocation, LostContents lostContents, Steps steps) {
        this.location = location;
        this.setAside = setAside;
        this.relocation = relocation;
        this.lostContents = lostContents;
        this.steps = steps;
    }

    /** Puts an object at a name where, by agreement, nothing else stands. */
    Result place(Item item, Entry entry, Entry directory, Name name, Version written) {
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
        if (entry.kind() == Kind.SYMLINK) {
            String target = Objects.requireNonNull(entry.target());
            Stat present = location.tree().stat(place);
            if (present != null && target.equals(present.linkTarget())) {
                item.adoptable = present.fingerprint().token();
                return adopt(item, entry, there, directory, name, written);
            }
            stageLink(item, target);
        }
        if (there != null && !there.isShown() && !setAside.free(directory, name, entry.id())) {
            return Result.AGAIN;
        }
        return moveIn(item, entry, directory, name, written);
    }

    /** Makes a link in the staging folder, in the place of one that a stop left there. */
    void stageLink(Item item, String target) {
        Place staged = location.stagedPlace(item.itemName());
        location.tree().purge(staged);
        location.tree().makeLink(staged, target);
    }

    /** Moves what is staged to its name, without overwriting. */
    private Result moveIn(Item item, Entry entry, Entry directory, Name name, Version written) {
        Place place = location.place(directory, name);
        steps.begin();
        Step step = location.tree().move(location.stagedPlace(item.itemName()), place);
        return switch (step) {
            case Step.Done done -> stagedNow(entry, directory, name, item, written, done.now());
            case Step.TargetExists exists -> occupied(item, entry, directory, name, written, exists.there());
            case Step.Missing ignored ->
                wasPlaced(item, place)
                        ? stagedNow(
                                entry,
                                directory,
                                name,
                                item,
                                written,
                                Objects.requireNonNull(location.tree().stat(place)))
                        : bringAgain(item, entry, directory);
            case Step.Replaced ignored -> Result.AGAIN;
            case Step.NotEmpty ignored -> Result.AGAIN;
        };
    }

    /**
     * Something lies there already. Where looks are dear, it was not compared before the content was brought: that is done now, because
     * after a stop it may be the very content.
     */
    private Result occupied(Item item, Entry entry, Entry directory, Name name, Version written, Stat there) {
        boolean unseen = location.tree().capabilities().stepsAtOnce() > 1 && !item.isOccupied;
        if (unseen && entry.kind() == Kind.FILE && there.kind() == Kind.FILE) {
            item.isOccupied = true;
            item.state = Item.State.NEW;
            item.staged = null;
            return Result.AGAIN;
        }
        return setAside.free(directory, name, entry.id()) ? place(item, entry, directory, name, written) : Result.AGAIN;
    }

    private Result placeDirectory(Item item, Entry entry, @Nullable Entry there, Entry directory, Name name) {
        steps.begin();
        Step step = location.tree().makeDirectory(location.place(directory, name), entry.attributes());
        if (step instanceof Step.Missing) {
            return bringAgain(item, entry, directory);
        }
        if (step instanceof Step.TargetExists exists) {
            if (exists.there().kind() != Kind.DIRECTORY) {
                return setAside.free(directory, name, entry.id())
                        ? placeDirectory(item, entry, null, directory, name)
                        : Result.AGAIN;
            }
            if (there != null && there.isDirectory() && there.file() == null) {
                lookAgainWhereOther(entry, directory, exists.there());
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
        Stat made = Objects.requireNonNull(step.nowOrNull());
        AgreedAttributes.tellOfLack(location, location.place(directory, name), entry.attributes(), made);
        return shownNow(entry, directory, name, item, item.version, made);
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
        lookAgainWhereOther(entry, directory, present);
        return Result.DONE;
    }

    /** An object of a user's making has another mode or owner than agreed: nothing else would make capture look at it soon. */
    private void lookAgainWhereOther(Entry wanted, Entry directory, Stat present) {
        if (location.tree().shown(wanted.attributes()).differsFrom(present.attributes())) {
            location.shown().lookAgain(directory.id());
        }
    }

    /** Whether what is under way about an entry is the very content that is to be shown; a user may have changed the object since. */
    private static boolean holds(Entry there, Item item, Entry wanted) {
        return item.content == null
                ? Objects.equals(there.target(), wanted.target())
                : there.content() != null && there.content().sameAs(item.content);
    }

    /** An object of a user's making is what had to be shown. */
    private Result adoptedNow(Entry entry, Entry directory, Name name, Item item, Version written, Stat now) {
        shownNow(entry, directory, name, item, written, now);
        item.isUsed = false;
        Entry shown = Objects.requireNonNull(location.shown().entry(entry.id()));
        location.shown().put(shown.withAttributesOf(entry.attributes()));
        lookAgainWhereOther(entry, directory, now);
        return Result.DONE;
    }

    /** A staged object lies in the tree; mode and owner may have been changed by agreement since it was staged. */
    Result stagedNow(Entry entry, Entry directory, Name name, Item item, Version written, Stat now) {
        Attributes desired = entry.attributes().withMtimeNanos(now.attributes().mtimeNanos());
        Stat shown = now;
        if (entry.kind() == Kind.FILE && location.tree().shown(desired).differsFrom(now.attributes())) {
            Step step = location.tree().setAttributes(location.place(directory, name), desired);
            shown = Objects.requireNonNullElse(step.nowOrNull(), now);
        }
        AgreedAttributes.tellOfLack(location, location.place(directory, name), entry.attributes(), shown);
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
    Result bringAgain(Item item, Entry entry, Entry directory) {
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
}
