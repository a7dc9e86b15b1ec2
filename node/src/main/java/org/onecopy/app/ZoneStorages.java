package org.onecopy.app;

import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.onecopy.core.registry.RegisteredNode;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.ZoneName;
import org.onecopy.problem.ProblemException;
import org.onecopy.transfer.ContentClient;

/** Looks at what lies in zones before any rule is over it: in this node's zone itself, elsewhere by a node of that zone. Any thread. */
final class ZoneStorages {
    private final ZoneName own;
    private final LocationProbe probe;
    private final SSLContext tls;
    private final ContentClient client;
    private final Supplier<List<RegisteredNode>> nodes;

    /** @param nodes of the whole network */
    ZoneStorages(
            ZoneName own,
            LocationProbe probe,
            SSLContext tls,
            ContentClient client,
            Supplier<List<RegisteredNode>> nodes) {
        this.own = own;
        this.probe = probe;
        this.tls = tls;
        this.client = client;
        this.nodes = nodes;
    }

    /** @throws ProblemException {@code ZONE_UNREACHABLE} where the zone has no node, and as {@link LocationProbe} says */
    LocationProbe.Found look(ZoneName zone, String path) {
        return zone.equals(own) ? probe.look(path) : LocationProbe.ask(tls, contentAddressIn(zone), path);
    }

    /** The trees of a zone, page by page. */
    PagedTrees trees(ZoneName zone) {
        return zone.equals(own) ? probe.pages() : TreePages.of(path -> client.open(contentAddressIn(zone), path));
    }

    /** Where the nodes of a zone give contents. */
    List<String> contentEndpoints(ZoneName zone) {
        return nodes.get().stream()
                .filter(node -> node.zone().equals(zone))
                .map(RegisteredNode::contentAddress)
                .toList();
    }

    private String contentAddressIn(ZoneName zone) {
        return contentEndpoints(zone).stream()
                .findFirst()
                .orElseThrow(() -> new ProblemException(ProblemCode.ZONE_UNREACHABLE, "zone " + zone + " has no node"));
    }
}
