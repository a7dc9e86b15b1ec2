package org.onecopy.console.checks;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Both sides of a difference, taken apart.
 *
 * @param agreed what ought to lie there; empty where it is not said
 * @param found what lies there instead, or all that is said where it cannot be taken apart
 */
public record Sides(String agreed, String found) {
    private static final Pattern BOTH =
            Pattern.compile("agreed is (.*?), and (?:here lies |here )?(.*)", Pattern.DOTALL);
    private static final String BYTES = "other bytes than agreed";
    private static final Pattern EXTRA = Pattern.compile("here lies (.*?), and nothing is agreed(.*)", Pattern.DOTALL);

    /** Of the words of a node. */
    public static Sides of(String message) {
        Matcher both = BOTH.matcher(message);
        if (both.matches()) {
            return new Sides(both.group(1), both.group(2).replaceFirst("^nothing lies here", "nothing"));
        }
        if (message.startsWith(BYTES)) {
            return new Sides("other bytes", "not these bytes" + message.substring(BYTES.length()));
        }
        Matcher extra = EXTRA.matcher(message);
        return extra.matches() ? new Sides("nothing", extra.group(1) + extra.group(2)) : new Sides("", message);
    }
}
