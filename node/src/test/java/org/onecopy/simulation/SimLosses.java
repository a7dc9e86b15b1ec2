package org.onecopy.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.model.Version;

/** Storages restored from a backup with all records of the zone lost, and journals trimmed although a zone was away. */
final class SimLosses {
    private final Simulation simulation;
    private final Map<SimPlace, TreeMap<String, SimDisk.Node>> backups = new HashMap<>();

    SimLosses(Simulation simulation) {
        this.simulation = simulation;
    }

    void lose(SimNode node) {
        switch (simulation.random.nextInt(4)) {
            case 0 -> backups.put(node.place, node.disk.backup());
            case 1, 2 -> {
                while (node.deliver()) {
                    // what others have is looked at as of now
                }
                if (simulation.agreement.isIdle(node.id.value()) && isAllElsewhere(node)) {
                    node.loseRecords(simulation.random.nextBoolean() ? null : backups.get(node.place));
                }
            }
            default -> trimWithout(node);
        }
    }

    /** Whether others have every agreed content, so that nothing is lost with this zone's own. */
    private boolean isAllElsewhere(SimNode node) {
        return node.agreed.all(Tables.INODES).values().stream().allMatch(row -> {
            Inode inode = (Inode) row;
            return inode.content() == null
                    || simulation.nodes.stream()
                            .anyMatch(other -> other != node && other.holds(inode.id(), inode.content()));
        });
    }

    /** A zone is waited for no longer, and the journal is trimmed up to where all others are: it has to reconcile. */
    void trimWithout(SimNode absent) {
        ZoneRow zone = simulation.zoneRow(absent.place);
        if (zone != null) {
            Version all = new Version(Long.MAX_VALUE);
            simulation.trace.add("", "TRIM without waiting for " + absent.zone);
            simulation.agreement.log.add(new Command.RequireReconcile(SimNode.RULE, absent.zone, zone.heardMillis()));
            simulation.agreement.log.add(new Command.Trim(SimNode.RULE, all, all));
        }
    }
}
