package org.onecopy.model.api;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ZoneName;

/**
 * A ticket. Ordered by id in lists.
 *
 * @param ticket the line to hand over, which holds the secret: only in the answer to whom it was made for
 * @param uses how many more nodes it admits
 * @param failures how often it was presented with a wrong secret; with five it admits nobody any more
 * @param expires by the clock of the node that admits
 * @param authority whether the nodes that come by it can admit others
 * @param warnings what would stop the network itself once its nodes have come, and what helps: only in the answer to whom it was made for
 */
public record TicketView(
        UUID id,
        @Nullable String ticket,
        ZoneName zone,
        PeerRole role,
        int uses,
        int failures,
        Instant expires,
        boolean authority,
        List<WarningView> warnings) {
    public TicketView {
        warnings = List.copyOf(warnings);
    }
}
