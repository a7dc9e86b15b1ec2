package org.onecopy.model.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.onecopy.model.api.BandwidthReport;
import org.onecopy.model.api.BandwidthSpec;
import org.onecopy.model.api.BandwidthView;

/** Limits of bandwidth. Throws as {@link AdminClient} does. Safe to call from many threads. */
public final class BandwidthClient {
    private static final String PATH = "/api/v1/bandwidth";

    private final AdminTransport transport;

    BandwidthClient(AdminTransport transport) {
        this.transport = transport;
    }

    /** All limits, and what the node that is asked gives to other zones. */
    public BandwidthReport report() {
        return transport.read(PATH, BandwidthReport.class);
    }

    /** Makes a limit, or changes it. */
    public BandwidthView set(String name, BandwidthSpec spec) {
        return transport.send("PUT", path(name), spec, BandwidthView.class);
    }

    /** Ends a limit. */
    public void remove(String name) {
        transport.order("DELETE", path(name));
    }

    private static String path(String name) {
        return PATH + "/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
