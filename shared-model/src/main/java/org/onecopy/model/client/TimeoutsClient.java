package org.onecopy.model.client;

import org.onecopy.model.api.TimeoutsSpec;
import org.onecopy.model.api.TimeoutsView;

/** The network's timeouts. Throws as {@link AdminClient} does. Safe to call from many threads. */
public final class TimeoutsClient {
    private static final String PATH = "/api/v1/network/timeouts";

    private final AdminTransport transport;

    TimeoutsClient(AdminTransport transport) {
        this.transport = transport;
    }

    /** What is agreed, what the nodes run with, and the longest round trips, as far as the asked node knows them. */
    public TimeoutsView show() {
        return transport.read(PATH, TimeoutsView.class);
    }

    /** Has others agreed; they take effect at each node's next start. */
    public TimeoutsView set(TimeoutsSpec spec) {
        return transport.send("PUT", PATH, spec, TimeoutsView.class);
    }
}
