package org.onecopy.model.api;

import org.jspecify.annotations.Nullable;

/**
 * Which part of an agreed file is to be read.
 *
 * @param path of the file in the rule's tree
 * @param offset of the first byte, 0 or more
 * @param length bytes, 1 to {@link #LENGTH_MAX}; null: as many as may be asked for
 */
public record ContentSpec(
        String path, long offset, @Nullable Integer length) {
    /** So many bytes are read at once. */
    public static final int LENGTH_MAX = 64 * 1024;

    /** @throws IllegalArgumentException where something is missing, or out of its bounds */
    public ContentSpec {
        Required.field("path", path);
        if (offset < 0) {
            throw new IllegalArgumentException("offset is " + offset + ": expected 0 or more");
        }
        if (length != null && (length < 1 || length > LENGTH_MAX)) {
            throw new IllegalArgumentException("length is " + length + ": expected 1 to " + LENGTH_MAX);
        }
    }
}
