package org.onecopy.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A place in the one order of a membership: the incarnation of its log, the index of the agreement, and the ordinal of the
 * effect within that agreement. Packed into one positive number (10 bits incarnation, 38 bits index, 15 bits ordinal), so that
 * numeric order is log order. {@link #NONE} (zero) comes before every agreement. Printed as {@code index.ordinal}, with
 * {@code incarnation:} in front once there has been a forced recovery.
 */
public record Version(long packed) implements Comparable<Version> {
    /** Before every agreement. */
    public static final Version NONE = new Version(0);

    /** The largest ordinal in one agreement. */
    public static final int ORDINAL_MAX = (1 << 15) - 1;

    private static final int ORDINAL_BITS = 15;
    private static final int INDEX_BITS = 38;
    private static final long INDEX_MAX = (1L << INDEX_BITS) - 1;

    /** @throws IllegalArgumentException where the number is negative */
    public Version {
        if (packed < 0) {
            throw new IllegalArgumentException("version must not be negative: " + packed);
        }
    }

    /**
     * The version of one effect.
     *
     * @param incarnation 0 to 1023
     * @param index the agreement's place in the log, from 0
     * @param ordinal 0 to {@link #ORDINAL_MAX}
     */
    public static Version of(int incarnation, long index, int ordinal) {
        if (incarnation < 0
                || incarnation > 1023
                || index < 0
                || index > INDEX_MAX
                || ordinal < 0
                || ordinal > ORDINAL_MAX) {
            throw new IllegalArgumentException("no version has " + incarnation + ":" + index + "." + ordinal);
        }
        return new Version(((long) incarnation << (INDEX_BITS + ORDINAL_BITS)) | (index << ORDINAL_BITS) | ordinal);
    }

    public int incarnation() {
        return (int) (packed >>> (INDEX_BITS + ORDINAL_BITS));
    }

    public long index() {
        return (packed >>> ORDINAL_BITS) & INDEX_MAX;
    }

    public int ordinal() {
        return (int) (packed & ORDINAL_MAX);
    }

    /** The next place in numeric order, whether or not an effect stands there. */
    public Version next() {
        return new Version(packed + 1);
    }

    /** The last one before this. @throws IllegalArgumentException where this is {@link #NONE} */
    public Version previous() {
        return new Version(packed - 1);
    }

    public boolean isAfter(Version other) {
        return packed > other.packed;
    }

    /** The later of the two. */
    public static Version max(Version a, Version b) {
        return a.packed >= b.packed ? a : b;
    }

    /**
     * The opposite of {@link #toString()}.
     *
     * @throws IllegalArgumentException where the text is no version
     */
    @JsonCreator
    public static Version parse(String text) {
        try {
            int colon = text.indexOf(':');
            int dot = text.indexOf('.');
            int incarnation = colon < 0 ? 0 : Integer.parseInt(text.substring(0, colon));
            long index = Long.parseLong(text.substring(colon + 1, dot < 0 ? text.length() : dot));
            int ordinal = dot < 0 ? 0 : Integer.parseInt(text.substring(dot + 1));
            return of(incarnation, index, ordinal);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no version: expected INDEX.ORDINAL, for example 120.3", e);
        }
    }

    @Override
    public int compareTo(Version other) {
        return Long.compare(packed, other.packed);
    }

    @Override
    @JsonValue
    public String toString() {
        String place = index() + "." + ordinal();
        return incarnation() == 0 ? place : incarnation() + ":" + place;
    }
}
