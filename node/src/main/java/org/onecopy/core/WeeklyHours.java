package org.onecopy.core;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Hours that come every week, such as {@code mon-fri 08:00-18:00}: days of the week (one, a range, or a list of these; every day where none
 * are named), and from when to when. Hours that end before they begin end on the next day. The beginning is a part of them, the end is not.
 * Immutable.
 */
public final class WeeklyHours {
    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    private final Set<DayOfWeek> days;
    private final LocalTime from;
    private final LocalTime to;
    private final ZoneId zone;

    private WeeklyHours(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {
        this.days = days;
        this.from = from;
        this.to = to;
        this.zone = zone;
    }

    /**
     * Reads hours.
     *
     * @param timeZone as the IANA names it, such as {@code Europe/Oslo}
     * @throws IllegalArgumentException where that are none; the message says what is wrong
     */
    public static WeeklyHours parse(String text, String timeZone) {
        String[] words = text.strip().toLowerCase(Locale.ROOT).split(" +", -1);
        if (words.length > 2 || words[0].isEmpty()) {
            throw new IllegalArgumentException(
                    "'" + text + "' are no hours: say days and hours, as in mon-fri 08:00-18:00");
        }
        String[] times = words[words.length - 1].split("-", -1);
        if (times.length != 2) {
            throw new IllegalArgumentException("'" + words[words.length - 1] + "' are no hours: say 08:00-18:00");
        }
        Set<DayOfWeek> days = words.length == 1 ? EnumSet.allOf(DayOfWeek.class) : days(words[0]);
        return new WeeklyHours(days, time(times[0]), time(times[1]), zone(timeZone));
    }

    private static ZoneId zone(String timeZone) {
        try {
            return ZoneId.of(timeZone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + timeZone + "' is no time zone", e);
        }
    }

    private static LocalTime time(String text) {
        try {
            return text.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("'" + text + "' is no time of day: say 08:00", e);
        }
    }

    private static Set<DayOfWeek> days(String text) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : text.split(",", -1)) {
            String[] ends = part.split("-", -1);
            int first = day(ends[0]);
            int last = day(ends[ends.length - 1]);
            if (ends.length > 2) {
                throw new IllegalArgumentException("'" + part + "' are no days: say mon-fri");
            }
            for (int day = first; ; day = (day + 1) % DAYS.size()) {
                days.add(DayOfWeek.of(day + 1));
                if (day == last) {
                    break;
                }
            }
        }
        return days;
    }

    private static int day(String text) {
        int day = DAYS.indexOf(text);
        if (day < 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no day of the week: say one of " + String.join(", ", DAYS));
        }
        return day;
    }

    /** Whether a time is within the hours. */
    public boolean contains(Instant time) {
        ZonedDateTime here = time.atZone(zone);
        LocalTime clock = here.toLocalTime();
        boolean today = days.contains(here.getDayOfWeek());
        if (from.isBefore(to)) {
            return today && !clock.isBefore(from) && clock.isBefore(to);
        }
        boolean yesterday = days.contains(here.getDayOfWeek().minus(1));
        return (today && !clock.isBefore(from)) || (yesterday && clock.isBefore(to));
    }
}
