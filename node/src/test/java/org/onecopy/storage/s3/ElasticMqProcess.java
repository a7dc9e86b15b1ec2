package org.onecopy.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.onecopy.cli.demo.servers.ServerLibraries;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/** A server of SQS's protocol in its own process, on loopback; what is in its queues goes with it. */
final class ElasticMqProcess implements AutoCloseable {
    private final Path directory;
    private final int port;
    private Process process;

    private ElasticMqProcess(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    static ElasticMqProcess start(Path directory) {
        try {
            ElasticMqProcess server = new ElasticMqProcess(directory, freePort());
            server.startAgain();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Starts it with one empty queue. */
    void startAgain() throws IOException {
        Files.writeString(directory.resolve("elasticmq.conf"), """
                include classpath("application.conf")
                node-address { protocol = http, host = "127.0.0.1", port = %d, context-path = "" }
                rest-sqs { enabled = true, bind-port = %d, bind-hostname = "127.0.0.1", sqs-limits = strict }
                rest-stats { enabled = false }
                queues { changes { defaultVisibilityTimeout = 1 seconds } }
                """.formatted(port, port));
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dconfig.file=" + directory.resolve("elasticmq.conf"),
                        "-cp",
                        ServerLibraries.of("elasticmq") + "/*",
                        "org.elasticmq.server.Main")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("elasticmq.log").toFile()))
                .start();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(this::answers);
    }

    private boolean answers() throws IOException {
        assertThat(process.isAlive())
                .as("ElasticMQ ended: %s", Files.readString(directory.resolve("elasticmq.log")))
                .isTrue();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected() && hasQueue();
        } catch (IOException e) {
            return false;
        }
    }

    /** It listens before it has its queues. */
    private boolean hasQueue() {
        try (SqsClient client = client()) {
            return client.getQueueAttributes(request -> request.queueUrl(queue().toString()))
                    .sdkHttpResponse()
                    .isSuccessful();
        } catch (SdkException e) {
            return false;
        }
    }

    URI queue() {
        return URI.create("http://127.0.0.1:" + port + "/000000000000/changes");
    }

    /** A client that sends what a bucket would. */
    SqsClient client() {
        return SqsClient.builder()
                .httpClientBuilder(Apache5HttpClient.builder())
                .endpointOverride(queue().resolve("/"))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("k", "s")))
                .build();
    }

    /** As by kill -9. */
    void kill() {
        process.destroyForcibly();
        try {
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
