package org.onecopy.model.api;

import org.jspecify.annotations.Nullable;
import org.onecopy.model.ZoneName;

/**
 * A ticket that is wanted.
 *
 * @param zone whose nodes it admits; need not exist yet
 * @param role absent: voter
 * @param uses how many nodes it admits, from 1 to 1000; absent: 1
 * @param minutes how long it is good, from 1 to 44640 (31 days); absent: 15
 * @param authority whether the nodes that come by it can admit others: they get the network's signing key; absent: no
 */
public record TicketSpec(
        ZoneName zone,
        @Nullable PeerRole role,
        @Nullable Integer uses,
        @Nullable Integer minutes,
        @Nullable Boolean authority) {
    /** The longest that a ticket may be good. */
    public static final int MINUTES_MAX = 44_640;

    public TicketSpec {
        if (zone == null) {
            throw new IllegalArgumentException("'zone' is missing: name the zone whose nodes the ticket admits");
        }
        if (uses != null && (uses < 1 || uses > 1000)) {
            throw new IllegalArgumentException("'uses' must be from 1 to 1000");
        }
        if (minutes != null && (minutes < 1 || minutes > MINUTES_MAX)) {
            throw new IllegalArgumentException("'minutes' must be from 1 to 44640 (31 days)");
        }
    }
}
