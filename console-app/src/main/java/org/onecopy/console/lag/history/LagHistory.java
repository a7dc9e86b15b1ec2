package org.onecopy.console.lag.history;

import java.time.Instant;
import java.util.List;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;

/** Lag over time. Asked from the thread of the user interface: no method blocks. */
public interface LagHistory {
    /** Whose lag a curve shows. Ordered by rule, then zone. */
    record Place(RuleName rule, ZoneName zone) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byRule = rule.compareTo(other.rule);
            return byRule != 0 ? byRule : zone.compareTo(other.zone);
        }

        @Override
        public String toString() {
            return rule + " → " + zone;
        }
    }

    /**
     * A figure that was measured, or several that were put together.
     *
     * @param low the least of them
     * @param high the greatest of them
     */
    record Point(Instant time, double low, double high) {}

    /** Of which there is something, in their order. */
    List<Place> places();

    /** The figures within a time, the oldest first. */
    List<Point> points(Place place, Measure measure, Instant from, Instant to);

    /** When the oldest figure was measured; {@link Instant#MAX} where there is none. */
    Instant oldest();
}
