package org.onecopy.materialize;

import org.jspecify.annotations.Nullable;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Effect;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.HeldOrigin;
import org.onecopy.location.Location;
import org.onecopy.materialize.Publisher.Result;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;
import org.onecopy.storage.Fingerprint;
import org.onecopy.storage.Place;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Step;

/**
 * Brings a file, directory or link to all that is agreed of it, whatever this zone showed of it before. What absence means (H83):
 *
 * <table>
 * <caption>cases</caption>
 * <tr><td>missing, without a record</td><td>it was never shown here: it is brought</td></tr>
 * <tr><td>missing, with a record</td><td>a user removed it: left so, and capture proposes it; brought where its content is another by
 * now</td></tr>
 * <tr><td>present, without a record</td><td>the agreed content: adopted. An older one of the file: stale, replaced, and kept in the trash.
 * Anything else: set aside, and capture proposes it</td></tr>
 * <tr><td>present, with a record</td><td>brought forward from what the record says; what a user changed is set aside</td></tr>
 * </table>
 */
final class WholeFile {
    private final Location location;
    private final Publisher publisher;
    private final SetAside setAside;
    private final Steps steps;

    WholeFile(Location location, Publisher publisher, SetAside setAside, Steps steps) {
        this.location = location;
        this.publisher = publisher;
        this.setAside = setAside;
        this.steps = steps;
    }

    Result show(Item item, FileId file) {
        Inode inode = item.inode;
        if (inode == null) {
            return publisher.withdrawal().removed(item, file);
        }
        Entry directory = location.shown().byFile(inode.parent());
        if (directory == null || !directory.isDirectory()) {
            return Result.BLOCKED;
        }
        Entry own = location.shown().byFile(file);
        return own == null ? unrecorded(item, inode, directory) : recorded(item, inode, own, directory);
    }

    private Result unrecorded(Item item, Inode inode, Entry directory) {
        if (item.stale != null) {
            trashStale(item.stale, directory, inode.name());
        }
        Result result = publisher.created(item, inode.id(), (Effect.Created) item.journal.effect());
        Entry now = location.shown().byFile(inode.id());
        if (result == Result.DONE && now != null) {
            if (now.isShown() && !item.isUsed) {
                publisher.attributes().show(now, inode); // a user's object, or a restored one, that stands for it now
                now = java.util.Objects.requireNonNull(location.shown().entry(now.id()));
            }
            record(now, inode, inode.placed(), inode.attributed());
        }
        return result;
    }

    /** An object that no record knows and that holds an older content of the file goes to the trash. */
    private void trashStale(String fingerprint, Entry directory, Name name) {
        Place place = location.place(directory, name);
        Stat there = location.tree().stat(place);
        if (there == null
                || !there.fingerprint().token().equals(fingerprint)
                || location.shown().child(directory.id(), name) != null) {
            return;
        }
        steps.begin();
        Name stale = new Name("unknown-" + Long.toHexString(location.shown().nextEntry()));
        Place trash = SetAside.trash(stale);
        Step step = location.tree().move(place, trash);
        Stat now = step.nowOrNull();
        if (now != null && !location.tree().differByMoveOnly(new Fingerprint(fingerprint), now.fingerprint())) {
            long id = location.shown().nextEntry();
            HeldOrigin origin = new HeldOrigin(directory.id(), name, null, Version.NONE);
            setAside.announce(id, origin);
            Stat held = location.tree().move(trash, Location.heldPlace(id)).nowOrNull();
            setAside.record(null, id, origin, held == null ? now : held);
        } else if (now != null) {
            location.trashedUnknown(stale, name, now);
        }
    }

    private Result recorded(Item item, Inode inode, Entry own, Entry directory) {
        boolean differs = inode.written().isAfter(own.written()) || !own.isShown() || item.replaces;
        boolean moves = own.parent() != directory.id() || !own.name().equals(inode.name());
        boolean missing = own.isShown() && location.tree().stat(location.place(own)) == null;
        if (moves) {
            publisher.relocation().ensureDirectory(directory);
            Result moved = publisher.relocation().relocate(own, directory, inode.name());
            if (moved != Result.DONE) {
                return moved;
            }
        }
        if (differs && item.mergedInto == null) {
            Result result = content(item, inode, entry(own));
            if (result != Result.DONE) {
                return result;
            }
        }
        // a removal that has not seen the move is refused, and what was removed is shown at its new place
        Version placed = missing && moves && !differs ? own.placed() : inode.placed();
        Version attributed = inode.attributed();
        Entry now = entry(own);
        if (attributed.isAfter(now.attributed())) {
            publisher.attributes().show(now, inode);
        }
        record(entry(own), inode, placed, attributed);
        return Result.DONE;
    }

    private Result content(Item item, Inode inode, Entry own) {
        return switch (inode.kind()) {
            case DIRECTORY -> {
                publisher.relocation().ensureDirectory(own);
                yield Result.DONE;
            }
            case SYMLINK ->
                inode.target() != null && inode.target().equals(own.target()) && own.isShown() && !item.replaces
                        ? shown(own, inode)
                        : publisher.replacement().replace(item, own.withContent(null, inode.target()), inode.written());
            case FILE ->
                item.content == null ? Result.AGAIN : publisher.replacement().replace(item, own, inode.written());
        };
    }

    private Result shown(Entry own, Inode inode) {
        location.shown().put(own.withVersions(inode.written(), own.placed(), own.attributed()));
        return Result.DONE;
    }

    private void record(Entry entry, Inode inode, Version placed, Version attributed) {
        Version written = inode.kind() == Kind.DIRECTORY ? inode.written() : entry.written();
        location.shown().put(entry.withVersions(written, placed, attributed));
    }

    private Entry entry(@Nullable Entry of) {
        return java.util.Objects.requireNonNull(
                location.shown().entry(java.util.Objects.requireNonNull(of).id()));
    }
}
