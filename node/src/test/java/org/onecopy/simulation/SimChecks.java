package org.onecopy.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.onecopy.core.namespace.Tables;
import org.onecopy.model.Digest;
import org.onecopy.storage.Place.Area;

/** What must hold once users and faults have ended and nothing happens any more (I3, I4). */
final class SimChecks {
    private final Simulation simulation;
    private final AgreedTree agreed;
    private final Set<Digest> atTheEnd = new HashSet<>();
    private final Map<String, String> corners = new TreeMap<>();

    SimChecks(Simulation simulation) {
        this.simulation = simulation;
        agreed = new AgreedTree(simulation);
    }

    /** What lies here must have been agreed in the end. */
    void remember(SimNode node) {
        remember(node, Area.TREE);
        remember(node, Area.HELD);
    }

    /** Nobody but its own users works in a corner: what lies there must be there in the end, and nothing else. */
    void remember(SimPlace place) {
        corners.putAll(place.printed(List.of(place.zone)));
    }

    private void remember(SimNode node, Area area) {
        List<byte[]> all = new ArrayList<>();
        node.disk.collect(node.disk.roots.get(area), all, new HashSet<>());
        all.forEach(data -> atTheEnd.add(Contents.digest(data)));
    }

    void check() {
        for (SimNode node : simulation.nodes) {
            node.checkRecords();
            if (!node.agreed.sameAs(simulation.nodes.getFirst().agreed, Tables.ALL)) {
                throw new AssertionError("the agreed tables differ in " + node.zone);
            }
            same("agreed and " + node.zone, agreed.of(node), node.disk.print(Area.TREE));
            same("held in " + node.zone, Map.of(), node.disk.print(Area.HELD));
            same("staged in " + node.zone, Map.of(), node.disk.print(Area.STAGE));
            List<byte[]> trash = new ArrayList<>();
            node.disk.collect(node.disk.roots.get(Area.TRASH), trash, new HashSet<>());
            for (byte[] data : trash) {
                if (!simulation.agreedContents.contains(Contents.digest(data))) {
                    throw new AssertionError("I4: in the trash without having been agreed: " + Contents.text(data));
                }
            }
        }
        if (simulation.corners) {
            simulation.places.forEach(this::checkCorners);
        }
        for (Digest digest : atTheEnd) {
            if (!simulation.agreedContents.contains(digest)) {
                throw new AssertionError("I4: lay in a tree at the end, and was never agreed: " + digest);
            }
        }
    }

    private void checkCorners(SimPlace place) {
        Map<String, String> there = place.printed(
                simulation.places.stream().map(other -> other.zone).toList());
        if (simulation.recordsLost) {
            there.entrySet()
                    .removeIf(entry -> !corners.containsKey(entry.getKey())
                            && !entry.getKey().contains("_conflict-")
                            && !entry.getKey().contains("_recovered-"));
        }
        same("what users left in their corners and " + place.zone, corners, there);
    }

    private static void same(String what, Map<String, String> expected, Map<String, String> actual) {
        if (!expected.equals(actual)) {
            TreeMap<String, String> missing = new TreeMap<>(expected);
            missing.entrySet().removeAll(actual.entrySet());
            TreeMap<String, String> extra = new TreeMap<>(actual);
            extra.entrySet().removeAll(expected.entrySet());
            throw new AssertionError("I3: " + what + " differ: missing " + missing + ", extra " + extra);
        }
    }
}
