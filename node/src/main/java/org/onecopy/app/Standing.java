package org.onecopy.app;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import org.onecopy.agreement.LinkSecurity;
import org.onecopy.app.config.NodeConfig;
import org.onecopy.core.registry.RegistryTables;
import org.onecopy.index.RegistryIndex;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.network.identity.IdentityFiles;
import org.onecopy.network.identity.NodeIdentity;
import org.onecopy.network.identity.NodeTls;
import org.onecopy.problem.ProblemException;

/** Who this node is in its network, and whom it hears: nobody who was taken out of the network. Used by all threads. */
final class Standing {
    private final NodeConfig config;
    private final NodeTls tls;
    private final RegistryIndex registry;

    private Standing(NodeConfig config, NodeTls tls, RegistryIndex registry) {
        this.config = config;
        this.tls = tls;
        this.registry = registry;
    }

    /**
     * Reads the node's key and certificates.
     *
     * @param registry what the node has agreed about the network so far
     * @throws ProblemException {@code CERTIFICATE_INVALID}: unusable, or another node's; {@code NODE_RETIRED}: this node
     *     was taken out of the network
     */
    static Standing of(NodeConfig config, RegistryIndex registry, Clock clock) {
        Standing standing = new Standing(config, new NodeTls(identity(config, clock)), registry);
        if (standing.isRetired()) {
            throw standing.retired();
        }
        return standing;
    }

    NodeTls tls() {
        return tls;
    }

    /** Whether this node was taken out of the network, as far as it has heard. */
    boolean isRetired() {
        return !isAdmitted(config.node());
    }

    /** What to say of that. */
    ProblemException retired() {
        return new ProblemException(
                ProblemCode.NODE_RETIRED,
                "node " + config.node() + " was taken out of the network for good (onecopy nodes remove): bring this"
                        + " machine in again under another name, with an empty data directory");
    }

    LinkSecurity linkSecurity() {
        return new LinkSecurity(
                tls.keyManager(),
                tls.trustManager(),
                certificate -> tls.identity().peerOf(certificate).node(),
                this::isAdmitted);
    }

    /** Whether it is another node of this node's zone, or this node. */
    boolean isOfZone(List<X509Certificate> chain) {
        return isOfNetwork(chain)
                && tls.identity().peerOf(chain.getFirst()).zone().equals(config.zone());
    }

    boolean isOfNetwork(List<X509Certificate> chain) {
        try {
            return isAdmitted(tls.identity().peerOf(chain.getFirst()).node());
        } catch (ProblemException e) {
            return false;
        }
    }

    private boolean isAdmitted(NodeId node) {
        return registry.read(view -> view.get(RegistryTables.RETIRED, node)) == null;
    }

    private static NodeIdentity identity(NodeConfig from, Clock clock) {
        NodeIdentity identity = IdentityFiles.load(
                from.network().key(),
                from.network().certificate(),
                from.network().ca(),
                clock);
        if (!identity.node().equals(from.node()) || !identity.zone().equals(from.zone())) {
            throw new ProblemException(
                    ProblemCode.CERTIFICATE_INVALID,
                    from.network().certificate() + " is the certificate of node " + identity.node() + " in zone "
                            + identity.zone() + ", and this node is " + from.node() + " in zone " + from.zone()
                            + ": use this node's own certificate, or correct the configuration");
        }
        if (!identity.network().equals(from.network().id())) {
            throw new ProblemException(
                    ProblemCode.CERTIFICATE_INVALID,
                    from.network().certificate() + " is of network " + identity.network()
                            + ", and the configuration says network.id: "
                            + from.network().id()
                            + ": use a certificate of this network, or correct the configuration");
        }
        return identity;
    }
}
