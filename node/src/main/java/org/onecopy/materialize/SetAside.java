package org.onecopy.materialize;

import org.jspecify.annotations.Nullable;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.OpId;
import org.onecopy.core.namespace.Operation;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.HeldOrigin;
import org.onecopy.core.shown.Pending;
import org.onecopy.location.Location;
import org.onecopy.location.Notices.Severity;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Step;

/**
 * What lies where something agreed must stand, and is not known to be agreed itself, is never destroyed (R6): it goes to the held
 * folder, from where capture proposes it. In a location whose rule names another zone as the source of truth, unknown things found at
 * the beginning go to the trash instead.
 */
final class SetAside {
    private final Location location;
    private final Steps steps;

    SetAside(Location location, Steps steps) {
        this.location = location;
        this.steps = steps;
    }

    /**
     * Frees a name for an entry: what else lies there goes to the held folder, and so does another entry that has the name in the
     * records.
     *
     * @param placing the id of the entry that is to get the name
     * @return false where the storage took another step meanwhile, so that it must be tried again
     */
    boolean free(Entry directory, Name name, long placing) {
        Entry named = location.shown().child(directory.id(), name);
        Entry other = named != null && named.id() != placing ? named : null;
        Place place = location.place(directory, name);
        Stat stat = location.tree().stat(place);
        Entry owner = other != null && stat != null && other.isShown() && other.kind() == stat.kind() ? other : null;
        if (stat != null) {
            HeldOrigin origin = named != null && named.kind() == stat.kind()
                    ? origin(named, directory, name)
                    : new HeldOrigin(directory.id(), name, null, Version.NONE);
            long id = owner != null ? owner.id() : location.shown().nextEntry();
            announce(id, origin);
            Step step = location.tree().move(place, Location.heldPlace(id));
            if (step.nowOrNull() instanceof Stat now) {
                record(owner, id, origin, now);
            } else if (!(step instanceof Step.Missing)) {
                return false;
            }
        }
        if (other != null && owner == null) {
            recordGone(other, directory, name);
        }
        return true;
    }

    /** An entry's object is not at its name any more: its record leaves the name. */
    void recordGone(Entry entry, Entry directory, Name name) {
        location.recordGone(entry, origin(entry, directory, name));
    }

    /**
     * Takes an object to the held folder until it is agreed what becomes of it.
     *
     * @param directory the one that its name is to be in
     * @return false where the storage took another step meanwhile, so that it must be tried again
     */
    boolean hold(Entry entry, Entry directory) {
        HeldOrigin origin = origin(entry, directory, entry.name());
        if (!entry.isShown()) {
            location.recordGone(entry, origin);
            return true;
        }
        announce(entry.id(), origin);
        Step step = location.tree().move(location.place(entry), Location.heldPlace(entry.id()));
        if (step.nowOrNull() instanceof Stat now) {
            record(entry, entry.id(), origin, now);
            return true;
        }
        if (step instanceof Step.Missing && location.tree().stat(location.place(entry)) == null) {
            location.recordGone(entry, origin);
            return true;
        }
        return false;
    }

    /** Says durably where an object that is about to go to the held folder comes from, so that a crash does not lose it (H4). */
    void announce(long id, HeldOrigin origin) {
        location.tree().flush();
        location.shown().put(id, origin);
        location.records().commit(true);
        steps.begin();
    }

    /** An object that was displaced into the held folder under its entry's or a new id is recorded there. */
    void record(@Nullable Entry entry, long id, HeldOrigin origin, Stat now) {
        Entry held = entry != null && entry.kind() == now.kind() && !isRemoved(entry)
                ? location.movedObject(entry, now)
                : unknown(id, origin.name(), now);
        location.recordHeld(held, origin);
        location.notice(
                Severity.INFO,
                "set-aside",
                java.util.List.of(origin.name()),
                "an unagreed change lay where an agreed one had to be shown; it is kept and will be proposed");
    }

    /** An object in the held folder is a change of a file that is shown elsewhere. */
    void keepAsChange(Entry held, Stat now, FileId file, Version base) {
        HeldOrigin before = location.shown().heldOrigin(held.id());
        Name name = before == null ? held.name() : before.name();
        long parent = before == null ? Entry.ROOT : before.parent();
        location.recordHeld(unknown(held.id(), name, now), new HeldOrigin(parent, name, file, base));
    }

    /** An object that lay in the held folder for an entry, and is not what was recorded, is a change of its own there. */
    void keepApart(long id, Stat now) {
        HeldOrigin origin = location.shown().heldOrigin(id);
        if (origin != null) {
            location.recordHeld(unknown(id, origin.name(), now), origin);
        }
    }

    /** Removed by agreement and kept for a difference that no operation is about yet: a change of that file, no longer the file. */
    private static boolean isRemoved(Entry entry) {
        return entry.file() != null && entry.pending() == null && entry.placed().equals(Version.NONE);
    }

    private HeldOrigin origin(Entry entry, Entry directory, Name name) {
        return new HeldOrigin(directory.id(), name, entry.file(), entry.written());
    }

    private static Entry unknown(long id, Name name, Stat stat) {
        return new Entry(
                id,
                Entry.HELD_PARENT,
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

    /**
     * Splits a change that no operation is about yet from the file that it changed: the object, already in the held folder, gets an
     * entry of its own; the file's entry shows nothing until its agreed content is published.
     *
     * @param entry the file's entry
     * @param now the object as it lies in the held folder, under {@link Location#heldPlace} of {@code id}
     */
    void split(Entry entry, long id, Stat now) {
        Entry held = unknown(id, entry.name(), now);
        if (entry.kind() != now.kind()) {
            splitGone(entry); // a user put something else there, which is new
            location.recordHeld(held, new HeldOrigin(entry.parent(), entry.name(), null, Version.NONE));
            return;
        }
        if (contentOperation(entry) != null) {
            held = location.movedObject(
                    held.withContent(entry.content(), entry.target()).withFingerprint(entry.fingerprint()), now);
        }
        splitOff(entry, held);
        location.notice(
                Severity.INFO,
                "set-aside",
                location.place(entry).path().names(),
                "a change made here without knowing of an agreed one is kept and will become a conflict copy");
    }

    /** As {@link #split}, where the changed object is gone already: its operation under way, if any, ends without one. */
    Entry splitGone(Entry entry) {
        if (contentOperation(entry) == null) {
            location.shown().put(entry.withFingerprint(""));
            return entry.withFingerprint("");
        }
        splitOff(
                entry,
                new Entry(
                        location.shown().nextEntry(),
                        Entry.HELD_PARENT,
                        entry.name(),
                        entry.kind(),
                        null,
                        Version.NONE,
                        Version.NONE,
                        Version.NONE,
                        entry.content(),
                        entry.target(),
                        entry.attributes(),
                        "",
                        "",
                        null));
        return java.util.Objects.requireNonNull(location.shown().entry(entry.id()));
    }

    /**
     * The operation under way that proposed the content which the object holds, be it as a new file that was taken for an agreed one with
     * the same content; null where it holds what is agreed.
     */
    @Nullable
    OpId contentOperation(Entry entry) {
        OpId operation = entry.pending();
        Pending pending = operation == null ? null : location.shown().pending(operation);
        boolean content = pending != null
                && (pending.operation() instanceof Operation.Write
                        || (pending.operation() instanceof Operation.Create && entry.file() != null));
        return content ? operation : null;
    }

    private void splitOff(Entry entry, Entry held) {
        OpId operation = contentOperation(entry);
        Pending pending = operation == null ? null : location.shown().pending(operation);
        if (operation != null && pending != null) {
            location.shown().put(operation, pending.as(held.id(), pending.operation()));
        }
        location.shown()
                .put(entry.withPending(operation != null ? null : entry.pending())
                        .withFingerprint(""));
        Entry directory = location.shown().entry(entry.parent());
        long parent = directory == null ? Entry.ROOT : directory.id();
        location.recordHeld(
                held.withPending(operation), new HeldOrigin(parent, entry.name(), entry.file(), entry.written()));
    }

    /** A name in the trash for an item whose own is taken: it was shown before a stop, too, and then what it displaced went there. */
    Name otherName(Item item) {
        return Location.itemName(item.version, location.shown().nextEntry());
    }

    /** A place in the trash. */
    static Place trash(Name item) {
        return Place.item(Area.TRASH, item);
    }
}
