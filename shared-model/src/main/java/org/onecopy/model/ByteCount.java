package org.onecopy.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, never negative. In JSON a plain number; for people with a binary unit, see {@link #toString()}. */
public record ByteCount(@JsonValue long value) implements Comparable<ByteCount> {
    public static final ByteCount ZERO = new ByteCount(0);

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,18})(?: ?(B|KiB|MiB|GiB|TiB|PiB))?");
    private static final String UNITS = "KMGTP";

    /** @throws IllegalArgumentException where the number is negative */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ByteCount {
        if (value < 0) {
            throw new IllegalArgumentException("a number of bytes must not be negative: " + value);
        }
    }

    public static ByteCount of(long value) {
        return new ByteCount(value);
    }

    /**
     * The bytes of a setting: a whole number with {@code B}, {@code KiB}, {@code MiB}, {@code GiB}, {@code TiB} or {@code PiB}, or
     * without a unit.
     *
     * @throws IllegalArgumentException where the text is none
     */
    public static ByteCount parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no size: expected a whole number and a unit, for example 64MiB");
        }
        String unit = matcher.group(2);
        int power = unit == null || unit.equals("B") ? 0 : UNITS.indexOf(unit.charAt(0)) + 1;
        try {
            return new ByteCount(Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * power)));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("'" + text + "' is too large a size", e);
        }
    }

    /** The shortest exact text that {@link #parse(String)} reads back: {@code 64MiB}. */
    public String exact() {
        for (int power = UNITS.length(); power > 0; power--) {
            long unit = 1L << (10 * power);
            if (value >= unit && value % unit == 0) {
                return value / unit + UNITS.substring(power - 1, power) + "iB";
            }
        }
        return value + "B";
    }

    @Override
    public int compareTo(ByteCount other) {
        return Long.compare(value, other.value);
    }

    /** For people: {@code 512 B}, {@code 1.5 MiB}. */
    @Override
    public String toString() {
        if (value < 1024) {
            return value + " B";
        }
        int power = Math.min((63 - Long.numberOfLeadingZeros(value)) / 10, UNITS.length());
        return String.format(Locale.ROOT, "%.1f %siB", value / (double) (1L << (10 * power)), UNITS.charAt(power - 1));
    }
}
