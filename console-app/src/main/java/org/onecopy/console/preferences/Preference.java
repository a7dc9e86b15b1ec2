package org.onecopy.console.preferences;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.onecopy.model.DurationText;

/** Something that the user can set. Its values are words. */
public enum Preference {
    THEME("Appearance", "Colours", "Light or dark; Ctrl+Shift+D changes it, too.", "light", "dark"),
    TEXT_SIZE("Appearance", "Size of text", "In pixels.", "13", "11", "12", "14", "15", "16", "18", "20"),
    NOTICE(
            "Appearance",
            "Messages in the corner",
            "How long it is shown what was done, and what went wrong. The error log keeps what went wrong.",
            "6s",
            "3s",
            "15s",
            "60s"),
    POLL(
            "Connections",
            "Ask the network",
            "How often health, zones, rules and lag are asked for while nothing happens.",
            "2s",
            "1s",
            "5s",
            "10s",
            "30s"),
    LAG_SPAN(
            "Lag", "Time that is shown at first", "Graphs follow the clock over so much time.", "5m", "1h", "1d", "7d"),
    LAG_THRESHOLD(
            "Lag",
            "Threshold line",
            "Drawn at so many seconds, operations or bytes; off draws none.",
            "60",
            "10",
            "30",
            "300",
            "3600",
            "off");

    private final String group;
    private final String title;
    private final String help;
    private final String first;
    private final String others;

    Preference(String group, String title, String help, String first, String... others) {
        this.group = group;
        this.title = title;
        this.help = help;
        this.first = first;
        this.others = String.join(" ", others);
    }

    /** Under which heading it stands. */
    public String group() {
        return group;
    }

    /** In a few words. */
    public String title() {
        return title;
    }

    /** What it does. */
    public String help() {
        return help;
    }

    /** The value where nothing was set. */
    public String first() {
        return first;
    }

    /** All values, as a choice shows them. */
    public List<String> options() {
        return Stream.of((first + " " + others).split(" ", -1))
                .sorted(Preference::bySize)
                .toList();
    }

    private static int bySize(String one, String other) {
        double difference = size(one) - size(other);
        return difference == 0 ? one.compareTo(other) : (int) Math.signum(difference);
    }

    private static double size(String value) {
        if (value.matches("[0-9]+[smhd]")) {
            return DurationText.parse(value).toSeconds();
        }
        return value.matches("[0-9]+") ? Double.parseDouble(value) : Double.MAX_VALUE;
    }

    /** A value that is a time. */
    public static Duration duration(String value) {
        return DurationText.parse(value);
    }

    /** Whether all words are somewhere in it. */
    boolean has(String words) {
        String all = (group + " " + title + " " + help + " " + String.join(" ", options())).toLowerCase(Locale.ROOT);
        return Arrays.stream(words.toLowerCase(Locale.ROOT).strip().split("\\s+", -1))
                .allMatch(all::contains);
    }
}
