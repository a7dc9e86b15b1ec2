package org.onecopy.index;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.onecopy.core.Name;

/** Writes the parts of one key so that their bytes sort as the parts do. */
final class KeyWriter {
    private static final int CAPACITY_FIRST = 48;

    private byte[] bytes = new byte[CAPACITY_FIRST];
    private int length;

    /** Eight bytes, the largest first; the sign is turned over, so that negative numbers come first. */
    void number(long value) {
        reserve(Long.BYTES);
        long sortable = value ^ Long.MIN_VALUE;
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            bytes[length++] = (byte) (sortable >>> shift);
        }
    }

    /** A text of ASCII without zero bytes, ended by one, so that a prefix comes first whatever follows. */
    void identifier(String text) {
        append(text.getBytes(StandardCharsets.US_ASCII));
        reserve(1);
        bytes[length++] = 0;
    }

    /** A name, as the last part. */
    void lastName(Name name) {
        append(name.toBytes());
    }

    /**
     * Any text, as the last part: each UTF-16 unit as one to three bytes in the manner of UTF-8. Plain UTF-8 would sort characters
     * beyond U+FFFF after U+FFFF, and texts compare by their UTF-16 units.
     */
    void lastText(String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            reserve(3);
            if (unit < 0x80) {
                bytes[length++] = (byte) unit;
            } else if (unit < 0x800) {
                bytes[length++] = (byte) (0xC0 | (unit >> 6));
                bytes[length++] = (byte) (0x80 | (unit & 0x3F));
            } else {
                bytes[length++] = (byte) (0xE0 | (unit >> 12));
                bytes[length++] = (byte) (0x80 | ((unit >> 6) & 0x3F));
                bytes[length++] = (byte) (0x80 | (unit & 0x3F));
            }
        }
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void append(byte[] part) {
        reserve(part.length);
        System.arraycopy(part, 0, bytes, length, part.length);
        length += part.length;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
