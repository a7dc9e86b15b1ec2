package org.onecopy.simulation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.model.ZoneName;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;

/** A zone's storage with its users, and the nodes that work on it. */
final class SimPlace implements SimDisk.Watcher {
    private static final int HINTS_MAX = 100_000;

    final ZoneName zone;
    final Judge judge;
    final SimDisk disk;
    final List<SimNode> nodes = new ArrayList<>();
    final List<Runnable> hints = new ArrayList<>();
    double hintTrouble;
    private final Random random;

    SimPlace(Simulation simulation, String zone) {
        this.zone = new ZoneName(zone);
        random = simulation.random;
        judge = new Judge(simulation.clock, simulation.agreedContents, simulation.lostContents);
        disk = new SimDisk(simulation.clock, this);
    }

    /** Where this zone's users are alone, in a simulation with corners. */
    Place corner() {
        return Place.inTree(TreePath.parse(zone.value()));
    }

    /** What lies in the corners of some zones. */
    Map<String, String> printed(Collection<ZoneName> corners) {
        Map<String, String> all = disk.print(Area.TREE);
        all.keySet().removeIf(path -> corners.stream().noneMatch(corner -> path.startsWith(corner + "/")));
        return all;
    }

    /** What the zone's users did is judged by what one of its nodes sees agreed. */
    boolean isFirst(SimNode node) {
        return nodes.getFirst() == node;
    }

    @Override
    public void visible(byte[] data) {
        judge.visible(data);
    }

    @Override
    public void changed(Area area, List<Name> directory, boolean below, boolean settled) {
        if (random.nextDouble() < hintTrouble) {
            return;
        }
        TreePath path = new TreePath(directory);
        int times = random.nextDouble() < hintTrouble ? 2 : 1;
        for (int n = 0; n < times && hints.size() < HINTS_MAX; n++) {
            hints.add(() -> nodes.forEach(node -> hint(node, path, below, settled)));
        }
    }

    /** What its hints would have been is lost with a process; another node of the zone has hints of its own. */
    void stopped() {
        if (nodes.size() == 1) {
            hints.clear();
        }
    }

    private void hint(SimNode node, TreePath path, boolean below, boolean settled) {
        if (node.down) {
            return;
        }
        if (below) {
            node.writer.lookBelow(path);
        } else {
            node.writer.changed(path, settled && random.nextBoolean());
        }
    }

    void hint() {
        if (!hints.isEmpty()) {
            hints.remove(random.nextInt(hints.size())).run();
        }
    }
}
