package org.onecopy.cli.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.onecopy.cli.NetworkFile.StoragePlace;
import org.onecopy.cli.demo.readers.S3Reader;
import org.onecopy.cli.demo.readers.TreeWriter;
import org.onecopy.cli.demo.servers.S3Server;
import org.onecopy.model.ZoneName;

/** A zone that is a bucket, of an S3 server of its own. */
record S3Zone(ZoneName zone, S3Server server) implements DemoStorage {
    private static final String LOCATION = "/demo";
    private static final String PREFIX = "demo/";
    private static final int CONNECTIONS = 32;

    /** The longest that an address with a signature may be valid. */
    private static final Duration SIGNED = Duration.ofDays(7);

    static S3Zone open(DemoPlace place, ZoneName zone, int port) throws IOException {
        S3Zone opened = new S3Zone(zone, S3Server.in(place.server(zone), port));
        opened.server.makeBucket(opened.bucket());
        return opened;
    }

    private String bucket() {
        return "onecopy-" + zone;
    }

    @Override
    public String type() {
        return "s3";
    }

    @Override
    public String location() {
        return LOCATION;
    }

    @Override
    public String configuration() {
        return "  type: s3\n  s3:\n    bucket: %s\n    endpoint: '%s'\n    region: %s\n    credentials: %s\n"
                .formatted(
                        bucket(), server.endpoint(), S3Server.REGION, DemoConfiguration.quoted(server.credentials()));
    }

    @Override
    public StoragePlace place(Map<String, Long> pids) {
        return new StoragePlace.S3(
                server.endpoint().toString(),
                S3Server.REGION,
                bucket(),
                PREFIX,
                server.credentials().toString(),
                StoragePlace.servers(pids, name()));
    }

    private String name() {
        return zone + "-s3";
    }

    private S3Reader.S3Place where() {
        return new S3Reader.S3Place(
                server.endpoint(), S3Server.REGION, bucket(), PREFIX, server.credentials(), S3Server.NAME_BYTES_MAX);
    }

    @Override
    public TreeWriter reader() {
        return new S3Reader(where(), CONNECTIONS);
    }

    @Override
    public List<Kept> servers() {
        return List.of(new Kept(name(), "S3 server of " + zone, false, server.log(), null, server::start));
    }

    @Override
    public String look(String file) {
        return "curl -s '" + where().presigned(S3Reader.Method.GET, file, SIGNED) + "'";
    }

    @Override
    public String write(String file, String text) {
        return "echo " + text + " | curl -s -X PUT -H Content-Type: --data-binary @- '"
                + where().presigned(S3Reader.Method.PUT, file, SIGNED) + "'";
    }
}
