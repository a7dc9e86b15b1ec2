package org.onecopy.model.api;

import java.time.Instant;
import java.util.List;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;

/**
 * How far the zones of a rule were behind over time, as the node that was asked has seen it.
 *
 * @param from the beginning, inclusive
 * @param to the end, exclusive
 * @param stepSeconds how long each step is
 * @param zones those of which there is something, by name
 */
public record LagHistoryView(RuleName rule, Instant from, Instant to, long stepSeconds, List<Zone> zones) {
    public LagHistoryView {
        zones = List.copyOf(zones);
    }

    /**
     * One zone.
     *
     * @param points the oldest first; steps in which nothing was measured are not there
     */
    public record Zone(ZoneName zone, List<LagPoint> points) {
        public Zone {
            points = List.copyOf(points);
        }
    }
}
