package org.onecopy.network.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A secret that opens the admin API: 256 random bits. The client keeps it in a file of its own; the server keeps the SHA-256 only,
 * which needs no salt, because nobody can guess 256 bits.
 */
public record ApiToken(String secret) {
    private static final String PREFIX = "onecopy_";
    private static final int BYTES = 32;

    /** Makes a new token. */
    public static ApiToken create() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new ApiToken(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** What the server keeps: 64 hexadecimal digits. */
    public String digest() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether this token is the one that a digest was made of; takes the same time wherever they differ. */
    public boolean matches(String storedDigest) {
        return MessageDigest.isEqual(
                digest().getBytes(StandardCharsets.US_ASCII), storedDigest.getBytes(StandardCharsets.US_ASCII));
    }

    /** Writes the token to a file that only its owner can read. */
    public void store(Path file) {
        try {
            PemFiles.writeText(file, secret + "\n", true);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** Never shows the secret. */
    @Override
    public String toString() {
        return "ApiToken";
    }
}
