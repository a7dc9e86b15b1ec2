package org.onecopy.capture;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Acl;
import org.onecopy.core.Attributes;
import org.onecopy.core.Extras;
import org.onecopy.core.Name;
import org.onecopy.core.Xattrs;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.shown.Entry;
import org.onecopy.location.Location;
import org.onecopy.location.Notices.Severity;
import org.onecopy.model.FileId;
import org.onecopy.storage.Ability;
import org.onecopy.storage.Place;
import org.onecopy.storage.Stat;

/**
 * What users did to the attributes of something known. A storage shows of what is agreed only what it can: what it cannot was not removed
 * by anybody, and stays agreed whatever else is changed here (H33).
 */
final class SeenAttributes {
    private static final int TOLD_MAX = 10_000;

    private final Location location;
    private final Set<Place> told = new HashSet<>();

    SeenAttributes(Location location) {
        this.location = location;
    }

    /** What lies at a name, without lists and extended attributes that are too long to be agreed. These are told once. */
    Stat taken(Entry directory, Name name, Stat stat) {
        Attributes all = stat.attributes();
        Extras taken = all.extras().taken();
        if (taken.equals(all.extras())) {
            return stat;
        }
        Place place = location.place(directory, name);
        if (told.size() < TOLD_MAX && told.add(place)) {
            location.notice(
                    Severity.WARNING,
                    "attributes-too-long",
                    place.path().names(),
                    ("its access control list or its extended attributes are longer than %d and %d bytes, and stay in this zone alone;"
                                    + " shorten them, then they travel")
                            .formatted(Acl.BYTES_MAX, Xattrs.BYTES_MAX));
        }
        return stat.with(all.withExtras(taken));
    }

    /** Whether something but the time is not as it was known, or is known for the first time. */
    boolean differ(Entry known, Stat stat) {
        return differ(known.attributes(), stat.attributes());
    }

    private boolean differ(Attributes known, Attributes seen) {
        return known.extras().lacks(seen.extras())
                || (known.differsFrom(seen) && location.tree().shown(known).differsFrom(seen));
    }

    /** As {@link #differ}, with the time where the storage keeps what users set. One that the storage gave is no change by itself. */
    boolean isOther(Entry known, Entry seen) {
        return location.tree().capabilities().can(Ability.MTIMES)
                ? !known.attributes().equals(seen.attributes())
                        && !wanted(known, seen).equals(agreed(known))
                : differ(known.attributes(), seen.attributes());
    }

    /** What is to be agreed: what is agreed now, with what has changed here since it was shown. */
    Attributes wanted(Entry known, Entry seen) {
        Attributes agreed = agreed(known);
        return agreed == null
                ? seen.attributes()
                : agreed.changed(location.tree().shown(known.attributes()), seen.attributes());
    }

    /** What is agreed, unless that is later than what was shown: then a change made here is refused whatever it says. */
    private @Nullable Attributes agreed(Entry known) {
        FileId file = known.file();
        Inode inode = file == null ? null : location.agreed().read(view -> view.get(Tables.INODES, file));
        return inode != null && inode.attributed().equals(known.attributed()) ? inode.attributes() : null;
    }
}
