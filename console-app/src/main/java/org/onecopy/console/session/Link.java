package org.onecopy.console.session;

import java.time.Instant;
import org.onecopy.model.NodeId;

/** How a session stands to its network. */
public sealed interface Link {
    /** No answer yet. */
    record Connecting() implements Link {}

    /** @param node who answered last */
    record Connected(NodeId node) implements Link {}

    /**
     * Nobody answers, or nobody lets us in. It is tried again and again.
     *
     * @param since when the last answer came, or the first try began
     */
    record Disconnected(Instant since, String why) implements Link {}
}
