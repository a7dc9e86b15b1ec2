package org.onecopy.benchmarks;

import java.io.IOException;
import java.util.function.Consumer;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;

/** A directory and a bucket as zones, and a real S3 server. */
record S3Setting(TwoZones zones, BenchS3 server, SdkClient sdk) {
    static final ZoneName CLOUD = new ZoneName("cloud");

    /** @param progress told what is being done, for a person who waits */
    static S3Setting start(BenchPlace place, Cleanup cleanup, Consumer<String> progress) throws IOException {
        S3Setting started = start(place, cleanup, progress, "");
        started.zones().tools().need("rclone", "rclone");
        return started;
    }

    /** @param more lines of the configuration of the bucket's node */
    static S3Setting start(BenchPlace place, Cleanup cleanup, Consumer<String> progress, String more)
            throws IOException {
        ToolRun tools = cleanup.add(new ToolRun(place.resolve("tool.log")));
        Patience patience = new Patience(cleanup);
        BenchS3 server = BenchS3.start(place, cleanup, patience);
        SdkClient sdk = cleanup.add(new SdkClient(server));
        TwoZones zones =
                TwoZones.start(place, CLOUD, server.configuration() + more, tools, cleanup, patience, progress);
        return new S3Setting(zones, server, sdk);
    }

    /** Where the objects of a rule lie. */
    static String prefix(RuleName rule) {
        return rule + "/";
    }
}
