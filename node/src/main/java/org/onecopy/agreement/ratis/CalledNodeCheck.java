package org.onecopy.agreement.ratis;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.onecopy.agreement.LinkSecurity;
import org.onecopy.model.NodeId;
import org.onecopy.problem.ProblemException;

/**
 * Asks of each node that is called whether it is the member that has this address. The host name in a certificate does not say so:
 * several nodes of a network may share a machine, and one that took another's port would vote in its name.
 */
final class CalledNodeCheck extends X509ExtendedTrustManager {
    private final LinkSecurity security;
    private final Function<String, Set<NodeId>> membersAt;

    /** @param membersAt the members with an address of the form host:port; empty where none is known */
    CalledNodeCheck(LinkSecurity security, Function<String, Set<NodeId>> membersAt) {
        this.security = security;
        this.membersAt = membersAt;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        security.trust().checkServerTrusted(chain, authType, engine);
        String address = engine.getPeerHost() + ":" + engine.getPeerPort();
        Set<NodeId> members = membersAt.apply(address);
        NodeId found = nodeOf(chain[0]);
        if (!members.isEmpty() && !members.contains(found)) {
            throw new CertificateException("at " + address + " answers node '" + found + "', not " + members);
        }
        if (!security.admitted().test(found)) {
            throw new CertificateException("node '" + found + "' at " + address + " is not admitted any more");
        }
    }

    private NodeId nodeOf(X509Certificate certificate) throws CertificateException {
        try {
            return security.nodeOf().apply(certificate);
        } catch (ProblemException e) {
            throw new CertificateException(e.getMessage(), e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("the address of the called node is not known");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("the address of the called node is not known");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        security.trust().checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        security.trust().checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        security.trust().checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return security.trust().getAcceptedIssuers();
    }
}
