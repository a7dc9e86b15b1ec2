package org.onecopy.installers.provisioning;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of many machines in one word: {@code web[1-9]}, {@code web[08-12].example.org}, {@code [a-c,x]1}. */
final class HostRange {
    private static final Pattern BRACKET = Pattern.compile("\\[([^\\[\\]]*)]");
    private static final Pattern NUMBERS = Pattern.compile("([0-9]{1,9})-([0-9]{1,9})");
    private static final Pattern LETTERS = Pattern.compile("([a-z])-([a-z])");

    /** More machines than this in one word are a mistake. */
    private static final int HOSTS_MAX = 1000;

    private HostRange() {}

    /**
     * The names that a word stands for, in order: one where it has no brackets. Leading zeros stay.
     *
     * @throws IllegalArgumentException where a range is none
     */
    static List<String> expand(String word) {
        List<String> names = new ArrayList<>();
        expand(word, names);
        return List.copyOf(names);
    }

    private static void expand(String word, List<String> names) {
        Matcher bracket = BRACKET.matcher(word);
        // An IPv6 address stands in brackets too.
        if (!bracket.find() || bracket.group(1).contains(":")) {
            if (!word.matches("\\[?[A-Za-z0-9][A-Za-z0-9._:%-]*]?|\\[?::[A-Za-z0-9.:]*]?")) {
                throw new IllegalArgumentException(
                        "'" + word + "' is no name of a machine, and no range such as web[1-9]");
            }
            if (names.size() == HOSTS_MAX) {
                throw new IllegalArgumentException("a range of more than " + HOSTS_MAX + " machines");
            }
            names.add(word);
            return;
        }
        String before = word.substring(0, bracket.start());
        String after = word.substring(bracket.end());
        for (String part : bracket.group(1).split(",", -1)) {
            for (String choice : choices(part.strip(), word)) {
                expand(before + choice + after, names);
            }
        }
    }

    private static List<String> choices(String part, String word) {
        Matcher numbers = NUMBERS.matcher(part);
        Matcher letters = LETTERS.matcher(part);
        List<String> choices = new ArrayList<>();
        if (numbers.matches()) {
            int from = Integer.parseInt(numbers.group(1));
            int to = Integer.parseInt(numbers.group(2));
            if (to < from || to - from >= HOSTS_MAX) {
                throw new IllegalArgumentException("'" + word + "': the range " + part + " is empty or too long");
            }
            int width = numbers.group(1).startsWith("0") ? numbers.group(1).length() : 1;
            for (int number = from; number <= to; number++) {
                choices.add(String.format(java.util.Locale.ROOT, "%0" + width + "d", number));
            }
        } else if (letters.matches()
                && letters.group(1).charAt(0) <= letters.group(2).charAt(0)) {
            for (char letter = letters.group(1).charAt(0);
                    letter <= letters.group(2).charAt(0);
                    letter++) {
                choices.add(String.valueOf(letter));
            }
        } else if (part.matches("[A-Za-z0-9]+")) {
            choices.add(part);
        } else {
            throw new IllegalArgumentException(
                    "'" + word + "': '" + part + "' is no range; expected such as [1-9], [08-12] or [a,b,c]");
        }
        return choices;
    }
}
