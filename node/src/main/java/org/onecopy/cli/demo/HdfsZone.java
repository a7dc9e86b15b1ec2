package org.onecopy.cli.demo;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.onecopy.cli.NetworkFile.StoragePlace;
import org.onecopy.cli.demo.readers.HdfsReader;
import org.onecopy.cli.demo.readers.TreeWriter;
import org.onecopy.cli.demo.servers.HdfsDaemons;
import org.onecopy.model.ZoneName;

/** A zone that is an HDFS cluster of its own: a NameNode and a DataNode. */
record HdfsZone(ZoneName zone, HdfsDaemons daemons) implements DemoStorage {
    private static final String LOCATION = "/demo";

    static HdfsZone open(DemoPlace place, ZoneName zone, List<Integer> ports) throws IOException {
        return new HdfsZone(zone, HdfsDaemons.in(place.server(zone), ports));
    }

    @Override
    public String type() {
        return "hdfs";
    }

    @Override
    public String location() {
        return LOCATION;
    }

    @Override
    public String configuration() {
        return "  type: hdfs\n  hadoop:\n    configuration: " + DemoConfiguration.quoted(daemons.configuration())
                + "\n";
    }

    @Override
    public StoragePlace place(Map<String, Long> pids) {
        return new StoragePlace.Hdfs(
                daemons.uri().toString(),
                LOCATION,
                daemons.http().toString(),
                StoragePlace.servers(pids, nameNode(), dataNode()));
    }

    private String nameNode() {
        return zone + "-namenode";
    }

    private String dataNode() {
        return zone + "-datanode";
    }

    @Override
    public TreeWriter reader() {
        return new HdfsReader(daemons.uri(), LOCATION);
    }

    @Override
    public List<Kept> servers() {
        return List.of(
                new Kept(
                        nameNode(),
                        "NameNode of " + zone,
                        false,
                        daemons.log("namenode"),
                        daemons::format,
                        daemons::startNameNode),
                new Kept(
                        dataNode(),
                        "DataNode of " + zone,
                        false,
                        daemons.log("datanode"),
                        null,
                        daemons::startDataNode));
    }

    @Override
    public String look(String file) {
        return "curl -sL '" + webHdfs(file) + "?op=OPEN&user.name=" + user() + "'";
    }

    @Override
    public String write(String file, String text) {
        return "echo " + text + " | curl -sL -X PUT -H Expect: --data-binary @- '" + webHdfs(file)
                + "?op=CREATE&overwrite=true&user.name=" + user() + "'";
    }

    private String webHdfs(String file) {
        return daemons.http() + "/webhdfs/v1" + LOCATION + "/" + file;
    }

    private static String user() {
        return System.getProperty("user.name", "");
    }
}
