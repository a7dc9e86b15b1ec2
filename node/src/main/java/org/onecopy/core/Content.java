package org.onecopy.core;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.Digest;

/**
 * What the agreed order knows of one content: its length and digest, and the bytes themselves where the content is small enough
 * to travel inside the proposal.
 *
 * @param length bytes, 0 or more
 * @param digest the root of the content's chunk tree
 * @param inline the bytes, or null where they must be fetched; never changed after construction
 */
@SuppressWarnings(
        "ArrayRecordComponent") // equality and immutability are stated here, and a wrapper would copy each small
// content
public record Content(long length, Digest digest, byte @Nullable [] inline) {
    /** @throws IllegalArgumentException where the length is negative or is not that of the inline bytes */
    public Content {
        if (length < 0 || (inline != null && inline.length != length)) {
            throw new IllegalArgumentException("content of length " + length + " with other inline bytes");
        }
    }

    /** Whether both are the same bytes, by length and digest. */
    public boolean sameAs(Content other) {
        return length == other.length && digest.equals(other.digest);
    }

    /** The same content without its bytes. */
    public Content withoutBytes() {
        return inline == null ? this : new Content(length, digest, null);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Content that && sameAs(that) && Arrays.equals(inline, that.inline);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    @Override
    public String toString() {
        return "Content[" + length + " bytes, " + digest + (inline == null ? "]" : ", inline]");
    }
}
