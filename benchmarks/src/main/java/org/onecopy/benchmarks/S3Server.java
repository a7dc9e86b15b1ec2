package org.onecopy.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/** S3Proxy as a process of its own on loopback, which keeps objects in a directory. */
final class S3Server implements AutoCloseable {
    static final String KEY = "AKIDONECOPYBENCH";
    static final String SECRET = "secret-of-the-bench";
    static final String BUCKET = "bench";

    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Process process;
    private final int port;
    private final Path home;

    private S3Server(Process process, int port, Path home) {
        this.process = process;
        this.port = port;
        this.home = home;
    }

    /**
     * Starts one that keeps everything in a new directory.
     *
     * @param libraries the directory with the server's jars
     */
    static S3Server start(Path libraries, BenchPlace place, Cleanup cleanup, Patience patience) throws IOException {
        Path home = place.fresh("s3");
        int port = freePort();
        Files.createDirectory(home.resolve("data"));
        Files.writeString(home.resolve("s3proxy.properties"), """
                s3proxy.endpoint=http://127.0.0.1:%d
                s3proxy.authorization=aws-v2-or-v4
                s3proxy.identity=%s
                s3proxy.credential=%s
                jclouds.provider=filesystem-nio2
                jclouds.filesystem.basedir=%s
                """.formatted(port, KEY, SECRET, home.resolve("data")));
        Files.writeString(
                home.resolve("credentials"),
                "[default]\naws_access_key_id = " + KEY + "\naws_secret_access_key = " + SECRET + "\n");
        // At its usual level it writes so much that large objects crawl.
        Files.writeString(home.resolve("logback.xml"), """
                <configuration>
                  <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder><pattern>%d %level %logger{0} %msg%n</pattern></encoder>
                  </appender>
                  <root level="WARN"><appender-ref ref="OUT"/></root>
                </configuration>
                """);
        Process process = new ProcessBuilder(
                        Path.of(Objects.requireNonNull(System.getProperty("java.home")), "bin", "java")
                                .toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-Dlogback.configurationFile=" + home.resolve("logback.xml"),
                        "-cp",
                        libraries + "/*",
                        "org.gaul.s3proxy.Main",
                        "--properties",
                        home.resolve("s3proxy.properties").toString())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log").toFile())
                .start();
        S3Server server = cleanup.add(new S3Server(process, port, home));
        patience.await("S3Proxy does not start", START_LIMIT, LOOK, server::answers);
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new BenchmarkFailure("S3Proxy ended:\n" + ToolRun.tail(home.resolve("log")));
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    Path credentials() {
        return home.resolve("credentials");
    }

    /** Seconds of a core that the server has used so far. */
    double cpuSeconds() {
        return process.info()
                .totalCpuDuration()
                .map(used -> used.toNanos() / 1e9)
                .orElse(0.0);
    }

    /** The storage of a zone, as a line of a node's configuration. */
    String configuration() {
        return """
                storage: {type: s3, s3: {bucket: %s, endpoint: '%s', region: us-east-1, credentials: '%s'}}""".formatted(BUCKET, endpoint(), credentials());
    }

    /** As rclone names a place in the bucket. */
    String rclone(String path) {
        return ":s3,provider=Other,endpoint='%s',access_key_id=%s,secret_access_key=%s,force_path_style=true:%s/%s"
                .formatted(endpoint(), KEY, SECRET, BUCKET, path);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
