package org.onecopy.cli.demo.servers;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/**
 * S3Proxy on a directory: a real S3 server, whose conditional writes are atomic, and whose objects stay when it is killed. It knows one key,
 * made at random when its directory is made, which stands in files that only their owner may read.
 */
public final class S3Server {
    /** The region that clients should name. */
    public static final String REGION = "us-east-1";

    /** What the name of a file may have: it keeps objects as files, first under a name that has 37 bytes more, and Linux takes 255. */
    public static final int NAME_BYTES_MAX = 218;

    /** It puts the parts of a large object together in memory, some at a time. */
    private static final String HEAP = "512m";

    private final Path directory;
    private final int port;

    private S3Server(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /** Makes the directory, its key and its configuration, or takes up those that are there. Starts nothing. */
    public static S3Server in(Path directory, int port) throws IOException {
        ServerProcess.requirePlain(directory);
        S3Server server = new S3Server(directory.toAbsolutePath(), port);
        Files.createDirectories(server.data());
        if (!Files.exists(server.credentials())) {
            server.makeKey();
        }
        server.configure();
        return server;
    }

    private void makeKey() throws IOException {
        SecureRandom random = new SecureRandom();
        byte[] id = new byte[8];
        byte[] secret = new byte[30];
        random.nextBytes(id);
        random.nextBytes(secret);
        HexFormat hex = HexFormat.of();
        ServerProcess.writeSecret(
                credentials(),
                "[default]\naws_access_key_id = AK%s\naws_secret_access_key = %s\n"
                        .formatted(hex.withUpperCase().formatHex(id), hex.formatHex(secret)));
    }

    private void configure() throws IOException {
        List<String> key = Files.readAllLines(credentials()).stream()
                .filter(line -> line.contains("="))
                .map(line -> line.substring(line.indexOf('=') + 1).strip())
                .toList();
        ServerProcess.writeSecret(configuration(), """
                s3proxy.endpoint=%s
                s3proxy.authorization=aws-v2-or-v4
                s3proxy.identity=%s
                s3proxy.credential=%s
                jclouds.provider=filesystem-nio2
                jclouds.filesystem.basedir=%s
                """.formatted(endpoint(), key.get(0), key.get(1), data()));
        // At its own level it writes of every request.
        Files.writeString(directory.resolve("logback.xml"), """
                <configuration>
                  <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder><pattern>%d %level %logger{0} %msg%n</pattern></encoder>
                  </appender>
                  <root level="WARN"><appender-ref ref="OUT"/></root>
                </configuration>
                """);
    }

    /** Makes a bucket, also while the server is not running: each is a directory below its own. */
    public void makeBucket(String bucket) throws IOException {
        Files.createDirectories(data().resolve(bucket));
    }

    /** Starts it; it answers some seconds later. */
    public Process start() throws IOException {
        return ServerProcess.start(
                ServerLibraries.of("s3proxy"),
                directory,
                HEAP,
                log(),
                List.of("-Dlogback.configurationFile=" + directory.resolve("logback.xml")),
                List.of("org.gaul.s3proxy.Main", "--properties", configuration().toString()));
    }

    private Path data() {
        return directory.resolve("data");
    }

    private Path configuration() {
        return directory.resolve("s3proxy.properties");
    }

    /** What it writes. */
    public Path log() {
        return directory.resolve("s3proxy.log");
    }

    /** Its key, in the form of {@code ~/.aws/credentials}. */
    public Path credentials() {
        return directory.resolve("credentials");
    }

    /** Where it listens. */
    public URI endpoint() {
        return URI.create("http://" + FreePorts.HOST + ":" + port);
    }
}
