package org.onecopy.core.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;

/**
 * What a rule leaves alone: globs of names or paths. A glob without {@code /} is compared with every name at any depth; one with
 * {@code /} with the whole path from the tree's root (a leading {@code /} is ignored). {@code *} and {@code ?} do not match
 * {@code /}, {@code **} does; {@code [a-z]}, {@code [!a]} and {@code {a,b}} work as in a shell. What lies below something excluded
 * is excluded.
 */
public final class Exclusions {
    /** The working area, which no rule replicates. */
    public static final String OWN = ".onecopy";

    private final List<Glob> names = new ArrayList<>();
    private final List<Glob> paths = new ArrayList<>();

    private record Glob(String text, Pattern pattern) {}

    /** @throws IllegalArgumentException where a glob is malformed; the message names it */
    public Exclusions(List<String> globs) {
        for (String glob : globs) {
            String body = glob.startsWith("/") ? glob.substring(1) : glob;
            (glob.indexOf('/') < 0 ? names : paths).add(new Glob(glob, compile(glob, body)));
        }
    }

    private static Pattern compile(String glob, String body) {
        try {
            if (body.isEmpty()) {
                throw new PatternSyntaxException("empty", glob, 0);
            }
            return Pattern.compile(regex(body), Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("glob '" + glob + "' is malformed: " + e.getDescription(), e);
        }
    }

    /** Whether a path is excluded by its last name or as a whole; its directories are assumed to be asked before. */
    public boolean excludes(TreePath path) {
        return matching(path) != null;
    }

    /** What excludes a path by its last name or as a whole: a glob as it was given, or {@link #OWN}; null where nothing does. */
    private @Nullable String matching(TreePath path) {
        if (path.isRoot()) {
            return null;
        }
        if (path.names().size() == 1 && path.names().getFirst().value().equals(OWN)) {
            return OWN;
        }
        String name = path.names().getLast().value();
        for (Glob glob : names) {
            if (glob.pattern.matcher(name).matches()) {
                return glob.text;
            }
        }
        if (paths.isEmpty()) {
            return null;
        }
        String whole = path.toString();
        for (Glob glob : paths) {
            if (glob.pattern.matcher(whole).matches()) {
                return glob.text;
            }
        }
        return null;
    }

    /**
     * Why a path is excluded.
     *
     * @param at the path itself, or the highest directory above it that is excluded
     * @param by the glob as it was given, or {@link #OWN}
     */
    public record Reason(TreePath at, String by) {}

    /** Why a path is excluded, by itself or by a directory above it; null where it is not. */
    public @Nullable Reason reason(TreePath path) {
        TreePath step = TreePath.ROOT;
        for (Name name : path.names()) {
            step = step.resolve(name);
            String by = matching(step);
            if (by != null) {
                return new Reason(step, by);
            }
        }
        return null;
    }

    private static String regex(String glob) {
        StringBuilder regex = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            switch (c) {
                case '*' -> {
                    boolean any = i + 1 < glob.length() && glob.charAt(i + 1) == '*';
                    regex.append(any ? ".*" : "[^/]*");
                    i += any ? 1 : 0;
                }
                case '?' -> regex.append("[^/]");
                case '[' -> i = characterClass(glob, i, regex);
                case '{' -> {
                    depth++;
                    regex.append("(?:");
                }
                case '}' -> {
                    depth--;
                    regex.append(')');
                }
                case ',' -> regex.append(depth > 0 ? "|" : ",");
                case '\\' -> {
                    i++;
                    regex.append(Pattern.quote(i < glob.length() ? glob.substring(i, i + 1) : "\\"));
                }
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }

    private static int characterClass(String glob, int open, StringBuilder regex) {
        int close = glob.indexOf(']', open + 2);
        if (close < 0) {
            throw new PatternSyntaxException("a [ has no ]", glob, open);
        }
        String body = glob.substring(open + 1, close)
                .replace("\\", "\\\\")
                .replace("[", "\\[")
                .replace("&", "\\&");
        regex.append('[')
                .append(body.startsWith("!") ? "^" + body.substring(1) : body)
                .append(']');
        return close;
    }
}
