package org.onecopy.cli.demo;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.Listing;
import org.onecopy.model.api.ParkedView;

/**
 * What a zone's node lists as parked.
 *
 * @param reasons problem code by path
 * @param notListed how many more there are than the node lists
 */
record ParkedPaths(SortedMap<String, String> reasons, long notListed) {
    /** Why a change waits: for another one, which is parked. */
    static final String WAITING = "waiting";

    static final ParkedPaths NONE = new ParkedPaths(new TreeMap<>(), 0);

    /** How many paths for each reason. */
    SortedMap<String, Long> counts() {
        return reasons.values().stream()
                .collect(Collectors.groupingBy(reason -> reason, TreeMap::new, Collectors.counting()));
    }

    /** Whether something above a path is parked for a reason of its own. */
    boolean isBelowParked(String path) {
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            if (!reasons.getOrDefault(path.substring(0, slash), WAITING).equals(WAITING)) {
                return true;
            }
        }
        return false;
    }

    /** From the answer of a zone's node, which may name a path several times: a reason of its own comes before waiting. */
    static ParkedPaths of(ZoneName zone, Listing<ParkedView> listing) {
        SortedMap<String, String> reasons = new TreeMap<>();
        for (ParkedView item : listing.items()) {
            if (item.zone().equals(zone)) {
                reasons.merge(item.path(), item.reason(), (before, other) -> before.equals(WAITING) ? other : before);
            }
        }
        return new ParkedPaths(reasons, listing.total() - listing.items().size());
    }
}
