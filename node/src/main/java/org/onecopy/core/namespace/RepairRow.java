package org.onecopy.core.namespace;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/**
 * A repair of what a check has found: the writer of each zone mends its zone's findings, and says here what came of it (H63). The row's key
 * holds the place in the order at which the repair began.
 *
 * @param check whose findings are mended
 * @param path of the subtree, from the rule's root; empty for all of it
 * @param source what is taken for right
 * @param sourceZone the zone, where that is one zone's storage; else null
 * @param by who asked for it
 * @param startedMillis the proposer's clock
 * @param cancelledBy who ended it before it was done; null where nobody did
 * @param shares what each zone has done of it; null values are of zones that have not begun. Never empty
 */
public record RepairRow(
        Version check,
        String path,
        Source source,
        @Nullable ZoneName sourceZone,
        String by,
        long startedMillis,
        @Nullable String cancelledBy,
        NavigableMap<ZoneName, @Nullable RepairShare> shares) {
    /** What is taken for right where a zone differs from what is agreed. */
    public enum Source {
        /** What is agreed. */
        AGREED,
        /** What lies in one zone. */
        ZONE,
        /** Both: nothing goes, what differs is kept twice. */
        UNION
    }

    public RepairRow {
        shares = Collections.unmodifiableNavigableMap(new TreeMap<>(shares));
    }

    /** Whether some zone still has something to do. */
    public boolean isRunning() {
        return cancelledBy == null && shares.values().stream().anyMatch(share -> share == null || !share.done());
    }

    /** Whether a zone still has something to do. */
    public boolean isRunningIn(ZoneName zone) {
        RepairShare share = shares.get(zone);
        return cancelledBy == null && shares.containsKey(zone) && (share == null || !share.done());
    }

    /** Whether what lies in a zone is taken for right there. */
    public boolean takes(ZoneName zone) {
        return source == Source.ZONE && zone.equals(sourceZone);
    }

    /** Whether a path is in the subtree that is mended. */
    public boolean covers(String other) {
        return isAtOrBelow(other, path);
    }

    /** Whether two repairs would be at the same paths. */
    boolean overlaps(String other) {
        return isAtOrBelow(other, path) || isAtOrBelow(path, other);
    }

    private static boolean isAtOrBelow(String path, String top) {
        return top.isEmpty() || path.equals(top) || path.startsWith(top + "/");
    }

    RepairRow cancelled(String who) {
        return new RepairRow(check, path, source, sourceZone, by, startedMillis, who, shares);
    }

    RepairRow with(ZoneName zone, RepairShare share) {
        NavigableMap<ZoneName, @Nullable RepairShare> changed = new TreeMap<>(shares);
        changed.put(zone, share);
        return new RepairRow(check, path, source, sourceZone, by, startedMillis, cancelledBy, changed);
    }
}
