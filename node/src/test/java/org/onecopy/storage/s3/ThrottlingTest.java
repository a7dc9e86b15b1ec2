package org.onecopy.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.StorageException;
import software.amazon.awssdk.core.sync.RequestBody;

/** A server that refuses for a while, or for good: what is repeated, and what is said when that does not help. */
class ThrottlingTest {
    private static final Map<Integer, String> CODES = Map.of(
            403,
            "AccessDenied",
            412,
            "PreconditionFailed",
            429,
            "SlowDown",
            503,
            "SlowDown",
            500,
            "InternalError",
            502,
            "");

    @TempDir
    Path directory;

    private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
    private final Queue<Long> asked = new ConcurrentLinkedQueue<>();
    private HttpServer server;
    private S3Storage storage;
    private Bucket bucket;
    private volatile int always;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        Path credentials = Files.writeString(
                directory.resolve("credentials"), "[default]\naws_access_key_id = k\naws_secret_access_key = s\n");
        S3Settings settings = new S3Settings(
                "bucket",
                "",
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                "us-east-1",
                true,
                credentials,
                S3Settings.Encryption.BUCKET,
                null,
                true,
                5 << 20,
                4,
                directory.resolve("spool"));
        storage = new S3Storage(settings);
        bucket = new Bucket(S3Clients.client(settings), settings);
    }

    @AfterEach
    void stop() {
        bucket.client().close();
        storage.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(System.nanoTime());
        exchange.getRequestBody().readAllBytes();
        Integer next = answers.poll();
        int status = next != null ? next : always != 0 ? always : 200;
        exchange.getResponseHeaders().add("ETag", "\"e\"");
        byte[] body = status == 200
                ? new byte[0]
                : ("<Error><Code>" + CODES.get(status) + "</Code></Error>").getBytes(StandardCharsets.UTF_8);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
        if (!head && body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private String put() {
        return bucket.put("key", RequestBody.fromString("x"), Map.of(), Bucket.Condition.ABSENT);
    }

    @Test
    void slows_down_when_it_is_told_to_and_goes_on() {
        answers.addAll(List.of(503, 429, 503));
        assertThat(put()).isEqualTo("\"e\"");
        assertThat(asked).hasSize(4);
    }

    @Test
    void repeats_what_broke_on_the_servers_side() {
        answers.addAll(List.of(500, 502));
        assertThat(put()).isEqualTo("\"e\"");
        assertThat(asked).hasSize(3);
    }

    @Test
    void gives_up_after_a_while_and_says_that_the_storage_is_out_of_reach() {
        always = 503;
        assertThatThrownBy(this::put).isInstanceOfSatisfying(StorageException.class, problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.STORAGE_UNAVAILABLE);
            assertThat(problem).hasMessageContaining("SlowDown").hasMessageContaining("s3://bucket/key");
        });
        assertThat(asked).hasSize(6);
    }

    @Test
    void blames_one_key_where_the_server_fails_at_it_and_answers_otherwise() {
        answers.addAll(List.of(500, 500, 500, 500, 500, 500));
        assertThatThrownBy(this::put).isInstanceOfSatisfying(StorageException.class, problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.STORAGE_FAILED);
            assertThat(problem).hasMessageContaining("InternalError").hasMessageContaining("s3://bucket/key");
        });
        assertThat(asked).hasSize(6 + 1);
    }

    @Test
    void is_out_of_reach_where_the_server_fails_at_everything() {
        always = 500;
        assertThatThrownBy(this::put)
                .isInstanceOfSatisfying(
                        StorageException.class,
                        problem -> assertThat(problem.code()).isEqualTo(ProblemCode.STORAGE_UNAVAILABLE));
    }

    @Test
    void repeats_nothing_that_was_refused() {
        always = 403;
        assertThatThrownBy(this::put)
                .isInstanceOfSatisfying(
                        StorageException.class,
                        problem -> assertThat(problem.code()).isEqualTo(ProblemCode.STORAGE_DENIED));
        assertThat(asked).hasSize(1);
    }

    @Test
    void takes_a_broken_condition_for_an_answer() {
        always = 412;
        assertThat(put()).isNull();
        assertThat(asked).hasSize(1);
    }
}
