package org.onecopy.agreement;

import java.security.cert.X509Certificate;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.onecopy.model.NodeId;

/**
 * How the nodes of a network prove to each other who they are. All connections are TLS 1.3 with certificates on both sides.
 *
 * @param keys answers with this node's certificate and key; asked again for each connection
 * @param trust whose certificates are accepted
 * @param nodeOf the node that an accepted certificate belongs to; throws a problem where it is of no node of this network
 * @param admitted whether a node may still take part (revocation, which is agreed and needs no clock); asked for each call
 */
public record LinkSecurity(
        X509ExtendedKeyManager keys,
        X509ExtendedTrustManager trust,
        Function<X509Certificate, NodeId> nodeOf,
        Predicate<NodeId> admitted) {}
