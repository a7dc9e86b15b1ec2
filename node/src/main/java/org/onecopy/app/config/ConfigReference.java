package org.onecopy.app.config;

import java.util.ArrayList;
import java.util.List;

/** The table of keys as pages for people. */
public final class ConfigReference {
    private static final int WIDTH = 110;

    private ConfigReference() {}

    /** {@code docs/configuration.md}. */
    public static String markdown() {
        StringBuilder page = new StringBuilder("""
                # Configuration of a node

                <!-- Made from the table of keys by `onecopy node config --reference`; a test fails while this page is out of date. -->

                A node is started with `onecopy node run --config FILE`, where FILE is YAML. `onecopy node config --defaults` prints a
                commented example, `onecopy node config --check FILE` says whether a file is right. Unknown keys and wrong values are
                refused with file, line and column, and the node does not start.

                | key | expected | default | meaning |
                |---|---|---|---|
                """);
        for (Key<?> key : ConfigKeys.ALL) {
            String fallback = key.required() ? "required" : key.fallback() == null ? "–" : "`" + key.fallback() + "`";
            page.append(
                    "| `%s` | %s | %s | %s |\n".formatted(key.path(), key.type().expected(), fallback, key.doc()));
        }
        return page.toString();
    }

    /** A file with every key: those with a default as comments, the others with an example. */
    public static String example() {
        StringBuilder yaml =
                new StringBuilder("# Configuration of an Onecopy node. Values in comments are the defaults.\n");
        List<String> open = new ArrayList<>();
        for (Key<?> key : ConfigKeys.ALL) {
            List<String> names = List.of(key.path().split("\\."));
            List<String> parents = names.subList(0, names.size() - 1);
            if (isOfOptionalItem(key)) {
                writeOptional(yaml, key, !open.equals(parents), parents);
                open.clear();
                open.addAll(parents);
                continue;
            }
            boolean firstOfItem = openSections(yaml, open, parents);
            writeKey(yaml, key, parents, firstOfItem);
        }
        return yaml.toString();
    }

    /** Writes the sections that are not open yet. @return whether the next key is the first of a list's item */
    private static boolean openSections(StringBuilder yaml, List<String> open, List<String> parents) {
        if (parents.equals(open)) {
            return false;
        }
        int common = 0;
        while (common < Math.min(open.size(), parents.size())
                && open.get(common).equals(parents.get(common))) {
            common++;
        }
        boolean item = false;
        for (int depth = common; depth < parents.size(); depth++) {
            String name = parents.get(depth);
            item = name.endsWith("[]");
            yaml.append(depth == 0 ? "\n" : "")
                    .append("  ".repeat(depth))
                    .append(name.replace("[]", ""))
                    .append(":\n");
        }
        open.clear();
        open.addAll(parents);
        return item;
    }

    private static void writeKey(StringBuilder yaml, Key<?> key, List<String> parents, boolean firstOfItem) {
        boolean inItem = !parents.isEmpty() && parents.getLast().endsWith("[]");
        String indent = "  ".repeat(parents.size());
        String start = inItem ? indent + (firstOfItem ? "- " : "  ") : indent;
        String comment = indent + (inItem ? "  " : "");
        for (String line : wrapped(key.doc() + " Expected: " + key.type().expected() + ".", WIDTH - comment.length())) {
            yaml.append(firstOfItem ? indent : comment)
                    .append("# ")
                    .append(line)
                    .append('\n');
        }
        if (key.required()) {
            yaml.append(start)
                    .append(key.name())
                    .append(": ")
                    .append(exampleOf(key))
                    .append('\n');
        } else {
            String value = key.fallback() == null ? key.example() : key.fallback();
            yaml.append(comment)
                    .append("# ")
                    .append(key.name())
                    .append(": ")
                    .append(value)
                    .append('\n');
        }
    }

    /** Every list but that of the network's members may be left out. */
    private static boolean isOfOptionalItem(Key<?> key) {
        return key.path().contains("[]") && !key.path().startsWith("network.members[]");
    }

    /** A list's whole item is a comment, with comments in it. */
    private static void writeOptional(StringBuilder yaml, Key<?> key, boolean first, List<String> parents) {
        String indent = "  ".repeat(parents.size() - 1);
        if (first) {
            yaml.append(indent)
                    .append("# ")
                    .append(parents.getLast().replace("[]", ""))
                    .append(":\n");
        }
        for (String line : wrapped(key.doc() + " Expected: " + key.type().expected() + ".", WIDTH - 10)) {
            yaml.append(indent).append("#     # ").append(line).append('\n');
        }
        yaml.append(indent)
                .append(first ? "#   - " : "#     ")
                .append(key.name())
                .append(": ")
                .append(key.fallback() == null ? key.example() : key.fallback())
                .append('\n');
    }

    /** The examples of the list's item must fit the node at the top. */
    private static String exampleOf(Key<?> key) {
        if (key.equals(ConfigKeys.MEMBER_NODE)) {
            return ConfigKeys.NODE.example();
        }
        return key.equals(ConfigKeys.MEMBER_ZONE) ? ConfigKeys.ZONE.example() : key.example();
    }

    private static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
