package org.onecopy.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.onecopy.cli.demo.servers.S3Server;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;

/** The S3 server of the demonstration, with one bucket, for as long as a benchmark runs. */
final class BenchS3 implements AutoCloseable {
    static final String BUCKET = "bench";

    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final S3Server server;
    private final Process process;

    private BenchS3(S3Server server, Process process) {
        this.server = server;
        this.process = process;
    }

    /** Starts one that keeps everything in a new directory. */
    static BenchS3 start(BenchPlace place, Cleanup cleanup, Patience patience) throws IOException {
        S3Server server = S3Server.in(place.fresh("s3"), freePort());
        server.makeBucket(BUCKET);
        BenchS3 started = cleanup.add(new BenchS3(server, server.start()));
        patience.await("S3Proxy does not start", START_LIMIT, LOOK, started::answers);
        return started;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new BenchmarkFailure("S3Proxy ended:\n" + ToolRun.tail(server.log()));
        }
        try (Socket socket = new Socket(endpoint().getHost(), endpoint().getPort())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    URI endpoint() {
        return server.endpoint();
    }

    Path credentials() {
        return server.credentials();
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
                storage: {type: s3, s3: {bucket: %s, endpoint: '%s', region: %s, credentials: '%s'}}""".formatted(BUCKET, endpoint(), S3Server.REGION, credentials());
    }

    /** What asks as the server's only user. */
    AwsCredentialsProvider user() {
        return ProfileCredentialsProvider.builder()
                .profileFile(ProfileFile.builder()
                        .content(credentials())
                        .type(ProfileFile.Type.CREDENTIALS)
                        .build())
                .build();
    }

    /** As rclone names a place in the bucket. */
    String rclone(String path) {
        AwsCredentials key = user().resolveCredentials();
        return ":s3,provider=Other,endpoint='%s',access_key_id=%s,secret_access_key=%s,force_path_style=true:%s/%s"
                .formatted(endpoint(), key.accessKeyId(), key.secretAccessKey(), BUCKET, path);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
