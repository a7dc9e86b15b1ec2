package org.onecopy.benchmarks;

import java.io.IOException;
import org.onecopy.cli.demo.wan.Wan;
import org.onecopy.model.ZoneName;

/** Nodes in the zones of a wide area network, which are asked past it. */
record WanSites(Wan wan) implements BenchNodes.Sites {
    @Override
    public String host(ZoneName zone) {
        return wan.zone(zone.value()).address();
    }

    @Override
    public Process start(ZoneName zone, ProcessBuilder process) throws IOException {
        return wan.zone(zone.value()).start(process);
    }

    @Override
    public int door(ZoneName zone, int port) throws IOException {
        return wan.zone(zone.value()).door(port);
    }
}
