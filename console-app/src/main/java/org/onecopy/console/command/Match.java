package org.onecopy.console.command;

import java.util.Locale;

/** How well a few typed letters fit a label. */
final class Match {
    private Match() {}

    /** 0 for the best fit: the smaller, the less lies between the letters. -1 where they are not there in this order. */
    static int rank(String typed, String label) {
        String wanted = typed.toLowerCase(Locale.ROOT).replace(" ", "");
        String text = label.toLowerCase(Locale.ROOT);
        int whole = text.indexOf(typed.toLowerCase(Locale.ROOT).strip());
        if (whole >= 0) {
            return whole;
        }
        int at = -1;
        int gaps = 0;
        for (int letter = 0; letter < wanted.length(); letter++) {
            int next = text.indexOf(wanted.charAt(letter), at + 1);
            if (next < 0) {
                return -1;
            }
            gaps += next - at - 1;
            at = next;
        }
        return text.length() + gaps;
    }
}
