package org.onecopy.writer;

import org.onecopy.core.namespace.RuleRow;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.core.shown.Cursor;
import org.onecopy.location.Location;
import org.onecopy.location.Notices.Severity;
import org.onecopy.model.Version;

/**
 * What a new writer does with records that may be older than what its predecessor did to the storage (H47): those copied from another
 * node, or its own from before another node wrote.
 *
 * <table>
 * <caption>which records are gone on with</caption>
 * <tr><td>this node's own, and nobody wrote since</td><td>as they are</td></tr>
 * <tr><td>a whole copy, or own ones from before another writer</td><td>as they are, and the storage may be ahead of them up to what is
 *     agreed now</td></tr>
 * <tr><td>none or part of a copy, and the zone has not joined yet</td><td>none: it begins as if it were the first</td></tr>
 * <tr><td>none, part of a copy, or older than the journal goes back</td><td>none: the zone is compared anew, and proposes no removals
 *     until that has ended (H83)</td></tr>
 * </table>
 */
final class Takeover {
    private final Location location;

    Takeover(Location location) {
        this.location = location;
    }

    /**
     * Before anything else of a new epoch.
     *
     * @param zone as the claim of the epoch has left it
     * @return whether another node has been the writer: what these records say was proposed, it may have proposed again under other names
     */
    boolean prepare(ZoneRow zone, RuleRow rule) {
        Cursor before = location.shown().cursor();
        boolean first = before.equals(Cursor.START) && zone.state() == ZoneRow.State.JOINING;
        boolean mine = before.epoch() == zone.epoch() - 1 && !before.copied();
        if (first) {
            location.records().forgetAll(); // a copy that broke off has no cursor either
            if (zone.epoch() > 1) {
                location.shown()
                        .put(Cursor.START.withEpoch(zone.epoch()).takenOver(Version.NONE, latest(Version.NONE)));
            }
            return false;
        }
        if (mine) {
            return false;
        }
        if (before.epoch() == 0 || rule.trimmed().isAfter(before.lowWater())) {
            location.records().forgetAll();
            location.notice(
                    Severity.WARNING,
                    "records-lost",
                    java.util.List.of(),
                    "this node writes for its zone without the records of its predecessor: the zone is compared with what is agreed");
        }
        Cursor now = location.shown().cursor();
        location.shown().put(now.withEpoch(zone.epoch()).takenOver(complete(now.lowWater()), latest(now.lowWater())));
        location.records().commit(true);
        return true;
    }

    /** Before the first hole that waited for a content only: the predecessor may have filled it. */
    private Version complete(Version lowWater) {
        return location.shown().holes().stream()
                .filter(hole -> !hole.getValue().parked())
                .map(hole -> hole.getKey().version().previous())
                .reduce(lowWater, (one, other) -> one.isAfter(other) ? other : one);
    }

    /** The last agreed change after these records. */
    Version latest() {
        return latest(location.shown().cursor().lowWater());
    }

    /** The last agreed change: what the predecessor may have shown at most, since this epoch ended its own. */
    private Version latest(Version from) {
        JournalKey first = new JournalKey(location.rule(), from.next());
        JournalKey end = new JournalKey(location.rule(), new Version(Long.MAX_VALUE));
        return location.agreed().read(view -> {
            Version latest = from;
            for (var rows = view.scan(Tables.JOURNAL, first, end); rows.hasNext(); ) {
                latest = rows.next().getKey().version();
            }
            return latest;
        });
    }
}
