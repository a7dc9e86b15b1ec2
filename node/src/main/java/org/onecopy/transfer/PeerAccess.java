package org.onecopy.transfer;

import java.security.cert.X509Certificate;
import java.util.List;
import org.onecopy.model.RuleId;

/**
 * Says what a peer, known by its certificate, may ask of this node. The chain was already found to be signed by the network's own
 * authority; the leaf comes first. Called for every request, so that a revocation takes effect at once; must be quick.
 */
public interface PeerAccess {
    /** Whether the peer is a node of this network, not revoked. */
    boolean admits(List<X509Certificate> chain);

    /** How many forced recoveries the network has been through, as far as this node knows. */
    default int incarnation() {
        return 0;
    }

    /** Whether the peer may read contents of a rule: its zone is a member of it (H79). */
    boolean mayRead(List<X509Certificate> chain, RuleId rule);
}
