package org.onecopy.core.membership;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;

/**
 * What a group's rules can still do when something is lost.
 *
 * @param zones what can be done in each zone that has a location
 * @param remedy the one change beforehand that would help most; null where nothing is wanting, or no single change helps
 */
public record Outlook(
        Members members,
        Set<NodeId> lost,
        SortedMap<ZoneName, Access> zones,
        @Nullable Remedy remedy) {
    public Outlook {
        lost = Set.copyOf(lost);
        zones = Collections.unmodifiableSortedMap(new TreeMap<>(zones));
    }

    /** What can be done in a zone. */
    public enum Access {
        /** A node of the zone is left, and a majority. */
        WRITES,
        /** A node of the zone is left, and no majority. */
        READS,
        /** The storage is left, and no node of the zone. */
        CUT_OFF,
        /** The zone is lost with its storage. */
        GONE
    }

    /**
     * For a group.
     *
     * @param locations zones that have one
     * @param lost nodes, those of lost zones included
     * @param lostZones that are lost with their storages
     */
    public static Outlook of(
            Members members, Collection<ZoneName> locations, Set<NodeId> lost, Set<ZoneName> lostZones) {
        SortedMap<ZoneName, Access> zones = new TreeMap<>();
        for (ZoneName zone : locations) {
            boolean served = members.of(zone).stream().anyMatch(node -> !lost.contains(node));
            Access access = lostZones.contains(zone)
                    ? Access.GONE
                    : !served ? Access.CUT_OFF : members.agree(lost) ? Access.WRITES : Access.READS;
            zones.put(zone, access);
        }
        Optional<Remedy> remedy = members.agree(lost)
                ? zones.entrySet().stream()
                        .filter(zone -> zone.getValue() == Access.CUT_OFF)
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .map(Remedy.SecondNode::new)
                : Remedy.find(members, lost, true);
        return new Outlook(members, lost, zones, remedy.orElse(null));
    }

    /** Whether the contents of a zone cannot be reached. */
    public boolean isOut(ZoneName zone) {
        Access access = zones.get(zone);
        return access == Access.GONE || access == Access.CUT_OFF;
    }
}
