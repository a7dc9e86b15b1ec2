package org.onecopy.index;

import java.nio.charset.StandardCharsets;
import org.onecopy.core.Name;

/** Reads the parts of one key, as {@link KeyWriter} wrote them. */
final class KeyReader {
    private final byte[] bytes;
    private int at;

    KeyReader(byte[] bytes) {
        this.bytes = bytes;
    }

    long number() {
        long sortable = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            sortable = (sortable << Byte.SIZE) | (bytes[at++] & 0xFF);
        }
        return sortable ^ Long.MIN_VALUE;
    }

    String identifier() {
        int start = at;
        while (bytes[at] != 0) {
            at++;
        }
        String text = new String(bytes, start, at - start, StandardCharsets.US_ASCII);
        at++;
        return text;
    }

    Name lastName() {
        Name name = new Name(new String(bytes, at, bytes.length - at, StandardCharsets.UTF_8));
        at = bytes.length;
        return name;
    }

    String lastText() {
        StringBuilder text = new StringBuilder(bytes.length - at);
        while (at < bytes.length) {
            int first = bytes[at++] & 0xFF;
            if (first < 0x80) {
                text.append((char) first);
            } else if (first < 0xE0) {
                text.append((char) (((first & 0x1F) << 6) | (bytes[at++] & 0x3F)));
            } else {
                int second = bytes[at++] & 0x3F;
                text.append((char) (((first & 0x0F) << 12) | (second << 6) | (bytes[at++] & 0x3F)));
            }
        }
        return text.toString();
    }
}
