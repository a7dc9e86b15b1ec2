package org.onecopy.benchmarks;

import java.io.IOException;
import java.util.function.Consumer;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;

/** A directory and HDFS as zones, and a real NameNode and DataNode. */
record HdfsSetting(TwoZones zones, BenchHdfs cluster, HdfsClient client, DistCp distCp) {
    static final ZoneName CLUSTER = new ZoneName("cluster");

    /** @param progress told what is being done, for a person who waits */
    static HdfsSetting start(BenchPlace place, Cleanup cleanup, Consumer<String> progress) throws IOException {
        ToolRun tools = cleanup.add(new ToolRun(place.resolve("tool.log")));
        Patience patience = new Patience(cleanup);
        BenchHdfs cluster = BenchHdfs.start(place, cleanup, patience);
        HdfsClient client = cleanup.add(new HdfsClient(cluster));
        TwoZones zones = TwoZones.start(place, CLUSTER, cluster.storage(), tools, cleanup, patience, progress);
        return new HdfsSetting(zones, cluster, client, new DistCp(cluster, tools, place.fresh("distcp-tmp")));
    }

    /** Where the files of a rule lie. */
    static String path(RuleName rule) {
        return "/" + rule;
    }
}
