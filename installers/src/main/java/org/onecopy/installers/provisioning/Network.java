package org.onecopy.installers.provisioning;

import java.util.List;
import java.util.Optional;
import org.onecopy.model.NodeId;
import org.onecopy.model.api.NodeView;
import org.onecopy.model.api.TicketView;

/**
 * The network that machines come into. All methods block, and throw {@link ProvisionException} with {@code NETWORK_UNREACHABLE} or {@code
 * NETWORK_REFUSED}.
 */
interface Network {
    List<NodeView> nodes();

    /** A ticket for one node, with its text. */
    TicketView ticket(HostSpec host);

    /** Lets a ticket admit nobody any more; one that was used is no mistake. */
    void revoke(TicketView ticket);

    /** Takes a node out for good. */
    void remove(NodeId node);

    /** How the network sees a node; empty where it does not know it. */
    default Optional<NodeView> node(NodeId id) {
        return nodes().stream().filter(node -> node.id().equals(id)).findFirst();
    }
}
