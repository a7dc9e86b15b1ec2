package org.onecopy.console.connect;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Looks at the certificates that a node presents, and sends it nothing: a person decides whether to trust them. Blocks. */
public final class TrustProbe {
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private TrustProbe() {}

    /**
     * The authority that a node's certificate leads to.
     *
     * @param subject its name
     * @param fingerprint SHA-256 of the certificate, as {@code openssl x509 -fingerprint -sha256} shows it
     * @param pin SHA-256 of its key, as a ticket pins it
     * @param node subject of the node's own certificate
     * @param expires when the authority's certificate ends
     */
    public record Presented(String pem, String subject, String fingerprint, String pin, String node, Instant expires) {}

    /** @throws IllegalArgumentException where nobody answers, or what answers presents no authority */
    public static Presented look(URI url) {
        List<X509Certificate> seen = new CopyOnWriteArrayList<>();
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Watcher(seen)}, null);
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket()) {
                int port = url.getPort() < 0 ? 443 : url.getPort();
                socket.connect(new InetSocketAddress(url.getHost(), port), (int) PATIENCE.toMillis());
                socket.setSoTimeout((int) PATIENCE.toMillis());
                socket.startHandshake();
            }
            return presented(url, List.copyOf(seen));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("cannot see the certificate of " + url + ": " + e.getMessage(), e);
        }
    }

    private static Presented presented(URI url, List<X509Certificate> chain) throws GeneralSecurityException {
        if (chain.isEmpty() || chain.getLast().getBasicConstraints() < 0) {
            throw new IllegalArgumentException(
                    url + " presents no authority: give the network's PEM file (ca.crt of a node) instead");
        }
        X509Certificate authority = chain.getLast();
        for (int at = 0; at + 1 < chain.size(); at++) {
            chain.get(at).verify(chain.get(at + 1).getPublicKey());
        }
        byte[] der = authority.getEncoded();
        String pem = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END CERTIFICATE-----\n";
        return new Presented(
                pem,
                authority.getSubjectX500Principal().getName(),
                HexFormat.ofDelimiter(":").withUpperCase().formatHex(sha256(der)),
                HexFormat.of()
                        .formatHex(sha256(authority.getPublicKey().getEncoded()))
                        .toLowerCase(Locale.ROOT),
                chain.getFirst().getSubjectX500Principal().getName(),
                authority.getNotAfter().toInstant());
    }

    private static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    /** Remembers what it is shown. Nothing is sent over such a connection, so that believing everything does no harm. */
    private record Watcher(List<X509Certificate> seen) implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            throw new IllegalStateException("this side is never a server");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            seen.clear();
            seen.addAll(List.of(chain));
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
