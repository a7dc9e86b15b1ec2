package org.onecopy.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.onecopy.admin.TestAuthority;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.AlertCondition;
import org.onecopy.model.api.Severity;
import org.onecopy.problem.ProblemException;

/** What a real server gets, and which servers are not called. */
final class WebhookTargetTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final UUID NETWORK = new UUID(1, 2);
    private static final List<InetAddress> LOOPBACK = List.of(InetAddress.ofLiteral("127.0.0.1"));

    @TempDir
    Path directory;

    private final BlockingQueue<Got> got = new LinkedBlockingQueue<>();
    private final Server server = new Server();
    private ServerConnector plain;
    private ServerConnector secure;
    private Path ca;
    private volatile int status = 200;
    private volatile String location;

    private record Got(String method, String path, Map<String, String> headers, String body) {}

    @BeforeEach
    void begin() throws Exception {
        TestAuthority authority = TestAuthority.create("hooks");
        ca = authority.writeCa(directory.resolve("ca.pem"));
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setSslContext(authority.server());
        var http = new org.eclipse.jetty.server.HttpConfiguration();
        http.addCustomizer(new SecureRequestCustomizer(false));
        plain = new ServerConnector(server, 1, 1);
        secure = new ServerConnector(
                server, 1, 1, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(http));
        for (ServerConnector connector : List.of(plain, secure)) {
            connector.setHost("127.0.0.1");
            server.addConnector(connector);
        }
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                Map<String, String> headers = new HashMap<>();
                for (HttpField field : request.getHeaders()) {
                    headers.put(field.getName(), field.getValue());
                }
                String body = Content.Source.asString(request, StandardCharsets.UTF_8);
                got.add(new Got(request.getMethod(), request.getHttpURI().getPathQuery(), headers, body));
                response.setStatus(status);
                if (location != null) {
                    response.getHeaders().put(HttpHeader.LOCATION, location);
                }
                Content.Sink.write(response, true, "an inside thing", callback);
                return true;
            }
        });
        server.start();
    }

    @AfterEach
    void end() throws Exception {
        server.stop();
    }

    private WebhookTarget target(String url, Path secret, Path trusted, List<InetAddress> allow) {
        return new WebhookTarget(
                new WebhookTarget.Settings(
                        "chat",
                        URI.create(url),
                        Optional.ofNullable(secret),
                        Optional.ofNullable(trusted),
                        allow,
                        Severity.INFO),
                () -> NOON);
    }

    private String https() {
        return "https://127.0.0.1:" + secure.getLocalPort() + "/hook?key=k";
    }

    private String http() {
        return "http://127.0.0.1:" + plain.getLocalPort() + "/hook";
    }

    static AlertMessage message() {
        return AlertMessage.of(
                new Notice(
                        Notice.Kind.BEGAN,
                        "lag:photos:kyoto",
                        AlertCondition.LAG,
                        Severity.WARNING,
                        new ZoneName("kyoto"),
                        new RuleName("photos"),
                        400,
                        300,
                        NOON.minusSeconds(60),
                        NOON,
                        "rule photos: zone kyoto is 6 m 40 s behind",
                        false),
                NETWORK,
                new NodeId("oslo-1"));
    }

    private static Path secret(Path file, String text, String mode) throws IOException {
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    @Test
    void posts_a_signed_document_over_tls() throws Exception {
        Path secret = secret(directory.resolve("secret"), "shared words\n", "rw-------");
        AlertMessage message = message();
        Answer answer = target(https(), secret, ca, LOOPBACK).send(message);
        assertThat(answer).isEqualTo(new Answer(Answer.Outcome.DELIVERED, "HTTP status 200"));
        assertThat(got).hasSize(1);
        Got one = got.take();
        assertThat(one.method + " " + one.path).isEqualTo("POST /hook?key=k");
        assertThat(one.headers).containsEntry("Content-Type", "application/json");
        assertThat(one.headers).containsEntry(WebhookTarget.TIME, Long.toString(NOON.getEpochSecond()));
        assertThat(one.headers)
                .containsEntry(WebhookTarget.MESSAGE, message.message().toString());
        assertThat(one.headers)
                .containsEntry(
                        WebhookTarget.SIGNATURE,
                        "sha256=" + WebhookTarget.signature("shared words", NOON.getEpochSecond() + "." + one.body));
        JsonNode json = new ObjectMapper().readTree(one.body);
        assertThat(json.path("message").asText()).isEqualTo(message.message().toString());
        assertThat(json.path("kind").asText()).isEqualTo("began");
        assertThat(json.path("alert").asText()).isEqualTo("lag:photos:kyoto");
        assertThat(json.path("condition").asText()).isEqualTo("lag");
        assertThat(json.path("severity").asText()).isEqualTo("warning");
        assertThat(json.path("network").asText()).isEqualTo(NETWORK.toString());
        assertThat(json.path("node").asText()).isEqualTo("oslo-1");
        assertThat(json.path("rule").asText()).isEqualTo("photos");
        assertThat(json.path("zone").asText()).isEqualTo("kyoto");
        assertThat(json.path("value").asDouble()).isEqualTo(400);
        assertThat(json.path("threshold").asDouble()).isEqualTo(300);
        assertThat(json.path("since").asText()).isEqualTo("2026-11-20T11:59:00Z");
        assertThat(json.path("at").asText()).isEqualTo("2026-11-20T12:00:00Z");
        assertThat(json.path("text").asText()).contains("6 m 40 s");
        assertThat(json.size()).as("all fields of docs/alerts.md").isEqualTo(14);
    }

    @Test
    void signs_as_rfc_4231_does() {
        assertThat(WebhookTarget.signature("Jefe", "what do ya want for nothing?"))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void calls_no_server_whose_certificate_does_not_lead_to_who_is_trusted() throws Exception {
        Path other = TestAuthority.create("other").writeCa(directory.resolve("other.pem"));
        for (Path trusted : new Path[] {null, other}) {
            Answer answer = target(https(), null, trusted, LOOPBACK).send(message());
            assertThat(answer.outcome()).isEqualTo(Answer.Outcome.LATER);
            assertThat(answer.text()).contains("PKIX");
        }
        assertThat(got).isEmpty();
    }

    @Test
    void calls_no_server_whose_certificate_has_another_name() {
        // The certificate is for 127.0.0.1, and localhost is that address, too.
        String url = https().replace("127.0.0.1", "localhost");
        List<InetAddress> both = List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));
        Answer answer = target(url, null, ca, both).send(message());
        assertThat(answer.outcome()).isEqualTo(Answer.Outcome.LATER);
        assertThat(answer.text()).contains("localhost");
        assertThat(got).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1:%d/",
                "https://localhost:%d/",
                "https://[::1]:%d/",
                "https://0.0.0.0:%d/",
                "https://169.254.169.254/latest/meta-data",
                "https://metadata.google.internal/x",
                "https://2130706433:%d/",
                "https://[::ffff:127.0.0.1]:%d/"
            })
    void calls_no_address_that_leads_inside(String url) {
        Answer answer = target(url.formatted(secure.getLocalPort()), null, ca, List.of())
                .send(message());
        assertThat(answer.outcome()).as(answer.text()).isIn(Answer.Outcome.NEVER, Answer.Outcome.LATER);
        if (answer.outcome() == Answer.Outcome.LATER) {
            assertThat(answer.text()).as("it has no address here").contains("has no address");
        }
        assertThat(got).isEmpty();
    }

    @Test
    void takes_http_to_this_machine_only() {
        assertThat(target(http(), null, null, LOOPBACK).send(message()).outcome())
                .isEqualTo(Answer.Outcome.DELIVERED);
        Answer answer = target("http://192.0.2.1/", null, null, LOOPBACK).send(message());
        assertThat(answer.outcome()).isEqualTo(Answer.Outcome.NEVER);
        assertThat(answer.text()).contains("by https only");
    }

    @ParameterizedTest
    @CsvSource({
        "200, DELIVERED",
        "204, DELIVERED",
        "301, NEVER",
        "307, NEVER",
        "308, NEVER",
        "400, NEVER",
        "401, NEVER",
        "404, NEVER",
        "408, LATER",
        "429, LATER",
        "500, LATER",
        "503, LATER"
    })
    void follows_no_redirect_and_repeats_nothing_but_the_status(int code, Answer.Outcome outcome) {
        status = code;
        location = http().replace("/hook", "/inside");
        Answer answer = target(https(), null, ca, LOOPBACK).send(message());
        assertThat(answer.outcome()).isEqualTo(outcome);
        assertThat(answer.text())
                .contains("HTTP status " + code)
                .doesNotContain("inside")
                .doesNotContain("key=k");
        assertThat(got).hasSize(1);
    }

    @Test
    void says_when_nobody_answers() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        Answer answer =
                target("https://127.0.0.1:" + port + "/", null, ca, LOOPBACK).send(message());
        assertThat(answer.outcome()).isEqualTo(Answer.Outcome.LATER);
        assertThat(answer.text()).contains("no answer").contains("refused");
    }

    @Test
    void takes_no_secret_that_others_may_read() throws IOException {
        Path open = secret(directory.resolve("open"), "shared words", "rw-r-----");
        assertThatThrownBy(() -> target(https(), open, ca, LOOPBACK))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.CONFIG_INVALID))
                .hasMessageContaining("chmod 600")
                .hasMessageNotContaining("shared words");
        Path empty = secret(directory.resolve("empty"), "\n", "rw-------");
        assertThatThrownBy(() -> target(https(), empty, ca, LOOPBACK)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> target(https(), null, empty, LOOPBACK)).isInstanceOf(ProblemException.class);
    }
}
