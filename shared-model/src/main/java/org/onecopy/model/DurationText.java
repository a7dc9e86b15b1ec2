package org.onecopy.model;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How durations are written in settings: {@code 500ms}, {@code 30s}, {@code 15m}, {@code 2h}, {@code 7d}, or as ISO 8601 ({@code PT15M}). */
public final class DurationText {
    private static final Pattern SHORT = Pattern.compile("([0-9]{1,12})(ms|s|m|h|d)");

    private DurationText() {}

    /**
     * @return never negative
     * @throws IllegalArgumentException where the text is no duration
     */
    public static Duration parse(String text) {
        Matcher matcher = SHORT.matcher(text);
        Duration duration;
        try {
            duration =
                    matcher.matches() ? of(Long.parseLong(matcher.group(1)), matcher.group(2)) : Duration.parse(text);
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no duration: expected a whole number and ms, s, m, h or d, for example 15m", e);
        }
        if (duration.isNegative()) {
            throw new IllegalArgumentException("'" + text + "' is negative");
        }
        return duration;
    }

    private static Duration of(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    /** The shortest exact text that {@link #parse(String)} reads back; ISO 8601 where there are parts of a millisecond. */
    public static String exact(Duration duration) {
        if (duration.toNanosPart() % 1_000_000 != 0) {
            return duration.toString();
        }
        if (duration.toNanosPart() != 0) {
            return duration.toMillis() + "ms";
        }
        long seconds = duration.toSeconds();
        if (seconds % 60 != 0 || seconds == 0) {
            return seconds + "s";
        }
        if (seconds % 3_600 != 0) {
            return seconds / 60 + "m";
        }
        return seconds % 86_400 != 0 ? seconds / 3_600 + "h" : seconds / 86_400 + "d";
    }

    /** For people, two units at most: {@code 0.4 s}, {@code 12 s}, {@code 3 m 20 s}, {@code 2 d 4 h}. */
    public static String rough(double seconds) {
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        if (whole < 3_600) {
            return whole / 60 + " m " + whole % 60 + " s";
        }
        return whole < 86_400
                ? whole / 3_600 + " h " + whole % 3_600 / 60 + " m"
                : whole / 86_400 + " d " + whole % 86_400 / 3_600 + " h";
    }
}
