package org.onecopy.materialize;

import org.onecopy.core.Attributes;
import org.onecopy.core.Extras;
import org.onecopy.core.namespace.Effect;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.shown.Entry;
import org.onecopy.location.Location;
import org.onecopy.location.Notices.Severity;
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
        Entry recorded = changed.withAttributesOf(now == null ? set.attributes() : taken(set.attributes(), now));
        location.shown().put(clean && now != null ? Location.seen(recorded, now) : recorded);
        if (now != null) {
            tellOfLack(location, place, set.attributes(), now);
        }
        return Result.DONE;
    }

    /** What is agreed, as far as the storage took it: the rest was not removed by anybody. */
    private static Attributes taken(Attributes agreed, Stat now) {
        Extras taken = now.attributes().extras().over(agreed.extras());
        return agreed.withExtras(taken.agreedIn(agreed.extras()));
    }

    /** Lists what a storage that keeps such things did not take. It stays agreed, and other zones show it. */
    static void tellOfLack(Location location, Place place, Attributes agreed, Stat now) {
        if (agreed.extras().differsFrom(now.attributes().extras())) {
            location.notice(
                    Severity.WARNING,
                    "attributes-not-shown",
                    place.path().names(),
                    "its access control list, extended attributes or replication are not as agreed here, because the storage did not"
                            + " take them (names without an account, limits, rights); they are kept in the index");
        }
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
        // What was set here and refused with something else is not known to anybody: capture proposes it again.
        now = now.withAttributesOf(now.attributes()
                .withExtras(
                        now.attributes().extras().agreedIn(inode.attributes().extras())));
        location.shown().put(now.withVersions(now.written(), inode.placed(), inode.attributed()));
    }
}
