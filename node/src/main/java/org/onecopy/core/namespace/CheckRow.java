package org.onecopy.core.namespace;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ZoneName;

/**
 * A consistency check of a rule: each of its zones compares its storage with the agreed tree, and says here what came of it (H64).
 * The check's key holds the place in the order at which it was cut.
 *
 * @param path of the subtree that is compared, from the rule's root; empty for all of it
 * @param digests whether every content is read; else only what the storage says of it is compared
 * @param by who asked for it
 * @param startedMillis the proposer's clock
 * @param cancelledBy who ended it before it was done; null where nobody did
 * @param shares what each zone does of it; null values are of zones that have not begun. Never empty
 */
public record CheckRow(
        String path,
        boolean digests,
        String by,
        long startedMillis,
        @Nullable String cancelledBy,
        NavigableMap<ZoneName, @Nullable CheckShare> shares) {
    public CheckRow {
        shares = Collections.unmodifiableNavigableMap(new TreeMap<>(shares));
    }

    /** Whether some zone still has something to do. */
    public boolean isRunning() {
        return cancelledBy == null && shares.values().stream().anyMatch(share -> share == null || !share.done());
    }

    /** Whether a zone still has something to do. */
    public boolean isRunningIn(ZoneName zone) {
        CheckShare share = shares.get(zone);
        return cancelledBy == null && shares.containsKey(zone) && (share == null || !share.done());
    }

    CheckRow cancelled(String who) {
        return new CheckRow(path, digests, by, startedMillis, who, shares);
    }

    CheckRow with(ZoneName zone, CheckShare share) {
        NavigableMap<ZoneName, @Nullable CheckShare> changed = new TreeMap<>(shares);
        changed.put(zone, share);
        return new CheckRow(path, digests, by, startedMillis, cancelledBy, changed);
    }
}
