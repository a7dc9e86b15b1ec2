package org.onecopy.console.lag;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.onecopy.console.lag.history.LagHistory.Point;

/**
 * Which part of the time axis is seen. Immutable; every change gives another one.
 *
 * @param from its left edge
 * @param to its right edge
 * @param live whether the right edge follows the clock
 */
public record LagWindow(Instant from, Instant to, boolean live) {
    /** The least and the greatest that can be seen at once. */
    public static final Duration SPAN_MIN = Duration.ofSeconds(10);

    public static final Duration SPAN_MAX = Duration.ofDays(35);

    /** @throws IllegalArgumentException where it is empty */
    public LagWindow {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("a window on time has a length");
        }
    }

    /** The last of the time, following it. */
    public static LagWindow last(Duration span, Instant now) {
        return new LagWindow(now.minus(span), now, true);
    }

    /** How much is seen. */
    public Duration span() {
        return Duration.between(from, to);
    }

    /** Moved on with the clock where it follows it; else the same. */
    public LagWindow at(Instant now) {
        return live ? new LagWindow(now.minus(span()), now, true) : this;
    }

    /** Between two parts of its width, from 0 to 1, in either order; too little is widened to what can be seen. */
    public LagWindow zoom(double one, double other) {
        Instant start = time(Math.clamp(Math.min(one, other), 0, 1));
        Instant end = time(Math.clamp(Math.max(one, other), 0, 1));
        if (Duration.between(start, end).compareTo(SPAN_MIN) < 0) {
            Instant middle = start.plus(Duration.between(start, end).dividedBy(2));
            start = middle.minus(SPAN_MIN.dividedBy(2));
            end = start.plus(SPAN_MIN);
        }
        return new LagWindow(start, end, false);
    }

    /** Scaled around a part of its width; 0.5 shows half as much. */
    public LagWindow scale(double around, double factor) {
        double millis =
                Math.clamp(span().toMillis() * factor, (double) SPAN_MIN.toMillis(), (double) SPAN_MAX.toMillis());
        if (live) {
            return new LagWindow(to.minusMillis(Math.round(millis)), to, true);
        }
        Instant start = time(around).minusMillis(Math.round(millis * around));
        return new LagWindow(start, start.plusMillis(Math.round(millis)), false);
    }

    /** Moved by a part of its width: to the right where it is positive. Where it reaches the present, it follows the clock. */
    public LagWindow pan(double part, Instant now) {
        long millis = Math.round(span().toMillis() * part);
        Instant end = to.plusMillis(millis);
        return end.isBefore(now) ? new LagWindow(from.plusMillis(millis), end, false) : last(span(), now);
    }

    /** The time at a part of its width. */
    public Instant time(double part) {
        return from.plusMillis(Math.round(span().toMillis() * part));
    }

    /** The part of its width at a time; below 0 and above 1 outside. */
    public double part(Instant time) {
        return Duration.between(from, time).toMillis() / (double) span().toMillis();
    }

    /**
     * The least and greatest figure for each of so many columns of pixels; NaN in columns without figures. The first array is the
     * least.
     */
    public double[][] columns(List<Point> points, int count) {
        double[] low = new double[count];
        double[] high = new double[count];
        Arrays.fill(low, Double.NaN);
        Arrays.fill(high, Double.NaN);
        double begin = from.toEpochMilli();
        double millis = span().toMillis();
        for (Point point : points) {
            int column = (int) Math.floor((point.time().toEpochMilli() - begin) / millis * count);
            if (column >= 0 && column < count) {
                low[column] = Double.isNaN(low[column]) ? point.low() : Math.min(low[column], point.low());
                high[column] = Double.isNaN(high[column]) ? point.high() : Math.max(high[column], point.high());
            }
        }
        return new double[][] {low, high};
    }

    /** Times for marks on the axis, at round seconds, minutes, hours or days: at most so many. */
    public List<Instant> ticks(int most) {
        long[] steps = {
            1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400, 172_800, 604_800
        };
        long step = Arrays.stream(steps)
                .filter(seconds -> span().toSeconds() / seconds <= most)
                .findFirst()
                .orElse(1_209_600L);
        List<Instant> ticks = new ArrayList<>();
        long first = Math.ceilDiv(from.getEpochSecond(), step) * step;
        for (long at = first; at <= to.getEpochSecond(); at += step) {
            ticks.add(Instant.ofEpochSecond(at));
        }
        return ticks;
    }
}
