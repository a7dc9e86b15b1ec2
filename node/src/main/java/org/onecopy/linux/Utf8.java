package org.onecopy.linux;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Names as the kernel has them, bytes, and as Java has them. */
public final class Utf8 {
    private Utf8() {}

    /** The text of bytes, or null where these are not UTF-8, so that the text would not lead back to the same bytes. */
    public static @Nullable String decode(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf('\ufffd') < 0) {
            return text;
        }
        return Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes) ? text : null;
    }

    /** Bytes for a message: control characters, and all beyond ASCII in what is not UTF-8, stand as {@code \xNN}. */
    public static String printable(byte[] bytes) {
        String text = decode(bytes);
        StringBuilder shown = new StringBuilder();
        if (text == null) {
            for (byte b : bytes) {
                appendTo(shown, b & 0xff, b >= 0x20 && b < 0x7f);
            }
        } else {
            text.codePoints().forEach(c -> appendTo(shown, c, !Character.isISOControl(c)));
        }
        return shown.toString();
    }

    private static void appendTo(StringBuilder shown, int character, boolean printable) {
        if (printable) {
            shown.appendCodePoint(character);
        } else {
            shown.append("\\x%02x".formatted(character));
        }
    }
}
