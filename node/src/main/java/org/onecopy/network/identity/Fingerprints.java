package org.onecopy.network.identity;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.HexFormat;

/** Keys as short texts that people and machines compare. */
public final class Fingerprints {
    private static final char[] CONSONANTS = "bdfghjklmnprstvz".toCharArray();
    private static final char[] VOWELS = "aiou".toCharArray();
    private static final int WORDS = 4;

    private Fingerprints() {}

    /** The SHA-256 of a key's SubjectPublicKeyInfo, in 64 hexadecimal digits: what a ticket pins (as in RFC 7469). */
    public static String pin(PublicKey key) {
        return HexFormat.of().formatHex(sha256(key.getEncoded()));
    }

    /**
     * Four words that both sides of an induction show, made of both keys: 64 bits as proquints (D. S. Wilkerson, "A Proposal for
     * Proquints", arXiv:0901.4016), for example {@code lusab-babad-gutih-tugad}.
     */
    public static String words(PublicKey node, PublicKey authority) {
        MessageDigest digest = digest();
        digest.update(authority.getEncoded());
        byte[] both = digest.digest(node.getEncoded());
        StringBuilder words = new StringBuilder();
        for (int word = 0; word < WORDS; word++) {
            int bits = (both[2 * word] & 0xff) << 8 | (both[2 * word + 1] & 0xff);
            words.append(word == 0 ? "" : "-")
                    .append(CONSONANTS[bits >> 12 & 15])
                    .append(VOWELS[bits >> 10 & 3])
                    .append(CONSONANTS[bits >> 6 & 15])
                    .append(VOWELS[bits >> 4 & 3])
                    .append(CONSONANTS[bits & 15]);
        }
        return words.toString();
    }

    static byte[] sha256(byte[] bytes) {
        return digest().digest(bytes);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
