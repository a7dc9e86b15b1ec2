package org.onecopy.materialize;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.HeldOrigin;
import org.onecopy.core.shown.Intent;
import org.onecopy.core.shown.ShownTables.IntentKey;
import org.onecopy.core.shown.ShownTree;
import org.onecopy.location.Location;
import org.onecopy.model.Version;
import org.onecopy.storage.Fingerprint;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Tree.ListSink;

/**
 * After a stop at any moment: looks at every step that had been announced, and brings what was displaced where it belongs, before
 * anything else is done (H2 to H5, H9). May be repeated.
 */
final class Recovery {
    private final Location location;
    private final SetAside setAside;
    private final Inheritance inherited;

    Recovery(Location location) {
        this.location = location;
        setAside = new SetAside(location, new Steps());
        inherited = new Inheritance(location, setAside);
    }

    /** @return the items in the staging folder that may be gone on with */
    Set<Name> run() {
        for (Map.Entry<IntentKey, Intent> row : location.shown().allIntents()) {
            recover(row.getKey().item(), row.getValue());
            location.shown().forgetIntent(row.getKey().item());
        }
        inherited.lookAtSwaps();
        if (isTakenOver()) {
            inherited.sweep();
        }
        recoverHeld();
        Set<Name> staged = sweepStage();
        location.tree().flush();
        location.records().commit(true);
        return staged;
    }

    private void recover(String item, Intent intent) {
        Entry entry = location.shown().entry(intent.entry());
        Place trash = SetAside.trash(new Name(item));
        Place displaced = trash;
        Stat object = location.tree().stat(trash);
        if (object == null && !intent.staged().isEmpty()) {
            displaced = Place.item(Area.STAGE, new Name(intent.staged()));
            Stat staged = location.tree().stat(displaced);
            boolean swapped = staged != null && !Location.identity(staged).equals(intent.stagedIdentity());
            object = swapped ? staged : null;
            if (staged != null && !swapped) {
                location.tree().move(displaced, location.stagedPlace(new Name(item)));
            }
        }
        if (object == null || entry == null) {
            return;
        }
        boolean expected = location.tree().differByMoveOnly(new Fingerprint(intent.expected()), object.fingerprint());
        if (expected) {
            Stat now = displaced.equals(trash)
                    ? object
                    : location.tree().move(displaced, trash).nowOrNull();
            if (now != null) {
                location.trashed(new Name(item), entry, now);
            }
            return;
        }
        long heldId = location.shown().nextEntry();
        Stat held = location.tree().move(displaced, Location.heldPlace(heldId)).nowOrNull();
        if (held != null) {
            setAside.split(entry, heldId, held);
            Entry now = location.shown().entry(entry.id());
            if (now != null && location.tree().stat(location.place(now)) != null) {
                location.shown().put(now.withFingerprint(Entry.UNKNOWN));
            }
        }
    }

    /** Objects that had been moved to the held folder without being recorded there. */
    private void recoverHeld() {
        for (Map.Entry<Name, Stat> object : list(Area.HELD).entrySet()) {
            ShownTree shown = location.shown();
            if (shown.child(Entry.HELD_PARENT, object.getKey()) != null) {
                continue;
            }
            Long id = entryOf(object.getKey());
            HeldOrigin origin = id == null ? null : shown.heldOrigin(id);
            if (id != null && origin == null && (isTakenOver() || isLost())) {
                inherited.adoptHeld(id, object.getValue());
                continue;
            }
            if (id == null || origin == null) {
                continue; // unknown, and left where it is (R6)
            }
            Entry directory = shown.entry(origin.parent());
            Entry entry = shown.entry(id);
            Entry known = directory == null ? shown.entry(Entry.ROOT) : directory;
            Entry changed = known == null || entry != null ? null : shown.child(known.id(), origin.name());
            if (changed != null
                    && origin.changedFrom() != null
                    && origin.changedFrom().equals(changed.file())) {
                setAside.split(changed, id, object.getValue());
                Entry now = shown.entry(changed.id());
                if (now != null && location.tree().stat(location.place(now)) != null) {
                    shown.put(now.withFingerprint(Entry.UNKNOWN));
                }
            } else if (known != null) {
                setAside.record(entry, id, origin, object.getValue());
            }
        }
        Cursor.raise(location);
    }

    /** Whether another node was the writer, so that more may lie here than the records say. */
    private boolean isTakenOver() {
        return location.shown().cursor().aheadUpTo().isAfter(Version.NONE);
    }

    /** Whether nothing at all is known, because the records are lost. */
    private boolean isLost() {
        return location.shown().cursor().lowWater().equals(Version.NONE);
    }

    /** Keeps ids unique although an announced id may not have been recorded. */
    private static final class Cursor {
        private Cursor() {}

        static void raise(Location location) {
            long next = location.shown().cursor().nextEntry();
            for (Entry held : location.shown().children(Entry.HELD_PARENT)) {
                next = Math.max(next, held.id() + 1);
            }
            location.shown().put(location.shown().cursor().withNextEntry(next));
        }
    }

    private static @Nullable Long entryOf(Name name) {
        String text = name.value();
        try {
            return text.startsWith("entry-") ? Long.parseLong(text.substring("entry-".length()), 16) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Drops staged contents that nothing waits for any more; larger ones that are still wanted are gone on with. */
    Set<Name> sweepStage() {
        Version lowWater = location.shown().cursor().lowWater();
        Set<Name> all = list(Area.STAGE).keySet();
        List<Name> done = new ArrayList<>();
        for (Name name : all) {
            Version version = Inheritance.versionOf(name);
            if (version != null && Inheritance.isOf(name, location.self())) {
                if (!version.isAfter(lowWater) && location.shown().hole(version) == null) {
                    done.add(name);
                }
            }
        }
        for (Name name : done) {
            location.tree().purge(Place.item(Area.STAGE, name));
            all.remove(name);
        }
        return all;
    }

    /** Drops all that this node has staged, because another one shows what is agreed from now on. */
    void dropStaged() {
        for (Name name : list(Area.STAGE).keySet()) {
            boolean swap = name.value().startsWith(Location.SWAP_PREFIX); // perhaps what a user had there
            if (!swap && Inheritance.versionOf(name) != null && Inheritance.isOf(name, location.self())) {
                location.tree().purge(Place.item(Area.STAGE, name));
            }
        }
    }

    private Map<Name, Stat> list(Area area) {
        Map<Name, Stat> items = new java.util.TreeMap<>();
        location.tree().list(new Place(area, TreePath.ROOT), new ListSink() {
            @Override
            public void entry(Name name, Stat stat) {
                items.put(name, stat);
            }

            @Override
            public void refused(String printableName, String reason) {
                // not ours: left alone
            }
        });
        return items;
    }
}
