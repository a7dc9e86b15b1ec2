package org.onecopy.storage;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;

/**
 * Which names a storage can hold, beyond what no name may have anywhere ({@link Name}). Others are refused by its steps with
 * {@code STORAGE_NAME_ILLEGAL}, never escaped (H29).
 *
 * @param nameBytesMax of one name, in UTF-8
 * @param pathBytesMax of a path below the location, in UTF-8 with one byte between two names
 * @param illegal characters that no name may hold
 */
public record NameRules(int nameBytesMax, int pathBytesMax, String illegal) {
    /** Names of up to 255 bytes with any character, paths of any length: what Linux file systems take. */
    public static final NameRules LINUX = new NameRules(255, Integer.MAX_VALUE, "");

    /** Why a path cannot be held, to follow "the path"; null where it can. */
    public @Nullable String complaint(TreePath path) {
        int bytes = -1;
        for (Name name : path.names()) {
            String text = name.value();
            int length = text.getBytes(StandardCharsets.UTF_8).length;
            if (length > nameBytesMax) {
                return "has a name of " + length + " bytes, and the most are " + nameBytesMax;
            }
            for (int at = 0; at < text.length(); at++) {
                if (illegal.indexOf(text.charAt(at)) >= 0) {
                    return "has a name with the character '" + text.charAt(at) + "'";
                }
            }
            bytes += 1 + length;
        }
        return bytes > pathBytesMax ? "has " + bytes + " bytes, and the most are " + pathBytesMax : null;
    }
}
