package org.onecopy.app;

import java.util.ArrayList;
import java.util.List;
import org.onecopy.admin.events.EventLog;
import org.onecopy.admin.events.NewEvent;
import org.onecopy.agreement.FailStop;
import org.onecopy.app.config.NodeConfig;
import org.onecopy.core.registry.RegisteredNode;
import org.onecopy.core.registry.RegistryTables;
import org.onecopy.index.RegistryIndex;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.network.Incarnations;
import org.onecopy.problem.ProblemException;

/** Stops this node where the network went on without it: its storage is left alone from then on (H54). */
final class Recovered {
    private final NodeConfig config;
    private final RegistryIndex registry;
    private final Incarnations incarnations;
    private final EventLog events;
    private final FailStop failStop;
    private boolean started;

    Recovered(NodeConfig config, Standing standing, RegistryIndex registry, EventLog events, FailStop failStop) {
        this.config = config;
        this.registry = registry;
        this.events = events;
        this.failStop = failStop;
        incarnations = new Incarnations(config.node(), standing.tls().context(), standing::isOfNetwork, this::nodes);
    }

    private List<RegisteredNode> nodes() {
        return registry.read(view -> {
            List<RegisteredNode> nodes = new ArrayList<>();
            view.scan(RegistryTables.NODES, new NodeId("a"), null).forEachRemaining(row -> nodes.add(row.getValue()));
            return nodes;
        });
    }

    /**
     * Asks others, for some seconds at most. The first time it is before anything else of the node begins.
     *
     * @throws ProblemException {@code NETWORK_RECOVERED}, the first time; later the node is halted
     */
    void check() {
        boolean first = !started;
        started = true;
        int own = config.network().recovered().incarnation();
        int highest = incarnations.highest();
        if (highest <= own) {
            return;
        }
        ProblemException missed = new ProblemException(
                ProblemCode.NETWORK_RECOVERED,
                "the network was recovered without node " + config.node() + " (incarnation " + highest
                        + ", and this node is of "
                        + own
                        + "): what it did since then counts no more, and its storage stays as it is. Bring it back under another"
                        + " name with onecopy recover return");
        events.append(NewEvent.error("network-recovered", String.valueOf(missed.getMessage())));
        if (first) {
            throw missed;
        }
        failStop.halt(String.valueOf(missed.getMessage()), missed);
    }
}
