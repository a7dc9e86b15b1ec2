package org.onecopy.console.lag.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.api.LagView;

/**
 * What the console itself has seen since it was opened: every figure of the last hour, and for a week before that the least and the
 * greatest of each minute. For any thread.
 */
public final class SeenLag implements LagHistory {
    private static final Duration FINE = Duration.ofHours(1);
    private static final Duration ALL = Duration.ofDays(7);
    private static final long COARSE_SECONDS = 60;

    private static final Duration HOLE = Duration.ofSeconds(30);

    private final Map<Place, Map<Measure, Curve>> curves = new TreeMap<>();
    private @Nullable Instant last;
    private Instant since = Instant.MAX;

    private static final class Curve {
        private final Deque<Point> coarse = new ArrayDeque<>();
        private final Deque<Point> fine = new ArrayDeque<>();

        void add(Point point) {
            fine.addLast(point);
            while (fine.getFirst().time().isBefore(point.time().minus(FINE))) {
                fold(fine.removeFirst());
            }
            while (!coarse.isEmpty()
                    && coarse.getFirst().time().isBefore(point.time().minus(ALL))) {
                coarse.removeFirst();
            }
        }

        private void fold(Point old) {
            Point last = coarse.peekLast();
            if (last != null && minute(last) == minute(old)) {
                coarse.removeLast();
                coarse.addLast(
                        new Point(last.time(), Math.min(last.low(), old.low()), Math.max(last.high(), old.high())));
            } else {
                coarse.addLast(old);
            }
        }

        private static long minute(Point point) {
            return Math.floorDiv(point.time().getEpochSecond(), COARSE_SECONDS);
        }
    }

    /** From when on there is no hole in what was seen; {@link Instant#MAX} where nothing was seen. */
    public synchronized Instant since() {
        return since;
    }

    /** Adds what was just seen. Later calls have later times. */
    public synchronized void add(Instant time, List<LagView> lag) {
        if (last == null || last.plus(HOLE).isBefore(time)) {
            since = time;
        }
        last = time;
        for (LagView view : lag) {
            Map<Measure, Curve> place =
                    curves.computeIfAbsent(new Place(view.rule(), view.zone()), key -> new EnumMap<>(Measure.class));
            for (Measure measure : Measure.values()) {
                double value = measure.of(view);
                place.computeIfAbsent(measure, key -> new Curve()).add(new Point(time, value, value));
            }
        }
    }

    @Override
    public synchronized List<Place> places() {
        return List.copyOf(curves.keySet());
    }

    @Override
    public synchronized List<Point> points(Place place, Measure measure, Instant from, Instant to) {
        Map<Measure, Curve> measures = curves.get(place);
        Curve curve = measures == null ? null : measures.get(measure);
        if (curve == null) {
            return List.of();
        }
        List<Point> found = new ArrayList<>();
        for (Deque<Point> part : List.of(curve.coarse, curve.fine)) {
            for (Point point : part) {
                if (!point.time().isBefore(from) && !point.time().isAfter(to)) {
                    found.add(point);
                }
            }
        }
        return found;
    }

    @Override
    public synchronized Instant oldest() {
        Instant oldest = Instant.MAX;
        for (Map<Measure, Curve> measures : curves.values()) {
            for (Curve curve : measures.values()) {
                Point first = curve.coarse.isEmpty() ? curve.fine.peekFirst() : curve.coarse.peekFirst();
                if (first != null && first.time().isBefore(oldest)) {
                    oldest = first.time();
                }
            }
        }
        return oldest;
    }
}
