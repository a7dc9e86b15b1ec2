package org.onecopy.core.registry;

import java.util.UUID;
import org.onecopy.model.ZoneName;

/**
 * Lets nodes into the network (H71). The secret itself is nowhere but with whom it was made for.
 *
 * @param digest the SHA-256 of the secret, in 64 hexadecimal digits
 * @param zone the only one whose nodes it admits
 * @param uses how many more nodes it admits
 * @param failures how often it was presented with a wrong secret
 * @param expiresMillis by the clock of the node that is asked to admit somebody, in milliseconds since 1970
 * @param authority whether the admitted nodes get the network's signing key too, so that they can admit others
 */
public record Ticket(
        UUID id,
        String digest,
        ZoneName zone,
        NodeRole role,
        int uses,
        int failures,
        long expiresMillis,
        boolean authority) {
    /** With so many failures a ticket is worth nothing any more. */
    public static final int FAILURES_MAX = 5;

    /** How many nodes one ticket admits at most. */
    public static final int USES_MAX = 1000;

    Ticket used() {
        return new Ticket(id, digest, zone, role, uses - 1, failures, expiresMillis, authority);
    }

    Ticket failed() {
        return new Ticket(id, digest, zone, role, uses, failures + 1, expiresMillis, authority);
    }

    /** Whether it admits nobody any more, whatever the time. */
    public boolean isSpent() {
        return uses <= 0 || failures >= FAILURES_MAX;
    }
}
