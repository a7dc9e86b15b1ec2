package org.onecopy.simulation;

import java.util.Map;
import java.util.TreeMap;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;

/** Who writes for a zone, in zones of several nodes: nodes stay down, their records stream, and the leader replaces silent writers. */
final class SimOffices {
    private final Simulation simulation;

    SimOffices(Simulation simulation) {
        this.simulation = simulation;
    }

    /** What happens in zones of several nodes: the stream of records, nodes that come back, and the leader's care for silent writers. */
    void between(SimNode node) {
        switch (simulation.random.nextInt(8)) {
            case 0, 1, 2 -> node.copy.step();
            case 3, 4 -> replaceSilent(node.place);
            case 5 -> node.down &= simulation.random.nextInt(3) != 0;
            default -> {
                if (simulation.random.nextInt(8) == 0) {
                    assign(node.place, node); // the leader may err
                }
            }
        }
    }

    private void replaceSilent(SimPlace place) {
        ZoneRow zone = simulation.zoneRow(place);
        place.nodes.stream()
                .filter(node -> zone != null && node.id.equals(zone.writer()) && node.isSilent())
                .findFirst()
                .flatMap(silent -> place.nodes.stream()
                        .filter(node -> node != silent && !node.isSilent())
                        .findFirst())
                .ifPresent(other -> assign(place, other));
    }

    private void assign(SimPlace place, SimNode node) {
        ZoneRow zone = simulation.zoneRow(place);
        if (zone != null && zone.writer() != null && !node.id.equals(zone.writer())) {
            simulation.agreement.propose(
                    Simulation.LEADER,
                    new Command.AssignWriter(SimNode.RULE, place.zone, node.id, zone.epoch()),
                    agreed -> {});
        }
    }

    /** How often another node than before became the writer of a zone. */
    int handovers() {
        Map<ZoneName, NodeId> writers = new TreeMap<>();
        Map<ZoneName, Long> epochs = new TreeMap<>();
        int count = 0;
        for (Command command : simulation.agreement.log) {
            if (command instanceof Command.AssignWriter assign
                    && epochs.getOrDefault(assign.zone(), 0L) == assign.expectedEpoch()) {
                epochs.put(assign.zone(), assign.expectedEpoch() + 1);
                NodeId before = writers.put(assign.zone(), assign.node());
                count += before == null || before.equals(assign.node()) ? 0 : 1;
            }
        }
        return count;
    }
}
