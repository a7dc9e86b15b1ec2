package org.onecopy.network.identity;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.ZoneName;
import org.onecopy.problem.ProblemException;

/**
 * Who this node is and how it proves it.
 *
 * @param network the network that the certificate belongs to
 * @param chain the node's certificate first, then any between it and the authority's; never empty
 * @param authority the certificate of the network's authority, the only one that peers are trusted by
 */
public record NodeIdentity(
        NodeId node,
        ZoneName zone,
        UUID network,
        List<X509Certificate> chain,
        PrivateKey key,
        X509Certificate authority) {
    public NodeIdentity {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("an identity has at least the node's own certificate");
        }
    }

    /** The node's own certificate. */
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /** When the node's certificate ends. */
    public Instant expires() {
        return certificate().getNotAfter().toInstant();
    }

    /** When the first of the node's and its authority's certificates ends: others trust the node no longer then. */
    public Instant trustedUntil() {
        Instant until = authority.getNotAfter().toInstant();
        for (X509Certificate certificate : chain) {
            Instant end = certificate.getNotAfter().toInstant();
            until = end.isBefore(until) ? end : until;
        }
        return until;
    }

    /**
     * The node behind a certificate whose chain TLS has verified already.
     *
     * @throws ProblemException {@code CERTIFICATE_INVALID} where it names no node, or one of another network
     */
    public NodeName peerOf(X509Certificate certificate) {
        NodeName name = NodeName.of(certificate);
        if (!name.network().equals(network)) {
            throw new ProblemException(
                    ProblemCode.CERTIFICATE_INVALID,
                    "node '" + name.node() + "' belongs to network " + name.network() + ", not to " + network
                            + ": connect nodes of one network only");
        }
        return name;
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "NodeIdentity[" + node + ", zone " + zone + ", network " + network + ", until " + expires() + "]";
    }
}
