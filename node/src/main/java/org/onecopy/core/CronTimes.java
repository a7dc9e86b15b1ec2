package org.onecopy.core;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Times as a crontab says them: minute, hour, day of the month, month, day of the week; each a {@code *}, a number, a range, a list, or
 * these with a step; months and days of the week also by their English names, Sunday is 0 and 7. Where both days are limited, either
 * counts, as POSIX has it (crontab, The Open Group Base Specifications). A time that a change of the clocks leaves out is that much later,
 * and one that comes twice counts once. Immutable.
 */
public final class CronTimes {
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
    private static final int FIELDS = 5;
    private static final int HOURS = 24;
    private static final int MINUTES = 60;

    /** The 29th of February comes at least so often. */
    private static final int DAYS_MAX = 366 * 8 + 1;

    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet daysOfMonth;
    private final BitSet months;
    private final BitSet daysOfWeek;
    private final boolean anyDayOfMonth;
    private final boolean anyDayOfWeek;
    private final ZoneId zone;

    private CronTimes(String[] fields, ZoneId zone) {
        minutes = field("minute", fields[0], 0, MINUTES - 1, List.of(), 0);
        hours = field("hour", fields[1], 0, HOURS - 1, List.of(), 0);
        daysOfMonth = field("day of the month", fields[2], 1, 31, List.of(), 0);
        months = field("month", fields[3], 1, 12, MONTHS, 1);
        daysOfWeek = field("day of the week", fields[4], 0, 7, DAYS, 0);
        if (daysOfWeek.get(7)) {
            daysOfWeek.set(0);
        }
        anyDayOfMonth = fields[2].startsWith("*");
        anyDayOfWeek = fields[4].startsWith("*");
        this.zone = zone;
    }

    /**
     * Reads the five fields.
     *
     * @param zone of the clock that is meant, such as {@code Europe/Oslo}; empty: UTC
     * @throws IllegalArgumentException with what is wrong
     */
    public static CronTimes parse(String text, String zone) {
        String[] fields = text.strip().split("\\s+", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException(
                    "'" + text
                            + "' is no time of a crontab: it has five fields, minute, hour, day of the month, month, day of the week");
        }
        CronTimes times;
        try {
            times = new CronTimes(fields, zone.isEmpty() ? ZoneId.of("UTC") : ZoneId.of(zone));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + zone + "' is no time zone, such as Europe/Oslo", e);
        }
        if (times.next(Instant.EPOCH) == null) {
            throw new IllegalArgumentException("'" + text + "' never comes");
        }
        return times;
    }

    private static BitSet field(String what, String text, int min, int max, List<String> names, int firstName) {
        BitSet set = new BitSet(max + 1);
        for (String part : text.split(",", -1)) {
            String[] stepped = part.split("/", -1);
            int step = stepped.length == 1 ? 1 : number(what, stepped[1], 1, max, List.of(), 0);
            String[] range = stepped[0].split("-", -1);
            if (stepped.length > 2 || range.length > 2) {
                throw wrong(what, part);
            }
            boolean all = stepped[0].equals("*");
            int from = all ? min : number(what, range[0], min, max, names, firstName);
            int single = stepped.length == 2 ? max : from;
            int to = all ? max : range.length == 2 ? number(what, range[1], min, max, names, firstName) : single;
            if (to < from) {
                throw wrong(what, part);
            }
            for (int i = from; i <= to; i += step) {
                set.set(i);
            }
        }
        return set;
    }

    private static int number(String what, String text, int min, int max, List<String> names, int firstName) {
        int name = names.indexOf(text.toLowerCase(Locale.ROOT));
        if (name >= 0) {
            return name + firstName;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max && !text.startsWith("+")) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(wrong(what, text).getMessage(), e);
        }
        throw wrong(what, text);
    }

    private static IllegalArgumentException wrong(String what, String text) {
        return new IllegalArgumentException("'" + text + "' is wrong for the " + what);
    }

    /** The first time after another; null where none comes within eight years. */
    public @Nullable Instant next(Instant after) {
        LocalDate date = after.atZone(zone).toLocalDate();
        for (int i = 0; i < DAYS_MAX; i++, date = date.plusDays(1)) {
            Instant found = isDay(date) ? next(date, after) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private boolean isDay(LocalDate date) {
        boolean ofMonth = daysOfMonth.get(date.getDayOfMonth());
        boolean ofWeek = daysOfWeek.get(date.getDayOfWeek().getValue() % 7);
        boolean day = (anyDayOfMonth || anyDayOfWeek) ? (ofMonth && ofWeek) : (ofMonth || ofWeek);
        return months.get(date.getMonthValue()) && day;
    }

    private @Nullable Instant next(LocalDate date, Instant after) {
        for (int hour = hours.nextSetBit(0); hour >= 0; hour = hours.nextSetBit(hour + 1)) {
            for (int minute = minutes.nextSetBit(0); minute >= 0; minute = minutes.nextSetBit(minute + 1)) {
                Instant time = ZonedDateTime.of(date, java.time.LocalTime.of(hour, minute), zone)
                        .toInstant();
                if (time.isAfter(after)) {
                    return time;
                }
            }
        }
        return null;
    }
}
