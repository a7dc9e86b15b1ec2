package org.onecopy.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The digest of a content: the root of a SHA-256 tree over chunks of 4 MiB (32 bytes). A content of at most one chunk has that
 * chunk's SHA-256 as its root; a longer one has the SHA-256 over the byte 1 followed by its chunks' digests in order.
 */
public final class Digest {
    /** The bytes of a digest. */
    public static final int LENGTH = 32;

    private final byte[] bytes;

    private Digest(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @throws IllegalArgumentException where there are not exactly 32 bytes */
    public static Digest of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a digest has 32 bytes, not " + bytes.length);
        }
        return new Digest(bytes.clone());
    }

    /** The opposite of {@link #toString()}: 64 hexadecimal digits. */
    @JsonCreator
    public static Digest parse(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    public byte[] toBytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Digest that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    @JsonValue
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
