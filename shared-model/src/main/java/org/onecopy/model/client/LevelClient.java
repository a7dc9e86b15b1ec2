package org.onecopy.model.client;

import org.onecopy.model.api.LevelSpec;
import org.onecopy.model.api.LevelView;

/** What the network as a whole does: its feature level, its timeouts. Throws as {@link AdminClient} does. Safe to call from many threads. */
public final class LevelClient {
    private final AdminTransport transport;

    LevelClient(AdminTransport transport) {
        this.transport = transport;
    }

    /** The one in force, and what each node knows: all of them are asked. */
    public LevelView show() {
        return transport.read("/api/v1/network/level", LevelView.class);
    }

    /** With which timeouts its nodes agree. */
    public TimeoutsClient timeouts() {
        return new TimeoutsClient(transport);
    }

    /** Raises it, for good. */
    public LevelView raise(LevelSpec spec) {
        return transport.send("POST", "/api/v1/network/level", spec, LevelView.class);
    }
}
