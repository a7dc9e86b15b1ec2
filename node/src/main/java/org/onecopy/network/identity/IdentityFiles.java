package org.onecopy.network.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.NodeId;
import org.onecopy.problem.ProblemException;

/**
 * A node's identity on disk: {@code node.key} (readable by the owner only), {@code node.crt} (the chain, the node's own first) and
 * {@code network-ca.crt}. The network's authority itself ({@code network-ca.key}) lives on few nodes only.
 */
public final class IdentityFiles {
    static final String AUTHORITY_CERTIFICATE = "network-ca.crt";
    static final String AUTHORITY_KEY = "network-ca.key";
    static final String NODE_CERTIFICATE = "node.crt";
    static final String NODE_KEY = "node.key";
    private static final String REQUEST = "node.csr";

    private final Path directory;

    public IdentityFiles(Path directory) {
        this.directory = directory;
    }

    /** Writes an identity durably. Existing files are replaced one by one, the certificate last. */
    public void store(NodeIdentity identity) {
        PemFiles.write(directory.resolve(NODE_KEY), List.of(identity.key()), true);
        PemFiles.write(directory.resolve(AUTHORITY_CERTIFICATE), List.of(identity.authority()), false);
        PemFiles.write(directory.resolve(NODE_CERTIFICATE), identity.chain(), false);
    }

    /**
     * Writes what a node got that was admitted, durably; the certificate last.
     *
     * @param certificate PEM, as is {@code authority}
     * @param authorityKey PEM, where the node can admit others
     */
    public void store(PrivateKey key, String certificate, String authority, @Nullable String authorityKey) {
        PemFiles.write(directory.resolve(NODE_KEY), List.of(key), true);
        try {
            if (authorityKey != null) {
                PemFiles.writeText(directory.resolve(AUTHORITY_KEY), authorityKey, true);
            }
            PemFiles.writeText(directory.resolve(AUTHORITY_CERTIFICATE), authority, false);
            PemFiles.writeText(directory.resolve(NODE_CERTIFICATE), certificate, false);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write into " + directory, e);
        }
    }

    /**
     * The key with which this node asks to be certified: the one of an attempt before whose answer was lost, so that it is known again, or
     * a new one, which is written durably first.
     */
    public KeyRequest keyToCertify(NodeId node) {
        Path asked = directory.resolve(REQUEST);
        try {
            if (Files.exists(asked) && Files.exists(keyFile())) {
                String pem = Files.readString(asked);
                return new KeyRequest(PemFiles.key(keyFile()), KeyRequest.keyOf(pem), pem);
            }
            KeyRequest made = KeyRequest.create(node);
            PemFiles.write(keyFile(), List.of(made.key()), true);
            PemFiles.writeText(asked, made.pem(), false);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write into " + directory, e);
        }
    }

    /** Puts a renewed certificate in the place of the old one, durably and in one step. */
    public void storeCertificate(String certificate) {
        try {
            PemFiles.writeText(certificateFile(), certificate, false);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write into " + directory, e);
        }
    }

    /** The file of the node's key. */
    public Path keyFile() {
        return directory.resolve(NODE_KEY);
    }

    /** The file of the node's certificate. */
    public Path certificateFile() {
        return directory.resolve(NODE_CERTIFICATE);
    }

    /** The file of the authority's certificate. */
    public Path authorityFile() {
        return directory.resolve(AUTHORITY_CERTIFICATE);
    }

    /**
     * Reads and checks the identity.
     *
     * @throws ProblemException {@code CERTIFICATE_INVALID}: a file is missing or unreadable, the certificate is expired, not yet valid,
     *     of another authority or of no node, or the key is not the certificate's. The message names the file and the remedy
     */
    public NodeIdentity load(InstantSource clock) {
        return load(
                directory.resolve(NODE_KEY),
                directory.resolve(NODE_CERTIFICATE),
                directory.resolve(AUTHORITY_CERTIFICATE),
                clock);
    }

    /** As {@link #load(InstantSource)}, from files with other names. */
    public static NodeIdentity load(Path keyFile, Path certificateFile, Path authorityFile, InstantSource clock) {
        PrivateKey key = PemFiles.key(keyFile);
        List<X509Certificate> chain = PemFiles.certificates(certificateFile);
        X509Certificate authority = PemFiles.certificates(authorityFile).getFirst();
        X509Certificate own = chain.getFirst();
        checkTime(own, certificateFile, clock);
        checkTime(authority, authorityFile, clock);
        try {
            chain.getLast().verify(authority.getPublicKey());
        } catch (GeneralSecurityException e) {
            throw PemFiles.invalid(
                    certificateFile, "was issued by another authority than the one in " + authorityFile, e);
        }
        checkKey(key, keyFile, own, certificateFile);
        NodeName name = NodeName.of(own);
        return new NodeIdentity(name.node(), name.zone(), name.network(), chain, key, authority);
    }

    private static void checkTime(X509Certificate certificate, Path file, InstantSource clock) {
        try {
            certificate.checkValidity(Date.from(clock.instant()));
        } catch (CertificateExpiredException e) {
            throw PemFiles.invalid(
                    file,
                    "expired at " + certificate.getNotAfter().toInstant() + "; this machine's clock says "
                            + clock.instant() + " (correct the clock if it is wrong)",
                    e);
        } catch (CertificateNotYetValidException e) {
            throw PemFiles.invalid(
                    file,
                    "is not valid before " + certificate.getNotBefore().toInstant() + "; this machine's clock says "
                            + clock.instant() + " (correct the clock if it is wrong)",
                    e);
        }
    }

    static void checkKey(PrivateKey key, Path keyFile, X509Certificate certificate, Path certificateFile) {
        try {
            byte[] question = new byte[32];
            new SecureRandom().nextBytes(question);
            Signature signer = Signature.getInstance("SHA256withECDSA");
            signer.initSign(key);
            signer.update(question);
            byte[] answer = signer.sign();
            Signature verifier = Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(certificate.getPublicKey());
            verifier.update(question);
            if (!verifier.verify(answer)) {
                throw PemFiles.invalid(keyFile, "is not the key of the certificate in " + certificateFile, null);
            }
        } catch (GeneralSecurityException e) {
            throw PemFiles.invalid(keyFile, "cannot be used with the certificate in " + certificateFile, e);
        }
    }
}
