package org.onecopy.core.namespace;

import java.nio.charset.StandardCharsets;
import org.onecopy.core.Name;
import org.onecopy.model.ZoneName;

/**
 * The name of a conflict copy: {@code _conflict-<zone>-<index>~<name>}, cut at a character to the longest legal name. It begins with
 * {@code _}, so that Hadoop jobs skip it.
 */
final class ConflictName {
    private ConflictName() {}

    /**
     * The name of the n-th try.
     *
     * @param attempt 0 for the plain name; larger numbers are added to the index where a name is taken
     */
    static Name of(ZoneName zone, long index, int attempt, Name name) {
        String prefix = "_conflict-" + zone + "-" + index + (attempt == 0 ? "" : "." + attempt) + "~";
        return new Name(prefix + cut(name.value(), Name.BYTES_MAX - prefix.length()));
    }

    private static String cut(String text, int bytesMax) {
        int bytes = 0;
        int end = 0;
        while (end < text.length()) {
            int codePoint = text.codePointAt(end);
            int width = new String(Character.toChars(codePoint)).getBytes(StandardCharsets.UTF_8).length;
            if (bytes + width > bytesMax) {
                break;
            }
            bytes += width;
            end += Character.charCount(codePoint);
        }
        return text.substring(0, end);
    }
}
