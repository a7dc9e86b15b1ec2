package org.onecopy.materialize;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.HeldOrigin;
import org.onecopy.core.shown.ShownTree;
import org.onecopy.location.Location;
import org.onecopy.materialize.Publisher.Result;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;
import org.onecopy.storage.Place;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Step;
import org.onecopy.storage.Tree.ListSink;

/** Moves objects to the names that were agreed, and makes the directories anew that users removed meanwhile. */
final class Relocation {
    private final Location location;
    private final SetAside setAside;
    private final Steps steps;

    Relocation(Location location, SetAside setAside, Steps steps) {
        this.location = location;
        this.setAside = setAside;
        this.steps = steps;
    }

    /** Makes sure that an agreed directory is there, although a user may have removed it meanwhile. */
    void ensureDirectory(Entry directory) {
        if (directory.id() != Entry.ROOT && !directory.isShown()) {
            remake(directory);
        }
    }

    /**
     * Whether a user gave the directory's path to another one: nothing is put there before capture has seen it.
     */
    boolean isReplaced(Entry directory) {
        Entry now = location.shown().entry(directory.id());
        if (now == null
                || now.id() == Entry.ROOT
                || !now.isShown()
                || now.identity().isEmpty()) {
            return false;
        }
        Stat there = location.tree().stat(location.place(now));
        boolean replaced = there != null
                && there.kind() == Kind.DIRECTORY
                && !Location.identity(there).equals(now.identity());
        if (replaced) {
            location.shown().lookAgain(now.parent());
        }
        return replaced;
    }

    /** A user may have removed it, or replaced it by something else. */
    void remakeWhereMissing(Entry directory) {
        Stat there = location.tree().stat(location.place(directory));
        if (there == null || there.kind() != Kind.DIRECTORY) {
            remake(directory);
        }
    }

    private void remake(Entry directory) {
        if (directory.id() == Entry.ROOT) {
            return;
        }
        Entry parent = location.shown().entry(directory.parent());
        if (parent != null) {
            remakeWhereMissing(parent);
        }
        steps.begin();
        Place place = location.place(directory);
        Step step = location.tree().makeDirectory(place, directory.attributes());
        boolean taken =
                step instanceof Step.TargetExists exists && exists.there().kind() != Kind.DIRECTORY;
        if (taken && parent != null && setAside.free(parent, directory.name(), directory.id())) {
            step = location.tree().makeDirectory(place, directory.attributes());
        }
        Stat now = step instanceof Step.TargetExists exists ? exists.there() : step.nowOrNull();
        if (now != null && now.kind() == Kind.DIRECTORY) {
            boolean made = step.nowOrNull() != null;
            location.shown().put(made ? Location.seen(directory, now) : Location.adopted(directory, now));
            if (!made && location.tree().shown(directory.attributes()).differsFrom(now.attributes())) {
                location.shown().lookAgain(directory.parent());
            }
        }
    }

    /** Moves an entry's object, wherever it lies, to a name; the name is freed. */
    Result relocate(Entry entry, Entry directory, Name name) {
        ShownTree shown = location.shown();
        if (entry.parent() == directory.id() && entry.name().equals(name)) {
            return Result.DONE;
        }
        if (entry.isDirectory() && isInside(directory, entry)) {
            Result out = takeOut(directory, entry);
            if (out != Result.DONE) {
                return out;
            }
        }
        Entry there = shown.child(directory.id(), name);
        if (there != null
                && entry.isShown()
                && location.tree().stat(location.place(directory, name)) instanceof Stat now
                && isAlreadyThere(entry, now)) {
            setAside.recordGone(there, directory, name);
            shown.put(entry.withSlot(directory.id(), name).withFingerprint(Entry.UNKNOWN));
            return Result.DONE;
        }
        if (there != null && !setAside.free(directory, name, entry.id())) {
            return Result.AGAIN;
        }
        if (entry.isShown()) {
            steps.begin();
            Step step = location.tree().move(location.place(entry), location.place(directory, name));
            if (step instanceof Step.TargetExists exists) {
                if (isAlreadyThere(entry, exists.there())) {
                    shown.put(entry.withSlot(directory.id(), name).withFingerprint(Entry.UNKNOWN));
                    return Result.DONE;
                }
                return setAside.free(directory, name, entry.id()) ? relocate(entry, directory, name) : Result.AGAIN;
            }
            if (step.nowOrNull() instanceof Stat now) {
                shown.put(location.movedObject(entry.withSlot(directory.id(), name), now));
                shown.forgetHeldOrigin(entry.id());
                return Result.DONE;
            }
            if (location.tree().stat(location.place(entry)) != null) {
                if (isReplaced(directory)) {
                    return Result.BLOCKED;
                }
                remakeWhereMissing(directory);
                return Result.AGAIN;
            }
        }
        shown.put(entry.withSlot(directory.id(), name));
        shown.lookAgain(directory.id()); // the object was not where it should have been, or never was
        return Result.DONE;
    }

    private boolean isInside(Entry inner, Entry outer) {
        for (Entry step = inner; step != null && step.id() != Entry.ROOT; step = parent(step)) {
            if (step.id() == outer.id()) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Entry parent(Entry entry) {
        return location.shown().entry(entry.parent());
    }

    /**
     * A user has moved a directory, or one above it, into the very directory that goes into it by agreement (H26): that move will not
     * stand, and is taken back first, or waits aside where its agreed place is not free of the other either.
     */
    private Result takeOut(Entry inner, Entry outer) {
        Entry moved = inner;
        for (Entry step = inner; step != null && step.id() != outer.id(); step = parent(step)) {
            moved = step.pending() != null ? step : moved;
        }
        FileId file = moved.file();
        Inode inode = file == null ? null : location.agreed().read(view -> view.get(Tables.INODES, file));
        Entry home = inode == null || !inode.isLive() ? null : location.shown().byFile(inode.parent());
        if (inode == null || home == null || isInside(home, outer)) {
            return setAside.hold(moved, outer) ? Result.DONE : Result.AGAIN;
        }
        return relocate(moved, home, inode.name());
    }

    /** Whether the object was moved already, before a crash; what a user put where it lay is somebody else's. */
    private boolean isAlreadyThere(Entry entry, Stat there) {
        if (entry.identity().isEmpty() || !entry.identity().equals(Location.identity(there))) {
            return false;
        }
        Stat before = location.tree().stat(location.place(entry));
        if (before != null && Location.identity(before).equals(entry.identity())) {
            return false; // two links to one object
        }
        location.shown().lookAgain(entry.parent());
        return true;
    }

    /**
     * A directory of this zone is the same as an agreed one that is shown elsewhere: what lies in it goes there, also what nobody has
     * looked at yet. Where the user has moved the agreed one into it, that one comes out first.
     */
    Result merge(Entry from, Entry to) {
        if (!isInside(to, from)) {
            return mergeApart(from, to);
        }
        Result out = takeOut(to, from);
        Entry fromNow = location.shown().entry(from.id());
        Entry toNow = location.shown().entry(to.id());
        return out != Result.DONE || fromNow == null || toNow == null ? out : mergeApart(fromNow, toNow);
    }

    private Result mergeApart(Entry from, Entry to) {
        for (Entry child : location.shown().children(from.id())) {
            Entry taken = location.shown().child(to.id(), child.name());
            if (taken != null && taken.id() != child.id() && taken.file() != null) {
                if (!setAside.hold(child, to)) {
                    return Result.AGAIN;
                }
                continue; // what is agreed of it is still to come, and the name belongs to another one
            }
            Result result = relocate(child, to, child.name());
            if (result != Result.DONE) {
                return result;
            }
        }
        if (from.isShown()) {
            ensureDirectory(to);
            steps.begin();
            for (Name name : names(from)) {
                if (!moveUnknown(from, to, name)) {
                    return Result.AGAIN;
                }
            }
            if (location.tree().removeDirectory(location.place(from)) instanceof Step.NotEmpty) {
                return Result.AGAIN;
            }
        }
        location.shown().forget(from);
        return Result.DONE;
    }

    private List<Name> names(Entry directory) {
        List<Name> names = new ArrayList<>();
        location.tree().list(location.place(directory), new ListSink() {
            @Override
            public void entry(Name name, Stat stat) {
                names.add(name);
            }

            @Override
            public void refused(String printableName, String reason) {
                // keeps the directory from being removed
            }
        });
        return names;
    }

    private boolean moveUnknown(Entry from, Entry to, Name name) {
        Place place = location.place(from, name);
        if (!(location.tree().move(place, location.place(to, name)) instanceof Step.TargetExists)) {
            return true;
        }
        long id = location.shown().nextEntry();
        HeldOrigin origin = new HeldOrigin(to.id(), name, null, Version.NONE);
        setAside.announce(id, origin);
        if (location.tree().move(place, Location.heldPlace(id)).nowOrNull() instanceof Stat now) {
            setAside.record(null, id, origin, now);
            return true;
        }
        return false;
    }
}
