package org.onecopy.model;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hours that come every week, such as {@code mon-fri 08:00-12:00; mon-fri 13:00-18:00}: one or more windows, which must not overlap. A window
 * is days of the week (one, a range, or a list of these; every day where none are named), and from when to when. One that ends before it
 * begins ends on the next day. The beginning is a part of it, the end is not. Where clocks are set back an hour comes twice, where they are
 * set forward one is left out. Immutable.
 */
public final class WeeklyHours {
    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):([0-5][0-9])");
    private static final int DAY_MINUTES = 24 * 60;
    private static final int WEEK_MINUTES = 7 * DAY_MINUTES;

    /** So far it is looked ahead for whether hours of different time zones overlap: a year has all changes of clocks. */
    private static final int WEEKS_AHEAD = 53;

    /** Minutes of the week that belong to it, from Monday's midnight. */
    private final BitSet minutes;

    private final ZoneId zone;

    private WeeklyHours(BitSet minutes, ZoneId zone) {
        this.minutes = minutes;
        this.zone = zone;
    }

    /**
     * Reads hours.
     *
     * @param timeZone as the IANA names it, such as {@code Europe/Oslo}
     * @throws IllegalArgumentException where that are none, or windows overlap; the message says what is wrong
     */
    public static WeeklyHours parse(String text, String timeZone) {
        BitSet minutes = new BitSet(WEEK_MINUTES);
        for (String window : text.toLowerCase(Locale.ROOT).split(";", -1)) {
            add(minutes, window.strip());
        }
        return new WeeklyHours(minutes, zone(timeZone));
    }

    private static void add(BitSet minutes, String window) {
        String[] words = window.split(" +", -1);
        if (words.length > 2 || words[0].isEmpty()) {
            throw new IllegalArgumentException(
                    "'" + window + "' are no hours: say days and hours, as in mon-fri 08:00-18:00");
        }
        String[] times = words[words.length - 1].split("-", -1);
        if (times.length != 2) {
            throw new IllegalArgumentException("'" + words[words.length - 1] + "' are no hours: say 08:00-18:00");
        }
        BitSet days = words.length == 1 ? all() : days(words[0]);
        int from = time(times[0], false);
        int to = time(times[1], true);
        if (from == to) {
            throw new IllegalArgumentException(
                    "'" + words[words.length - 1] + "' ends when it begins: for a whole day say 00:00-24:00");
        }
        int length = to > from ? to - from : to - from + DAY_MINUTES;
        BitSet own = new BitSet(WEEK_MINUTES);
        for (int day = days.nextSetBit(0); day >= 0; day = days.nextSetBit(day + 1)) {
            for (int minute = 0; minute < length; minute++) {
                own.set((day * DAY_MINUTES + from + minute) % WEEK_MINUTES);
            }
        }
        if (own.intersects(minutes)) {
            throw new IllegalArgumentException("'" + window + "' overlaps with hours that were named before it");
        }
        minutes.or(own);
    }

    private static ZoneId zone(String timeZone) {
        try {
            return ZoneId.of(timeZone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + timeZone + "' is no time zone: say Europe/Oslo", e);
        }
    }

    private static int time(String text, boolean end) {
        if (end && text.equals("24:00")) {
            return DAY_MINUTES;
        }
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no time of day: say 08:00");
        }
        return Integer.parseInt(matcher.group(1)) * 60 + Integer.parseInt(matcher.group(2));
    }

    private static BitSet all() {
        BitSet days = new BitSet();
        days.set(0, DAYS.size());
        return days;
    }

    private static BitSet days(String text) {
        BitSet days = new BitSet();
        for (String part : text.split(",", -1)) {
            String[] ends = part.split("-", -1);
            int first = day(ends[0]);
            int last = day(ends[ends.length - 1]);
            if (ends.length > 2) {
                throw new IllegalArgumentException("'" + part + "' are no days: say mon-fri");
            }
            for (int day = first; ; day = (day + 1) % DAYS.size()) {
                days.set(day);
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
        return contains(here.getDayOfWeek(), here.getHour() * 60 + here.getMinute());
    }

    /** @param minute of the day, by the clocks of its time zone: 0 to 1,439 */
    public boolean contains(DayOfWeek day, int minute) {
        return minutes.get((day.getValue() - 1) * DAY_MINUTES + minute);
    }

    /**
     * Whether some time is within both, in the year that begins at a time.
     *
     * @param from where time zones differ, hours before it do not count
     */
    public boolean overlaps(WeeklyHours other, Instant from) {
        return zone.equals(other.zone)
                ? minutes.intersects(other.minutes)
                : beginsWithin(other, from) || other.beginsWithin(this, from);
    }

    private boolean beginsWithin(WeeklyHours other, Instant from) {
        ZonedDateTime here = from.atZone(zone);
        ZonedDateTime monday = here.minusDays(here.getDayOfWeek().getValue() - 1L)
                .toLocalDate()
                .atStartOfDay(zone);
        for (int week = 0; week < WEEKS_AHEAD; week++) {
            for (int begin = minutes.nextSetBit(0); begin >= 0; ) {
                ZonedDateTime time = monday.plusWeeks(week)
                        .plusDays(begin / DAY_MINUTES)
                        .withHour(begin % DAY_MINUTES / 60)
                        .withMinute(begin % 60);
                if (other.contains(time.toInstant())) {
                    return true;
                }
                int end = minutes.nextClearBit(begin);
                begin = minutes.nextSetBit(end);
            }
        }
        return false;
    }
}
