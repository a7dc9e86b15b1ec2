package org.onecopy.simulation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.onecopy.core.Content;
import org.onecopy.model.Digest;

/** Contents of at most one chunk. */
final class Contents {
    private Contents() {}

    static Digest digest(byte[] data) {
        try {
            return Digest.of(MessageDigest.getInstance("SHA-256").digest(data));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static Content of(byte[] data, int inlineMax) {
        return new Content(data.length, digest(data), data.length <= inlineMax ? data.clone() : null);
    }

    static String text(byte[] data) {
        return new String(data, StandardCharsets.UTF_8);
    }
}
