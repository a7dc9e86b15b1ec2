package org.onecopy.capture;

import org.onecopy.core.Name;
import org.onecopy.location.Location;
import org.onecopy.location.Notices.Severity;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;
import org.onecopy.storage.Stat;

/** What lies in a zone and is not to be proposed goes to the trash, with a notice. */
final class Discards {
    private final Location location;

    Discards(Location location) {
        this.location = location;
    }

    /** Another zone is the source of truth, and this is not in it. */
    void discard(Place place, long id) {
        trash(place, id, "not in the zone that the rule names as its source");
    }

    /** @param id a new entry's, or that of the object in the held folder */
    void trash(Place place, long id, String why) {
        Name item = name(id);
        Stat now = location.tree().move(place, Place.item(Area.TRASH, item)).nowOrNull();
        if (now != null) {
            trashed(item, place, now, why);
        }
    }

    /** @return false where a user has changed it at the last moment: it lies there again */
    boolean trashAgreed(Place place, Stat seen) {
        Name item = name(location.shown().nextEntry());
        Place trash = Place.item(Area.TRASH, item);
        Stat now = location.tree().move(place, trash).nowOrNull();
        boolean changed = now != null && !location.tree().differByMoveOnly(seen.fingerprint(), now.fingerprint());
        if (changed && location.tree().move(trash, place).nowOrNull() != null) {
            return false;
        }
        if (now != null) {
            trashed(item, place, now, "an agreed content of a file that is removed by now");
        }
        return true;
    }

    private static Name name(long id) {
        return new Name("unknown-" + Long.toHexString(id));
    }

    private void trashed(Name item, Place from, Stat now, String why) {
        Name name = from.path().name() == null ? item : from.path().name();
        location.trashedUnknown(item, name, now);
        location.notice(Severity.WARNING, "trashed", from.path().names(), why + "; moved to the trash as " + item);
    }
}
