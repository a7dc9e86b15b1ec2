package org.onecopy.core.transfer;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.onecopy.model.Digest;

/** SHA-256, which every JDK has. */
public final class Sha256 {
    private Sha256() {}

    /** A digest to feed bytes to. For one thread. */
    public static MessageDigest open() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    /** The digest of a part of an array. */
    public static Digest of(byte[] bytes, int offset, int length) {
        MessageDigest sha = open();
        sha.update(bytes, offset, length);
        return Digest.of(sha.digest());
    }
}
