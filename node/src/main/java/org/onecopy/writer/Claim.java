package org.onecopy.writer;

import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.location.Location;
import org.onecopy.model.NodeId;

/** This node's claim to be the zone's writer in a new epoch: proposed, and proposed again as long as it is not answered. */
final class Claim {
    private static final long EVERY_NANOS = 1_000_000_000L;

    private final Location location;
    private final NodeId self;
    private final LocationWriter.Port port;
    private long atNanos;
    private long overEpoch;

    Claim(Location location, NodeId self, LocationWriter.Port port) {
        this.location = location;
        this.self = self;
        this.port = port;
    }

    /** Whether a claim made before has been agreed. */
    boolean isAgreed(ZoneRow zone) {
        long known = Math.max(overEpoch, location.shown().cursor().epoch());
        return self.equals(zone.writer()) && zone.epoch() > known && zone.state() != ZoneRow.State.MUST_RECONCILE;
    }

    /** Whether the last one was made so long ago that another one may be. */
    boolean isDueAgain() {
        return location.ticks().nanos() - atNanos >= EVERY_NANOS;
    }

    /** @param zone as it is now: the claim is good for the epoch after that one only */
    void propose(ZoneRow zone) {
        atNanos = location.ticks().nanos();
        overEpoch = zone.epoch();
        port.propose(new Command.AssignWriter(location.rule(), location.zone(), self, zone.epoch()), agreed -> {});
    }
}
