package org.onecopy.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.onecopy.cli.demo.servers.FreePorts;
import org.onecopy.cli.demo.servers.S3Server;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A real S3 server of its own process, on loopback, that keeps objects in a directory. Conditional writes are atomic. */
public final class S3ProxyProcess implements AutoCloseable {
    private final S3Server server;
    private Process process;

    private S3ProxyProcess(S3Server server) {
        this.server = server;
    }

    /** Starts one that keeps everything in a directory; it may be killed and started again. */
    public static S3ProxyProcess start(Path directory) {
        try {
            S3Server server = S3Server.in(directory, FreePorts.find(1, Set.of()).getFirst());
            S3ProxyProcess process = new S3ProxyProcess(server);
            process.startAgain();
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it again with what it had before. */
    public void startAgain() {
        try {
            process = server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(this::answers);
    }

    private boolean answers() throws IOException {
        assertThat(process.isAlive())
                .as("S3Proxy ended: %s", Files.readString(server.log()))
                .isTrue();
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), endpoint().getPort())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** As by kill -9. */
    public void kill() {
        process.destroyForcibly();
        try {
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public URI endpoint() {
        return server.endpoint();
    }

    /** A client of the SDK that knows nothing of Onecopy. */
    public S3Client client() {
        return S3Client.builder()
                .httpClientBuilder(Apache5HttpClient.builder())
                .endpointOverride(endpoint())
                .region(Region.of(S3Server.REGION))
                .forcePathStyle(true)
                .credentialsProvider(ProfileCredentialsProvider.builder()
                        .profileFile(ProfileFile.builder()
                                .content(credentials())
                                .type(ProfileFile.Type.CREDENTIALS)
                                .build())
                        .profileName("default")
                        .build())
                .build();
    }

    /** A file with its credentials, in the form of {@code ~/.aws/credentials}. */
    public Path credentials() {
        return server.credentials();
    }

    @Override
    public void close() {
        kill();
    }
}
