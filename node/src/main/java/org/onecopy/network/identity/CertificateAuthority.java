package org.onecopy.network.identity;

import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.ZoneName;
import org.onecopy.problem.ProblemException;

/**
 * The authority of one network: its key signs the certificates of the network's nodes and nothing else. EC P-256 throughout, which
 * every TLS 1.3 stack in use here speaks.
 */
public final class CertificateAuthority {
    /** How long a node's certificate is valid; it is renewed long before. */
    public static final Duration NODE_VALIDITY = Duration.ofDays(90);

    /** The file of the key, in the directory of an authority. */
    public static final String KEY_FILE = IdentityFiles.AUTHORITY_KEY;

    private static final Duration AUTHORITY_VALIDITY = Duration.ofDays(20 * 365);
    /** Certificates begin this long ago, so that a node whose clock is behind accepts them (H45). */
    private static final Duration CLOCK_TOLERANCE = Duration.ofDays(1);

    private static final Pattern IP_ADDRESS = Pattern.compile("[0-9.]+|.*:.*");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final UUID network;
    private final X509Certificate certificate;
    private final PrivateKey key;
    private final InstantSource clock;

    private CertificateAuthority(UUID network, X509Certificate certificate, PrivateKey key, InstantSource clock) {
        this.network = network;
        this.certificate = certificate;
        this.key = key;
        this.clock = clock;
    }

    /** Makes the authority of a new network, in memory. */
    public static CertificateAuthority create(UUID network, InstantSource clock) {
        KeyPair keys = newKeys();
        X500Principal name = new X500Principal("O=Onecopy, CN=Onecopy network " + network);
        try {
            X509v3CertificateBuilder builder =
                    builder(name, name, keys.getPublic(), clock.instant(), AUTHORITY_VALIDITY);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, "onecopy://" + network)));
            X509Certificate certificate = sign(builder, keys.getPrivate());
            return new CertificateAuthority(network, certificate, keys.getPrivate(), clock);
        } catch (CertIOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads an authority back.
     *
     * @throws ProblemException {@code CERTIFICATE_INVALID} where a file is missing, unreadable, or does not belong to the other
     */
    public static CertificateAuthority load(Path directory, InstantSource clock) {
        Path certificateFile = directory.resolve(IdentityFiles.AUTHORITY_CERTIFICATE);
        Path keyFile = directory.resolve(IdentityFiles.AUTHORITY_KEY);
        X509Certificate certificate = PemFiles.certificates(certificateFile).getFirst();
        PrivateKey key = PemFiles.key(keyFile);
        IdentityFiles.checkKey(key, keyFile, certificate, certificateFile);
        String prefix = "onecopy://";
        UUID network = NodeName.uris(certificate).stream()
                .filter(uri -> uri.startsWith(prefix))
                .map(uri -> UUID.fromString(String.valueOf(URI.create(uri).getHost())))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.CERTIFICATE_INVALID,
                        certificateFile + " is not the certificate of an Onecopy network: restore the right file"));
        return new CertificateAuthority(network, certificate, key, clock);
    }

    /** Writes certificate and key; the key is readable by the owner only. Existing files are replaced. */
    public void store(Path directory) {
        PemFiles.write(directory.resolve(IdentityFiles.AUTHORITY_KEY), List.of(key), true);
        PemFiles.write(directory.resolve(IdentityFiles.AUTHORITY_CERTIFICATE), List.of(certificate), false);
    }

    /** A certificate as PEM. */
    public static String pem(X509Certificate certificate) {
        return PemFiles.text(List.of(certificate));
    }

    /** The signing key as PEM: for nodes that are to admit others. */
    public String keyPem() {
        return PemFiles.text(List.of(key));
    }

    public UUID network() {
        return network;
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /**
     * Makes a key for a node and certifies it.
     *
     * @param hosts the names and IP addresses under which other nodes reach it, without ports
     */
    public NodeIdentity newIdentity(NodeId node, ZoneName zone, List<String> hosts) {
        KeyPair keys = newKeys();
        X509Certificate issued = issue(node, zone, hosts, keys.getPublic());
        return new NodeIdentity(node, zone, network, List.of(issued), keys.getPrivate(), certificate);
    }

    /** Certifies the key of a node, which need not leave that node: for induction and for renewal. */
    public X509Certificate issue(NodeId node, ZoneName zone, List<String> hosts, PublicKey nodeKey) {
        List<GeneralName> names = new ArrayList<>();
        for (String host : hosts) {
            int type = IP_ADDRESS.matcher(host).matches() ? GeneralName.iPAddress : GeneralName.dNSName;
            names.add(new GeneralName(type, host));
        }
        String uri = new NodeName(network, zone, node).uri();
        names.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri));
        X500Principal subject = new X500Principal("O=Onecopy, CN=" + node);
        try {
            X509v3CertificateBuilder builder =
                    builder(certificate.getSubjectX500Principal(), subject, nodeKey, clock.instant(), NODE_VALIDITY);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
            }));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate.getPublicKey()));
            builder.addExtension(
                    Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(GeneralName[]::new)));
            return sign(builder, key);
        } catch (CertIOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509v3CertificateBuilder builder(
            X500Principal issuer, X500Principal subject, PublicKey key, Instant now, Duration validity)
            throws CertIOException {
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(127, RANDOM).setBit(126),
                Date.from(now.minus(CLOCK_TOLERANCE)),
                Date.from(now.plus(validity)),
                subject,
                key);
        try {
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return builder;
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key) {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
