package org.onecopy.model;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Two contents beside each other: by their lines where both are text, else 16 bytes a row.
 *
 * @param text whether rows are lines of text
 * @param rows in their order; of texts, lines that are the same on both sides stand beside each other
 */
public record SideBySide(boolean text, List<Row> rows) {
    private static final int BYTES_A_ROW = 16;
    /** Of texts with more pairs of lines, all that lies between the same beginning and the same end counts as changed. */
    private static final int PAIRS_MAX = 4_000_000;

    public SideBySide {
        rows = List.copyOf(rows);
    }

    /**
     * One row; at least one side is there.
     *
     * @param left null where the other side has more
     * @param right null where the other side has more
     */
    public record Row(@Nullable String left, @Nullable String right) {
        /** Whether both sides say the same. */
        public boolean same() {
            return left != null && left.equals(right);
        }
    }

    /** Compares the beginnings of two contents: where one was cut, its last character may be half of one. */
    public static SideBySide of(byte[] left, byte[] right) {
        String leftText = text(left);
        String rightText = text(right);
        return leftText == null || rightText == null
                ? new SideBySide(false, pairs(hex(left), hex(right)))
                : new SideBySide(true, lines(split(leftText), split(rightText)));
    }

    /** The bytes as text; null where they are none: not UTF-8, or with control characters that no text has. */
    private static @Nullable String text(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        if (decoder.decode(ByteBuffer.wrap(bytes), out, false).isError()) {
            return null;
        }
        String text = out.flip().toString();
        return text.chars().allMatch(SideBySide::isOfText) ? text : null;
    }

    private static boolean isOfText(int c) {
        return c >= ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f';
    }

    private static List<String> split(String text) {
        return text.lines().toList();
    }

    private static List<String> hex(byte[] bytes) {
        HexFormat spaced = HexFormat.ofDelimiter(" ");
        List<String> rows = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += BYTES_A_ROW) {
            int end = Math.min(bytes.length, at + BYTES_A_ROW);
            StringBuilder plain = new StringBuilder();
            for (int i = at; i < end; i++) {
                plain.append(bytes[i] >= ' ' && bytes[i] < 0x7f ? (char) bytes[i] : '.');
            }
            rows.add(String.format(Locale.ROOT, "%08x  %-47s  %s", at, spaced.formatHex(bytes, at, end), plain));
        }
        return rows;
    }

    private static List<Row> pairs(List<String> left, List<String> right) {
        List<Row> rows = new ArrayList<>();
        for (int at = 0; at < Math.max(left.size(), right.size()); at++) {
            rows.add(new Row(at < left.size() ? left.get(at) : null, at < right.size() ? right.get(at) : null));
        }
        return rows;
    }

    private static List<Row> lines(List<String> left, List<String> right) {
        int head = 0;
        while (head < Math.min(left.size(), right.size()) && left.get(head).equals(right.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < Math.min(left.size(), right.size()) - head
                && left.get(left.size() - 1 - tail).equals(right.get(right.size() - 1 - tail))) {
            tail++;
        }
        List<Row> rows = new ArrayList<>(pairs(left.subList(0, head), right.subList(0, head)));
        List<String> leftMiddle = left.subList(head, left.size() - tail);
        List<String> rightMiddle = right.subList(head, right.size() - tail);
        if ((long) leftMiddle.size() * rightMiddle.size() > PAIRS_MAX) {
            rows.addAll(pairs(leftMiddle, rightMiddle));
        } else {
            common(leftMiddle, rightMiddle, rows);
        }
        rows.addAll(
                pairs(left.subList(left.size() - tail, left.size()), right.subList(right.size() - tail, right.size())));
        return rows;
    }

    /** By the longest common subsequence of lines; what lies between two common lines is paired as it comes. */
    private static void common(List<String> left, List<String> right, List<Row> rows) {
        int[][] longest = new int[left.size() + 1][right.size() + 1];
        for (int l = left.size() - 1; l >= 0; l--) {
            for (int r = right.size() - 1; r >= 0; r--) {
                longest[l][r] = left.get(l).equals(right.get(r))
                        ? longest[l + 1][r + 1] + 1
                        : Math.max(longest[l + 1][r], longest[l][r + 1]);
            }
        }
        int l = 0;
        int r = 0;
        int leftFrom = 0;
        int rightFrom = 0;
        while (l < left.size() && r < right.size()) {
            if (left.get(l).equals(right.get(r))) {
                rows.addAll(pairs(left.subList(leftFrom, l), right.subList(rightFrom, r)));
                rows.add(new Row(left.get(l), right.get(r)));
                leftFrom = ++l;
                rightFrom = ++r;
            } else if (longest[l + 1][r] >= longest[l][r + 1]) {
                l++;
            } else {
                r++;
            }
        }
        rows.addAll(pairs(left.subList(leftFrom, left.size()), right.subList(rightFrom, right.size())));
    }
}
