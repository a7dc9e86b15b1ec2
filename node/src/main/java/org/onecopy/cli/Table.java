package org.onecopy.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of cells as plain, aligned text. A cell never breaks the line: what cannot be printed stands as an escape. */
public final class Table {
    private static final String GAP = "  ";

    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();

    private Table(List<String> head) {
        this.head = List.copyOf(head);
    }

    /** A table with these column names; those that begin with {@code >} are aligned to the right. */
    public static Table of(String... head) {
        return new Table(List.of(head));
    }

    /** Adds a row; null and empty cells become {@code -}. */
    public Table row(@Nullable Object... cells) {
        List<String> row = new ArrayList<>();
        for (@Nullable Object cell : cells) {
            String text = cell == null ? "" : printable(cell.toString());
            row.add(text.isEmpty() ? "-" : text);
        }
        if (row.size() != head.size()) {
            throw new IllegalArgumentException("a row of " + row.size() + " cells in a table of " + head.size());
        }
        rows.add(row);
        return this;
    }

    /** The text, each line ended; without rows it is the empty text. */
    public String render() {
        if (rows.isEmpty()) {
            return "";
        }
        int[] widths = new int[head.size()];
        List<List<String>> lines = new ArrayList<>();
        lines.add(head.stream().map(name -> name.replace(">", "")).toList());
        lines.addAll(rows);
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(line.get(i)));
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            StringBuilder row = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String pad = " ".repeat(widths[i] - width(line.get(i)));
                boolean right = head.get(i).startsWith(">");
                row.append(i == 0 ? "" : GAP).append(right ? pad + line.get(i) : line.get(i) + pad);
            }
            text.append(row.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    /** The text without line breaks and other control characters. */
    public static String printable(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints().forEach(point -> {
            if (point == '\n') {
                clean.append("\\n");
            } else if (point == '\t') {
                clean.append("\\t");
            } else if (point < 0x20 || (point >= 0x7f && point < 0xa0) || (point >= 0x202a && point <= 0x202e)) {
                clean.append(String.format(java.util.Locale.ROOT, "\\u%04x", point));
            } else {
                clean.appendCodePoint(point);
            }
        });
        return clean.toString();
    }
}
