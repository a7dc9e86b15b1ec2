package org.onecopy.network.identity;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

/**
 * A node's own new key, and the request to certify it (PKCS #10, RFC 2986). The key never leaves the node; the request is signed with it,
 * which shows that the sender has it.
 *
 * @param pem the request
 */
public record KeyRequest(PrivateKey key, PublicKey publicKey, String pem) {
    /** Makes a key, EC P-256, and a request for it. The name in it says nothing: what the certificate names is decided by who issues it. */
    public static KeyRequest create(NodeId node) {
        KeyPair keys = CertificateAuthority.newKeys();
        return of(node, keys.getPrivate(), keys.getPublic());
    }

    /** A request for a key that the node has already. */
    public static KeyRequest of(NodeId node, PrivateKey key, PublicKey publicKey) {
        try {
            PKCS10CertificationRequest request = new JcaPKCS10CertificationRequestBuilder(
                            new X500Principal("O=Onecopy, CN=" + node), publicKey)
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key));
            StringWriter text = new StringWriter();
            try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
                writer.writeObject(request);
            }
            return new KeyRequest(key, publicKey, text.toString());
        } catch (OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The key that a request is for.
     *
     * @throws ProblemException {@code BAD_REQUEST} where it is no request, not for an EC key, or not signed with that key
     */
    public static PublicKey keyOf(String pem) {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            if (parser.readObject() instanceof PKCS10CertificationRequest read) {
                JcaPKCS10CertificationRequest request = new JcaPKCS10CertificationRequest(read);
                PublicKey key = request.getPublicKey();
                if (key.getAlgorithm().equals("EC")
                        && request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                    return key;
                }
            }
            throw refused(null);
        } catch (IOException
                | GeneralSecurityException
                | PKCSException
                | OperatorCreationException
                | IllegalArgumentException e) {
            throw refused(e);
        }
    }

    private static ProblemException refused(@org.jspecify.annotations.Nullable Exception cause) {
        return new ProblemException(
                ProblemCode.BAD_REQUEST,
                "the request for a certificate is damaged, or not signed with its own EC key; run 'onecopy network join' again",
                cause);
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "KeyRequest";
    }
}
