package org.onecopy.core.consistency;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.onecopy.core.namespace.CheckRow;
import org.onecopy.core.namespace.CheckShare;
import org.onecopy.core.namespace.RepairRow;
import org.onecopy.core.namespace.RepairShare;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.table.TableView;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/**
 * What checks of a rule have found and nobody has mended. A zone's differences count from the moment when the zone has done its share of a
 * check, whether or not the other zones have, and until it has done its share of a later check of the same paths (or more), in the same
 * depth (or deeper), which counts in its place; or until a repair has mended them. What a repair has left counts on.
 */
public final class OpenDifferences {
    private OpenDifferences() {}

    /**
     * How many there are in a zone.
     *
     * @param count at least 1
     * @param check the newest check that found some of them
     */
    public record InZone(long count, Version check) {}

    /** One share of a check that counts. */
    private record Seen(String path, boolean digests) {
        /** Whether what the other has compared was compared here, too. */
        boolean covers(Seen other) {
            return isAtOrBelow(other.path, path) && (digests || !other.digests);
        }
    }

    /**
     * Counts them.
     *
     * @param membership the tables of the rule's membership
     * @return by zone; zones without any are not in it
     */
    public static Map<ZoneName, InZone> of(TableView membership, RuleId rule) {
        JournalKey first = new JournalKey(rule, Version.NONE);
        JournalKey next = new JournalKey(new RuleId(rule.value() + 1), Version.NONE);
        List<Map.Entry<JournalKey, CheckRow>> checks = membership.first(Integer.MAX_VALUE, Tables.CHECKS, first, next);
        List<Map.Entry<JournalKey, RepairRow>> repairs =
                membership.first(Integer.MAX_VALUE, Tables.REPAIRS, first, next);
        Map<ZoneName, Set<Seen>> later = new HashMap<>();
        Map<ZoneName, InZone> open = new TreeMap<>();
        for (Map.Entry<JournalKey, CheckRow> check : checks.reversed()) {
            Version version = check.getKey().version();
            Seen seen = new Seen(check.getValue().path(), check.getValue().digests());
            check.getValue().shares().forEach((zone, share) -> {
                if (share != null && share.done()) {
                    Set<Seen> ofZone = later.computeIfAbsent(zone, ignored -> new HashSet<>());
                    boolean isOld = ofZone.stream().anyMatch(newer -> newer.covers(seen));
                    ofZone.add(seen);
                    long left = isOld ? 0 : left(share, version, zone, repairs);
                    if (left > 0) {
                        open.merge(zone, new InZone(left, version), OpenDifferences::plus);
                    }
                }
            });
        }
        return open;
    }

    private static InZone plus(InZone newer, InZone older) {
        return new InZone(newer.count + older.count, newer.check);
    }

    /** Of what a zone's share of a check found, what no repair has mended. Of repairs at the same path the newest one says it. */
    private static long left(
            CheckShare share, Version check, ZoneName zone, List<Map.Entry<JournalKey, RepairRow>> repairs) {
        long found = share.counts().differences();
        Set<String> paths = new HashSet<>();
        long mended = 0;
        for (Map.Entry<JournalKey, RepairRow> repair : repairs.reversed()) {
            RepairShare done = repair.getValue().shares().get(zone);
            if (repair.getValue().check().equals(check)
                    && done != null
                    && paths.add(repair.getValue().path())) {
                mended += done.counts().mended();
            }
        }
        return Math.max(0, found - mended);
    }

    private static boolean isAtOrBelow(String path, String top) {
        return top.isEmpty() || path.equals(top) || path.startsWith(top + "/");
    }
}
