package org.onecopy.network.identity;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS made of a node's identity. The identity may be replaced at any time (renewal): connections made afterwards use the new
 * certificate, those that stand keep theirs. Safe to use from many threads.
 */
public final class NodeTls {
    /** The only version spoken between nodes. */
    public static final String PROTOCOL = "TLSv1.3";

    private static final String ALIAS = "node";

    private volatile NodeIdentity identity;
    private final X509ExtendedTrustManager trustManager;
    private final X509ExtendedKeyManager keyManager = new CurrentKey();

    public NodeTls(NodeIdentity identity) {
        this.identity = identity;
        this.trustManager = trustManagerFor(identity.authority());
    }

    /** Uses another certificate from now on; it must be of the same node, network and authority. */
    public void replace(NodeIdentity renewed) {
        NodeIdentity current = identity;
        if (!renewed.node().equals(current.node()) || !renewed.authority().equals(current.authority())) {
            throw new IllegalArgumentException("cannot turn " + current + " into " + renewed);
        }
        identity = renewed;
    }

    public NodeIdentity identity() {
        return identity;
    }

    /** Answers with the node's current certificate and key. */
    public X509ExtendedKeyManager keyManager() {
        return keyManager;
    }

    /** Trusts the certificates that the network's authority issued, and no others. */
    public X509ExtendedTrustManager trustManager() {
        return trustManager;
    }

    /** For both sides of a connection. Combine with {@link #betweenNodes()}: the context alone does not ask for certificates. */
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance(PROTOCOL);
            context.init(new KeyManager[] {keyManager}, new TrustManager[] {trustManager}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What both sides of a connection between nodes insist on: TLS 1.3, certificates of both, and the host name in the server's. */
    public SSLParameters betweenNodes() {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {PROTOCOL});
        parameters.setNeedClientAuth(true);
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        return parameters;
    }

    private static X509ExtendedTrustManager trustManagerFor(X509Certificate authority) {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry("network", authority);
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(trusted);
            for (TrustManager made : factory.getTrustManagers()) {
                if (made instanceof X509ExtendedTrustManager extended) {
                    return extended;
                }
            }
            throw new IllegalStateException("this Java has no extended trust manager");
        } catch (GeneralSecurityException | java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class CurrentKey extends X509ExtendedKeyManager {
        @Override
        public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return ALIAS;
        }

        @Override
        public String chooseEngineClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return ALIAS;
        }

        @Override
        public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        /** JSSE asks for each key type in turn and takes the first answer: any but EC would fail the handshake. */
        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return keyType.startsWith("EC") ? ALIAS : null;
        }

        @Override
        public @Nullable String chooseEngineServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return keyType.startsWith("EC") ? ALIAS : null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            // With the authority's own, which those need who know nothing but the pin in a ticket.
            return Stream.concat(identity.chain().stream(), Stream.of(identity.authority()))
                    .toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return identity.key();
        }
    }
}
