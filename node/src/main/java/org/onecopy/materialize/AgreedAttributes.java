package org.onecopy.materialize;

import org.onecopy.core.Attributes;
import org.onecopy.core.namespace.Effect;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.shown.Entry;
import org.onecopy.location.Location;
import org.onecopy.materialize.Publisher.Result;
import org.onecopy.model.FileId;
import org.onecopy.storage.Place;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Step;

/** Gives what is shown the mode, owner and time that are agreed, where no user has changed them. */
final class AgreedAttributes {
    private final Location location;
    private final Steps steps;

    AgreedAttributes(Location location, Steps steps) {
        this.location = location;
        this.steps = steps;
    }

    Result set(Item item, FileId file, Effect.AttributesSet set) {
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

    /** Where a user has changed the object meanwhile, capture sees that it differs from what is agreed. */
    void show(Entry entry, Inode inode) {
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
}
