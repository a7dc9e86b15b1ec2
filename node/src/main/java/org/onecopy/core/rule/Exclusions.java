package org.onecopy.core.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.onecopy.core.TreePath;

/**
 * What a rule leaves alone: globs of names or paths. A glob without {@code /} is compared with every name at any depth; one with
 * {@code /} with the whole path from the tree's root (a leading {@code /} is ignored). {@code *} and {@code ?} do not match
 * {@code /}, {@code **} does; {@code [a-z]}, {@code [!a]} and {@code {a,b}} work as in a shell. What lies below something excluded
 * is excluded.
 */
public final class Exclusions {
    private final List<Pattern> names = new ArrayList<>();
    private final List<Pattern> paths = new ArrayList<>();

    /** @throws IllegalArgumentException where a glob is malformed; the message names it */
    public Exclusions(List<String> globs) {
        for (String glob : globs) {
            String body = glob.startsWith("/") ? glob.substring(1) : glob;
            (glob.indexOf('/') < 0 ? names : paths).add(compile(glob, body));
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
        if (path.isRoot()) {
            return false;
        }
        if (path.names().size() == 1 && path.names().getFirst().value().equals(".onecopy")) {
            return true;
        }
        String name = path.names().getLast().value();
        for (Pattern pattern : names) {
            if (pattern.matcher(name).matches()) {
                return true;
            }
        }
        if (paths.isEmpty()) {
            return false;
        }
        String whole = path.toString();
        for (Pattern pattern : paths) {
            if (pattern.matcher(whole).matches()) {
                return true;
            }
        }
        return false;
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
