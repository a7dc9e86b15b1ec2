package org.onecopy.model.client;

import org.onecopy.model.api.LevelSpec;
import org.onecopy.model.api.LevelView;

/** The network's feature level. Throws as {@link AdminClient} does. Safe to call from many threads. */
public final class LevelClient {
    private final AdminTransport transport;

    LevelClient(AdminTransport transport) {
        this.transport = transport;
    }

    /** The one in force, and what each node knows: all of them are asked. */
    public LevelView show() {
        return transport.read("/api/v1/network/level", LevelView.class);
    }

    /** Raises it, for good. */
    public LevelView raise(LevelSpec spec) {
        return transport.send("POST", "/api/v1/network/level", spec, LevelView.class);
    }
}
