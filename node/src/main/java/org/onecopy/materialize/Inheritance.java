package org.onecopy.materialize;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.core.namespace.JournalEntry;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.shown.Cursor;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.HeldOrigin;
import org.onecopy.core.shown.ShownTree;
import org.onecopy.location.Location;
import org.onecopy.model.FileId;
import org.onecopy.model.NodeId;
import org.onecopy.model.Version;
import org.onecopy.storage.Fingerprint;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Tree.ListSink;

/**
 * What another node of the zone has left in the working folders, of which the records here may say nothing (H9, H47). What it was still
 * bringing goes, which also keeps it from publishing that, should it wake up. All else may be a user's: it is looked at like anything
 * that had to be set aside.
 */
final class Inheritance {
    private static final String ITEM_PREFIX = "at-";
    private static final int VERSION_DIGITS = 16;

    private final Location location;
    private final SetAside setAside;

    Inheritance(Location location, SetAside setAside) {
        this.location = location;
        this.setAside = setAside;
    }

    /** Objects that were about to take another's place, or lost theirs, without an intent that says so. May be repeated. */
    void lookAtSwaps() {
        for (Name name : names(Area.STAGE)) {
            if (name.value().startsWith(Location.SWAP_PREFIX)) {
                look(Place.item(Area.STAGE, name), versionOf(name));
            }
        }
    }

    /** What another node was bringing, and what it had displaced and not looked at yet. May be repeated. */
    void sweep() {
        for (Name name : names(Area.STAGE)) {
            if (versionOf(name) != null && !isOf(name, location.self())) {
                location.tree().purge(Place.item(Area.STAGE, name));
            }
        }
        Cursor cursor = location.shown().cursor();
        for (Name name : names(Area.TRASH)) {
            Version version = versionOf(name);
            if (version != null && version.isAfter(cursor.lowWater()) && !version.isAfter(cursor.aheadUpTo())) {
                look(Place.item(Area.TRASH, name), version);
            }
        }
    }

    /** The version in the name of an item of a working folder, or null where it has another kind of name. */
    static @Nullable Version versionOf(Name name) {
        String text = name.value();
        int from = text.startsWith(Location.SWAP_PREFIX) ? Location.SWAP_PREFIX.length() : 0;
        int to = text.indexOf(Location.NODE_MARK);
        if (!text.startsWith(ITEM_PREFIX, from)) {
            return null;
        }
        int digits = from + ITEM_PREFIX.length() + VERSION_DIGITS;
        boolean isOneOfSeveral = to > digits && text.charAt(digits) == '-'; // staged to mend something
        int end = isOneOfSeveral ? digits : to < 0 ? text.length() : to;
        try {
            return new Version(Long.parseLong(text, from + ITEM_PREFIX.length(), end, 16));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return null;
        }
    }

    /** Whether a node has staged it. */
    static boolean isOf(Name name, NodeId node) {
        return name.value().endsWith(Location.NODE_MARK + node);
    }

    private List<Name> names(Area area) {
        List<Name> names = new ArrayList<>();
        location.tree().list(new Place(area, TreePath.ROOT), new ListSink() {
            @Override
            public void entry(Name name, Stat stat) {
                names.add(name);
            }

            @Override
            public void refused(String printableName, String reason) {
                // not ours: left alone
            }
        });
        return names;
    }

    /** Something that was displaced, or was about to displace: as recorded, it belongs into the trash; else its content decides. */
    private void look(Place place, @Nullable Version version) {
        Stat stat = location.tree().stat(place);
        FileId file = version == null ? null : fileOf(version);
        if (stat == null || file == null) {
            return;
        }
        Entry entry = location.shown().byFile(file);
        boolean expected = entry != null
                && entry.isShown()
                && location.tree().differByMoveOnly(new Fingerprint(entry.fingerprint()), stat.fingerprint());
        if (expected && place.area() == Area.TRASH) {
            return;
        }
        long id = location.shown().nextEntry();
        HeldOrigin origin = entry == null
                ? new HeldOrigin(Entry.ROOT, recoveredName(id), file, Version.NONE)
                : new HeldOrigin(entry.parent(), entry.name(), file, Version.NONE);
        setAside.announce(id, origin);
        if (location.tree().move(place, Location.heldPlace(id)).nowOrNull() instanceof Stat now) {
            setAside.record(null, id, origin, now);
        }
    }

    private @Nullable FileId fileOf(Version version) {
        JournalKey key = new JournalKey(location.rule(), version);
        JournalEntry journal = location.agreed().read(view -> view.get(Tables.JOURNAL, key));
        return journal == null ? null : journal.file();
    }

    private Name recoveredName(long id) {
        return new Name("_recovered-" + location.zone() + "-" + Long.toHexString(id));
    }

    /**
     * An object that the writer before this one put into the held folder, and whose origin has not come here: where its identity is
     * known, it is what lay there; else it is something new, of which only the content is left.
     */
    void adoptHeld(long id, Stat object) {
        ShownTree shown = location.shown();
        Entry known = shown.byIdentity(Location.identity(object));
        if (known == null || known.parent() == Entry.HELD_PARENT || known.id() == Entry.ROOT) {
            setAside.record(null, id, new HeldOrigin(Entry.ROOT, recoveredName(id), null, Version.NONE), object);
        } else if (known.id() == id && isBroughtHome(known)) {
            shown.lookAgain(known.parent());
        } else if (known.id() == id) {
            HeldOrigin origin = new HeldOrigin(known.parent(), known.name(), known.file(), known.written());
            setAside.record(known, id, origin, object);
        } else {
            setAside.split(known, id, object);
        }
    }

    /** The records know of nothing for which it would wait aside: it goes back to where they say that it lies. */
    private boolean isBroughtHome(Entry known) {
        Stat now = location.tree()
                .move(Location.heldPlace(known.id()), location.place(known))
                .nowOrNull();
        if (now != null) {
            location.shown().put(location.movedObject(known, now));
        }
        return now != null;
    }
}
