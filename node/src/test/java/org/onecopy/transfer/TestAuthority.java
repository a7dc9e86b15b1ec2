package org.onecopy.transfer;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority for one test, and TLS contexts of nodes that it signed. */
public final class TestAuthority {
    private static final char[] NO_PASSWORD = new char[0];

    private final KeyPair keys = keyPair();
    private final X509Certificate certificate;
    private long serial = 1;

    public TestAuthority() {
        certificate = sign("CN=test authority", keys, true);
    }

    /** Trusts this authority and shows a certificate of a node, signed by it. */
    public SSLContext node(String name) {
        return context(this, name);
    }

    /** Trusts this authority and shows a certificate signed by another one. */
    public SSLContext nodeSignedBy(TestAuthority other, String name) {
        return context(other, name);
    }

    /** Trusts this authority and shows no certificate. */
    public SSLContext nobody() {
        return context(null, "");
    }

    private SSLContext context(TestAuthority signer, String name) {
        try {
            KeyStore trust = KeyStore.getInstance("PKCS12");
            trust.load(null, null);
            trust.setCertificateEntry("authority", certificate);
            TrustManagerFactory trusts = TrustManagerFactory.getInstance("PKIX");
            trusts.init(trust);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(signer == null ? null : signer.keyManagers(name), trusts.getTrustManagers(), null);
            return context;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private KeyManager[] keyManagers(String name) throws Exception {
        KeyPair own = keyPair();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        PrivateKey key = own.getPrivate();
        store.setKeyEntry("node", key, NO_PASSWORD, new Certificate[] {sign("CN=" + name, own, false), certificate});
        KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(store, NO_PASSWORD);
        return managers.getKeyManagers();
    }

    private X509Certificate sign(String subject, KeyPair of, boolean authority) {
        try {
            Instant now = Instant.now();
            var builder = new JcaX509v3CertificateBuilder(
                    new X500Principal("CN=test authority"),
                    BigInteger.valueOf(serial++),
                    Date.from(now.minus(Duration.ofHours(1))),
                    Date.from(now.plus(Duration.ofDays(1))),
                    new X500Principal(subject),
                    of.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
