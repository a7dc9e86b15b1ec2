package org.onecopy.console.bandwidth;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.rules.RulePlan;
import org.onecopy.model.ByteCount;
import org.onecopy.model.RuleName;
import org.onecopy.model.WeeklyHours;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.BandwidthSpec;

/** What is typed about a limit of bandwidth, and what is wrong with it. Knows no control. */
public final class LimitWords {
    /** The choice for all zones, or all rules. */
    public static final String ANY = "any";

    private static final String UTC = "UTC";
    private static final ByteCount LEAST = new ByteCount(64 * 1024);

    private LimitWords() {}

    /** A choice of names. */
    public static List<String> choices(Stream<?> names) {
        List<String> choices = new ArrayList<>(List.of(ANY));
        names.map(Object::toString).sorted().forEach(choices::add);
        return choices;
    }

    /** What such a choice begins with. */
    public static String choice(@Nullable Object named) {
        return named == null ? ANY : "" + named;
    }

    /**
     * The limit that is meant.
     *
     * @throws IllegalArgumentException where it makes no sense; the message says why
     */
    public static BandwidthSpec spec(Map<String, String> typed) {
        if (typed.getOrDefault("name", "").isBlank()) {
            throw new IllegalArgumentException("Give it a name.");
        }
        String from = typed.getOrDefault("from", ANY);
        String to = typed.getOrDefault("to", ANY);
        String rule = typed.getOrDefault("limited", ANY);
        if (!from.equals(ANY) && from.equals(to)) {
            throw new IllegalArgumentException("A zone gives nothing to itself: name two zones.");
        }
        ByteCount rate = ByteCount.parse(typed.getOrDefault("rate", "").strip());
        if (rate.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException("At least 64KiB a second: below that connections stand still and end.");
        }
        String hours = typed.getOrDefault("hours", "").strip();
        String timeZone = typed.getOrDefault("time-zone", "").strip();
        hours(typed);
        return new BandwidthSpec(
                from.equals(ANY) ? null : new ZoneName(from),
                to.equals(ANY) ? null : new ZoneName(to),
                rule.equals(ANY) ? null : new RuleName(rule),
                rate,
                hours.isEmpty() ? null : hours,
                hours.isEmpty() || timeZone.isEmpty() ? null : timeZone);
    }

    /**
     * When it holds; empty: always.
     *
     * @throws IllegalArgumentException where that are no hours
     */
    public static Optional<WeeklyHours> hours(Map<String, String> typed) {
        String hours = typed.getOrDefault("hours", "").strip();
        String timeZone = typed.getOrDefault("time-zone", "").strip();
        return hours.isEmpty()
                ? Optional.empty()
                : Optional.of(WeeklyHours.parse(hours, timeZone.isEmpty() ? UTC : timeZone));
    }

    /** What to type for it. */
    public static String cli(String name, BandwidthSpec spec) {
        StringBuilder line = new StringBuilder("onecopy bandwidth set ").append(RulePlan.quote(name));
        option(line, "--rate", spec.rate() == null ? null : spec.rate().exact());
        option(line, "--from", spec.from());
        option(line, "--to", spec.to());
        option(line, "--rule", spec.rule());
        option(line, "--hours", spec.hours());
        option(line, "--time-zone", spec.timeZone());
        return line.toString();
    }

    private static void option(StringBuilder line, String name, @Nullable Object value) {
        if (value != null) {
            line.append(' ').append(name).append(' ').append(RulePlan.quote("" + value));
        }
    }
}
