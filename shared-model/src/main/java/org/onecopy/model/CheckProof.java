package org.onecopy.model;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import org.onecopy.model.api.CheckCertificate;
import org.onecopy.model.api.CheckCertificate.Statement;

/** How zones sign what a consistency check has shown, and how that is verified, also years later and without a node. */
public final class CheckProof {
    private static final String ALGORITHM = "SHA256withECDSA";
    private static final int ALTERNATIVE_NAME_URI = 6;

    private CheckProof() {}

    /** The text that a zone's node signs: one field a line, each with its length in characters. */
    public static String text(CheckCertificate proof, Statement statement) {
        StringBuilder text = new StringBuilder();
        field(text, "format", proof.format());
        field(text, "rule", proof.rule().value());
        field(text, "membership", proof.membership());
        field(text, "check", proof.check().toString());
        field(text, "path", proof.path());
        field(text, "tree", proof.tree());
        field(text, "zone", statement.zone().value());
        field(text, "node", statement.node().value());
        field(text, "directories", Long.toString(statement.directories()));
        field(text, "files", Long.toString(statement.files()));
        field(text, "bytes", Long.toString(statement.bytes()));
        field(text, "time", Long.toString(statement.timeMillis()));
        return text.toString();
    }

    private static void field(StringBuilder text, String name, String value) {
        text.append(name)
                .append(' ')
                .append(value.length())
                .append(' ')
                .append(value)
                .append('\n');
    }

    /** Signs a text. @return in Base64 */
    public static String sign(String text, PrivateKey key) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the node's key cannot sign", e);
        }
    }

    /**
     * Verifies a certificate: every statement is signed by a node of the stated name and zone, which the authority certified, and all speak
     * of the same tree.
     *
     * @param authority of the network
     * @throws IllegalArgumentException where it proves nothing; the message says why
     */
    public static void verify(CheckCertificate proof, X509Certificate authority) {
        if (!proof.format().equals(CheckCertificate.FORMAT)) {
            throw new IllegalArgumentException(
                    "its format is '" + proof.format() + "', and this release knows " + CheckCertificate.FORMAT);
        }
        if (proof.statements().isEmpty() || proof.tree().isEmpty()) {
            throw new IllegalArgumentException("no zone states anything in it");
        }
        for (Statement statement : proof.statements()) {
            try {
                verify(proof, statement, authority);
            } catch (GeneralSecurityException e) {
                throw new IllegalArgumentException(
                        "the statement of zone " + statement.zone() + " cannot be verified: " + e.getMessage(), e);
            }
        }
        long zones = proof.statements().stream().map(Statement::zone).distinct().count();
        if (zones < proof.statements().size()) {
            throw new IllegalArgumentException("a zone states something twice in it");
        }
    }

    private static void verify(CheckCertificate proof, Statement statement, X509Certificate authority)
            throws GeneralSecurityException {
        List<X509Certificate> chain = chain(statement.certificate());
        Date then = Date.from(Instant.ofEpochMilli(statement.timeMillis()));
        for (int i = 0; i < chain.size(); i++) {
            X509Certificate issuer = i + 1 < chain.size() ? chain.get(i + 1) : authority;
            chain.get(i).checkValidity(then);
            if (issuer.getBasicConstraints() < 0) {
                throw new IllegalArgumentException(
                        "zone " + statement.zone() + ": its node's certificate was not issued by an authority");
            }
            chain.get(i).verify(issuer.getPublicKey());
        }
        String name = "/zone/" + statement.zone() + "/node/" + statement.node();
        boolean named = uris(chain.getFirst()).stream()
                .anyMatch(uri -> uri.startsWith("onecopy://")
                        && uri.indexOf('/', 10) >= 0
                        && uri.substring(uri.indexOf('/', 10)).equals(name));
        if (!named) {
            throw new IllegalArgumentException("zone " + statement.zone() + ": the certificate is not that of node "
                    + statement.node() + " of this zone");
        }
        Signature signature = Signature.getInstance(ALGORITHM);
        signature.initVerify(chain.getFirst());
        signature.update(text(proof, statement).getBytes(StandardCharsets.UTF_8));
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(statement.signature());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("zone " + statement.zone() + ": the signature is no Base64", e);
        }
        if (!signature.verify(bytes)) {
            throw new IllegalArgumentException("zone " + statement.zone()
                    + ": the signature is not of this statement; somebody has changed the certificate");
        }
    }

    private static List<X509Certificate> chain(String pem) throws CertificateException {
        Collection<? extends java.security.cert.Certificate> all = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
        if (all.isEmpty()) {
            throw new CertificateException("it has no certificate");
        }
        return all.stream().map(X509Certificate.class::cast).toList();
    }

    private static List<String> uris(X509Certificate certificate) throws CertificateException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names == null
                ? List.of()
                : names.stream()
                        .filter(name -> Integer.valueOf(ALTERNATIVE_NAME_URI).equals(name.getFirst()))
                        .map(name -> String.valueOf(name.get(1)))
                        .toList();
    }
}
