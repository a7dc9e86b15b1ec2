package org.onecopy.core.rule;

import java.util.List;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;

/** A rule's path in one zone: absolute within the zone's storage, {@code /} for the whole of it. */
public record LocationPath(TreePath path) {
    /** The longest one, in characters (H78). */
    public static final int LENGTH_MAX = 4096;

    private static final Name RESERVED = new Name(".onecopy");

    /**
     * The path that an administrator wrote.
     *
     * @throws IllegalArgumentException where it does not begin with {@code /}, or holds an empty or illegal name, {@code .} or
     *     {@code ..}, or our own {@code .onecopy}; the message says which
     */
    public static LocationPath parse(String text) {
        if (!text.startsWith("/") || text.length() > LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "path '" + text + "' must begin with / and be at most " + LENGTH_MAX + " characters long");
        }
        try {
            TreePath path = TreePath.parse(text.substring(1));
            if (path.names().contains(RESERVED)) {
                throw new IllegalArgumentException("name '" + RESERVED + "' is reserved");
            }
            return new LocationPath(path);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("path '" + text + "': " + e.getMessage(), e);
        }
    }

    /** Whether one of the two is the other or lies within it. */
    public boolean overlaps(LocationPath other) {
        List<Name> mine = path.names();
        List<Name> theirs = other.path.names();
        int shared = Math.min(mine.size(), theirs.size());
        return mine.subList(0, shared).equals(theirs.subList(0, shared));
    }

    @Override
    public String toString() {
        return "/" + path;
    }
}
