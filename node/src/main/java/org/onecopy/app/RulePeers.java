package org.onecopy.app;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.BiPredicate;
import org.onecopy.model.RuleId;
import org.onecopy.model.ZoneName;
import org.onecopy.network.identity.NodeTls;
import org.onecopy.transfer.PeerAccess;

/**
 * Which nodes may ask for contents: those of the network, and for a rule's those of its zones (H79). Safe to call from many threads.
 *
 * @param incarnation how many forced recoveries the network has been through
 * @param inRule whether a zone is one of a rule's
 */
record RulePeers(Standing standing, NodeTls tls, int incarnation, BiPredicate<ZoneName, RuleId> inRule)
        implements PeerAccess {
    @Override
    public boolean admits(List<X509Certificate> chain) {
        return standing.isOfNetwork(chain);
    }

    @Override
    public boolean mayRead(List<X509Certificate> chain, RuleId rule) {
        return standing.isOfNetwork(chain)
                && inRule.test(tls.identity().peerOf(chain.getFirst()).zone(), rule);
    }
}
