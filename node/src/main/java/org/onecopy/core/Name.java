package org.onecopy.core;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The name of one entry within its directory: 1 to 255 bytes of UTF-8, kept exactly as given (no case or Unicode folding), never
 * {@code .} or {@code ..}, without {@code /} and NUL. Ordered by its bytes.
 */
public record Name(String value) implements Comparable<Name> {
    /** The longest name, in bytes of UTF-8. */
    public static final int BYTES_MAX = 255;

    /** @throws IllegalArgumentException where the name is not legal, see {@link #complaint} */
    public Name {
        String complaint = complaint(value);
        if (complaint != null) {
            throw new IllegalArgumentException("name '" + value + "' " + complaint);
        }
    }

    /** Why a text cannot be a name, or null where it can. */
    public static @Nullable String complaint(String text) {
        if (text.isEmpty()) {
            return "is empty";
        }
        if (text.equals(".") || text.equals("..")) {
            return "is reserved";
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '/' || c == 0) {
                return "holds a slash or a zero byte";
            }
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return "is not Unicode text";
                }
                i++;
            }
        }
        return text.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX ? "is longer than 255 bytes" : null;
    }

    /** The name as UTF-8. */
    public byte[] toBytes() {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int compareTo(Name other) {
        return Arrays.compareUnsigned(toBytes(), other.toBytes());
    }

    @Override
    public String toString() {
        return value;
    }
}
