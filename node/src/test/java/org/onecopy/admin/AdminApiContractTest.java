package org.onecopy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

/** Each route as a plain HTTP client sees it: answered, refused without a token, refused with bad input. */
final class AdminApiContractTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RULE = "{\"name\":\"%s\",\"zones\":{\"oslo\":\"/a\",\"lyon\":\"/b\"}%s}";

    @TempDir
    static Path directory;

    private static AdminFixture fixture;
    private static HttpClient http;

    @BeforeAll
    static void start() throws Exception {
        fixture = new AdminFixture(directory);
        http = HttpClient.newBuilder()
                .sslContext(fixture.clientTls())
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    @AfterAll
    static void stop() {
        http.shutdownNow();
        fixture.close();
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(fixture.url() + path))
                .header("Authorization", "Bearer " + AdminFixture.TOKEN);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    private static JsonNode problem(HttpResponse<String> response, int status, String code) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = JSON.readTree(response.body());
        assertThat(problem.path("code").asText()).as(response.body()).isEqualTo(code);
        assertThat(problem.path("type").asText()).isEqualTo("urn:onecopy:problem:" + code);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("detail").asText()).isNotBlank();
        return problem;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "node",
                "zones",
                "storage",
                "nodes",
                "memberships",
                "whatif?lose=lyon",
                "rules",
                "rules/demo",
                "lag",
                "transfers",
                "conflicts",
                "rules/demo/conflict?path=a",
                "trash?rule=demo&path=d",
                "rules/demo/exclusions?path=a&exclude=*.tmp",
                "rules/demo/fences",
                "rules/demo/fences/oslo",
                "rules/demo/fences/oslo/held?after=0",
                "storage/files?path=/srv&after=albums",
                "migrations",
                "migrations/plans",
                "migrations/plans/0a1b2c3d",
                "rules/demo/migration",
                "parked",
                "events",
                "guard",
                "alerts",
                "alerts/silences",
                "openapi.json"
            })
    void answers_with_json_to_who_bears_the_token_and_to_nobody_else(String route) throws Exception {
        HttpResponse<String> answer = send(request("/api/v1/" + route));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/json");
        assertThat(JSON.readTree(answer.body()).isContainerNode()).isTrue();

        HttpRequest.Builder bare = HttpRequest.newBuilder(URI.create(fixture.url() + "/api/v1/" + route));
        HttpResponse<String> refused = send(bare);
        problem(refused, 401, "unauthenticated");
        assertThat(refused.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("Bearer");
        problem(send(bare.copy().header("Authorization", "Bearer wrong")), 401, "unauthenticated");
        problem(send(bare.copy().header("Authorization", "Basic YTpi")), 401, "unauthenticated");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/v1/rules",
        "PUT, /api/v1/rules/demo",
        "DELETE, /api/v1/rules/demo",
        "POST, /api/v1/parked/7-1/retry",
        "POST, /api/v1/rules/demo/guard/oslo/release",
        "POST, /api/v1/rules/demo/guard/oslo/reject",
        "POST, /api/v1/alerts/test",
        "PUT, /api/v1/alerts/lag:demo:lyon/silence",
        "DELETE, /api/v1/alerts/lag:demo:lyon/silence",
        "GET, /api/v1/events/stream",
        "GET, /metrics",
        "GET, /nothing",
        "POST, /health/live"
    })
    void changes_and_shows_nothing_without_a_token(String method, String path) throws Exception {
        HttpRequest.Builder bare =
                HttpRequest.newBuilder(URI.create(fixture.url() + path)).method(method, BodyPublishers.noBody());
        problem(send(bare), 401, "unauthenticated");
        assertThat(fixture.node.rules()).isNotEmpty();
    }

    @Test
    void tells_everybody_that_it_lives_and_is_ready_and_no_more() throws Exception {
        for (String path : List.of("/health/live", "/health/ready")) {
            HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(fixture.url() + path)));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).hasSizeLessThan(8);
        }
        fixture.node.setReady(false);
        try {
            HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(fixture.url() + "/health/ready")));
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).isEqualTo("not ready\n");
        } finally {
            fixture.node.setReady(true);
        }
    }

    @Test
    void makes_edits_and_removes_a_rule() throws Exception {
        HttpResponse<String> made = send("POST", "/api/v1/rules", RULE.formatted("photos", ",\"hold\":\"2h\""));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(made.headers().firstValue("Location").orElseThrow()).endsWith("/api/v1/rules/photos");
        assertThat(JSON.readTree(made.body()).path("hold").asText()).isEqualTo("2h");
        assertThat(JSON.readTree(made.body()).path("conflict").asText()).isEqualTo("keep-both");
        problem(send("POST", "/api/v1/rules", RULE.formatted("photos", "")), 409, "rule-exists");

        HttpResponse<String> edited =
                send("PUT", "/api/v1/rules/photos", RULE.formatted("photos", ",\"hold\":\"PT3H\",\"revision\":1"));
        assertThat(edited.statusCode()).as(edited.body()).isEqualTo(200);
        assertThat(JSON.readTree(edited.body()).path("revision").asInt()).isEqualTo(2);
        JsonNode stale = problem(
                send("PUT", "/api/v1/rules/photos", RULE.formatted("photos", ",\"revision\":1")),
                409,
                "rule-revision-stale");
        assertThat(stale.path("data").path("revision").asInt()).isEqualTo(2);
        problem(send("PUT", "/api/v1/rules/photos", RULE.formatted("photos", "")), 400, "bad-request");
        problem(send("PUT", "/api/v1/rules/photos", RULE.formatted("other", ",\"revision\":2")), 400, "bad-request");

        assertThat(send("DELETE", "/api/v1/rules/photos", "").statusCode()).isEqualTo(204);
        problem(send("DELETE", "/api/v1/rules/photos", ""), 404, "rule-unknown");
        problem(send("GET", "/api/v1/rules/photos", ""), 404, "rule-unknown");
    }

    @Test
    void silences_an_alert_for_a_while_and_tests_targets() throws Exception {
        String path = "/api/v1/alerts/lag:demo:lyon/silence";
        HttpResponse<String> silenced = send("PUT", path, "{\"duration\":\"2h\",\"why\":\"known\"}");
        assertThat(silenced.statusCode()).as(silenced.body()).isEqualTo(200);
        assertThat(JSON.readTree(silenced.body()).path("until").asText()).isEqualTo("2026-11-20T14:00:00Z");
        JsonNode alerts = JSON.readTree(send("GET", "/api/v1/alerts", "").body());
        assertThat(alerts.path(1).path("silencedUntil").asText()).isEqualTo("2026-11-20T14:00:00Z");
        assertThat(JSON.readTree(send("GET", "/api/v1/alerts/silences", "").body()))
                .hasSize(1);
        assertThat(send("DELETE", path, "").statusCode()).isEqualTo(204);
        assertThat(JSON.readTree(send("GET", "/api/v1/alerts/silences", "").body()))
                .isEmpty();
        problem(send("PUT", path, ""), 400, "bad-request");
        problem(send("PUT", path, "{\"duration\":\"0s\"}"), 400, "bad-request");
        problem(send("PUT", path, "{\"duration\":\"31d\"}"), 400, "bad-request");
        problem(send("PUT", path, "{\"why\":\"no time\"}"), 400, "bad-request");
        problem(send("PUT", path, "{\"duration\":\"1h\",\"why\":\"" + "x".repeat(501) + "\"}"), 400, "bad-request");
        problem(send("PUT", "/api/v1/alerts/nonsense/silence", "{\"duration\":\"1h\"}"), 404, "alert-unknown");
        problem(send("DELETE", "/api/v1/alerts/nonsense/silence", ""), 404, "alert-unknown");
        assertThat(JSON.readTree(send("POST", "/api/v1/alerts/test", "").body()))
                .hasSize(2);
        problem(send("POST", "/api/v1/alerts/test?target=nobody", ""), 404, "alert-target-unknown");
    }

    @Test
    void hands_on_the_data_of_a_problem() throws Exception {
        String body = "{\"name\":\"x\",\"zones\":{\"oslo\":\"/a\",\"full\":\"/b\"}}";
        JsonNode problem = problem(send("POST", "/api/v1/rules", body), 409, "zones-not-empty");
        assertThat(problem.path("data").path("counts").path("oslo").asInt()).isEqualTo(3);
        assertThat(problem.path("action").asText()).isEqualTo("rejected");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"x\",\"zoness\":{}} | zoness | did you mean 'zones'",
                "{\"name\":\"x\", | | not JSON",
                "{\"name\":\"Big\",\"zones\":{\"oslo\":\"/a\",\"lyon\":\"/b\"}} | name | beginning with a letter",
                "{\"name\":\"x\",\"zones\":{\"oslo\":\"/a\"}} | | at least two",
                "{\"name\":\"x\",\"zones\":{\"oslo\":\"/a\",\"lyon\":\"b\"}} | | must be absolute",
                "{\"name\":\"x\",\"zones\":[]} | zones | must be an object",
                "{\"name\":\"x\",\"zones\":{\"oslo\":\"/a\",\"lyon\":\"/b\"},\"hold\":\"soon\"} | hold | duration",
                "{\"name\":\"x\",\"zones\":{\"oslo\":\"/a\",\"lyon\":\"/b\"},\"conflict\":\"best\"} | conflict | keep-both, preferred-zone",
                "{\"name\":\"x\",\"zones\":{\"oslo\":\"/a\",\"lyon\":\"/b\"},\"conflict\":0} | conflict | keep-both",
                "{\"name\":\"x\",\"zones\":{\"oslo\":\"/a\",\"lyon\":\"/b\"},\"initial\":\"mine\"} | initial | source=ZONE",
                "{\"name\":\"x\",\"name\":\"y\",\"zones\":{}} | | uplicate",
                "{\"name\":\"x\",\"zones\":{\"oslo\":\"/a\",\"lyon\":\"/b\"},\"guard\":{\"files\":0}} | guard | more than 0",
                "{\"zones\":{\"oslo\":\"/a\",\"lyon\":\"/b\"}} | name | needs a name",
                "null | | null",
                "[] | | object",
            })
    void says_which_field_is_wrong(String body, String field, String message) throws Exception {
        JsonNode problem = problem(send("POST", "/api/v1/rules", body), 400, "bad-request");
        assertThat(problem.path("detail").asText()).contains(message);
        assertThat(problem.path("detail").asText())
                .doesNotContain("org.onecopy")
                .doesNotContain("com.fasterxml");
        if (field != null) {
            assertThat(problem.path("data").path("field").asText()).isEqualTo(field);
        }
    }

    @Test
    void says_where_a_body_is_broken() throws Exception {
        JsonNode problem =
                problem(send("POST", "/api/v1/rules", "{\n  \"name\": \"x\",\n  oops\n}"), 400, "bad-request");
        assertThat(problem.path("data").path("line").asInt()).isEqualTo(3);
        assertThat(problem.path("data").path("column").asInt()).isBetween(3, 8);
        problem(send("POST", "/api/v1/rules", ""), 400, "bad-request");
        problem(send("POST", "/api/v1/rules", "[".repeat(100_000)), 400, "bad-request");
    }

    @Test
    void refuses_what_is_too_large_announced_or_not() throws Exception {
        byte[] large = new byte[2 << 20];
        java.util.Arrays.fill(large, (byte) ' ');
        problem(
                send(request("/api/v1/rules")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(large))),
                413,
                "request-too-large");
        problem(
                send(request("/api/v1/rules")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large)))),
                413,
                "request-too-large");
        problem(send(request("/api/v1/status").header("X-Long", "x".repeat(20_000))), 431, "request-too-large");
    }

    @Test
    void refuses_what_it_does_not_know() throws Exception {
        problem(send(request("/api/v2/status")), 404, "not-found");
        problem(send(request("/api/v1/")), 404, "not-found");
        problem(send(request("/")), 404, "not-found");
        HttpResponse<String> method = send("PATCH", "/api/v1/rules", "");
        problem(method, 405, "method-not-allowed");
        assertThat(method.headers().firstValue("Allow").orElseThrow()).contains("POST");
        problem(
                send(request("/api/v1/rules")
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("x"))),
                415,
                "media-type-unsupported");
        problem(send(request("/api/v1/status").header("Accept", "image/png")), 406, "not-acceptable");
        assertThat(problem(send(request("/api/v1/parked?limmit=3")), 400, "bad-request")
                        .path("data")
                        .path("field")
                        .asText())
                .isEqualTo("limmit");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rules/Big",
                "parked?limit=0",
                "parked?limit=x",
                "transfers?limit=10001",
                "conflicts?zone=A",
                "parked?rule=_",
                "events?since=-1",
                "events?since=x",
                "events?limit=",
                "events?limit=99999999999999"
            })
    void refuses_bad_parameters(String route) throws Exception {
        JsonNode problem = problem(send(request("/api/v1/" + route)), 400, "bad-request");
        assertThat(problem.path("data").path("field").asText()).isNotEmpty();
    }

    @Test
    void tells_how_many_there_are_when_a_list_is_cut() throws Exception {
        HttpResponse<String> answer = send(request("/api/v1/transfers?limit=2"));
        assertThat(JSON.readTree(answer.body())).hasSize(2);
        assertThat(answer.headers().firstValue("X-Total-Count")).contains("3");
        assertThat(JSON.readTree(send(request("/api/v1/conflicts?zone=oslo")).body()))
                .isEmpty();
    }

    @Test
    void tries_a_parked_change_again() throws Exception {
        assertThat(send("POST", "/api/v1/parked/7-1/retry", "").statusCode()).isEqualTo(204);
        assertThat(fixture.node.retried()).containsOnly("7-1");
        problem(send("POST", "/api/v1/parked/8-1/retry", ""), 404, "parked-unknown");
    }

    @Test
    void releases_and_rejects_what_the_guard_holds() throws Exception {
        for (String what : List.of("release", "reject")) {
            HttpResponse<String> answer = send("POST", "/api/v1/rules/demo/guard/oslo/" + what, "");
            assertThat(JSON.readTree(answer.body()).path("state").asText())
                    .as(answer.body())
                    .isEqualTo("watching");
            problem(send("POST", "/api/v1/rules/demo/guard/lyon/" + what, ""), 409, "guard-not-tripped");
            problem(send("POST", "/api/v1/rules/none/guard/oslo/" + what, ""), 404, "rule-unknown");
            problem(send("POST", "/api/v1/rules/demo/guard/_/" + what, ""), 400, "bad-request");
        }
    }

    @Test
    void tells_the_caller_no_more_of_an_unforeseen_failure_than_where_to_look() throws Exception {
        fixture.node.failWith(new IllegalStateException("a secret"));
        try {
            HttpResponse<String> answer = send(request("/api/v1/status"));
            JsonNode problem = problem(answer, 500, "internal");
            assertThat(answer.body()).doesNotContain("secret");
            assertThat(problem.path("data").path("number").asText()).isNotBlank();
            fixture.node.failWith(new ProblemException(ProblemCode.NO_QUORUM, "two of three do not answer"));
            HttpResponse<String> later = send(request("/api/v1/status"));
            assertThat(problem(later, 503, "no-quorum").path("action").asText()).isEqualTo("retry-later");
            assertThat(later.headers().firstValue("Retry-After")).contains("1");
        } finally {
            fixture.node.failWith(null);
        }
    }

    @Test
    void shows_its_meters() throws Exception {
        fixture.metrics.gauge("onecopy_lag_seconds", "lag", Map.of("zone", "oslo"), () -> 2.5);
        fixture.metrics.gauge("onecopy_lag_seconds", "lag", Map.of("zone", "oslo"), () -> 3.5);
        HttpResponse<String> answer = send(request("/metrics"));
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
        assertThat(answer.body())
                .contains("onecopy_lag_seconds{zone=\"oslo\"} 3.5")
                .contains("jvm_memory_used_bytes");
    }

    private static final List<String> ROUTES = List.of(
            "GET /health/live",
            "GET /health/ready",
            "GET /metrics",
            "GET /api/v1/status",
            "GET /api/v1/node",
            "GET /api/v1/zones",
            "GET /api/v1/storage",
            "POST /api/v1/storage/verify",
            "GET /api/v1/storage/files",
            "GET /api/v1/nodes",
            "GET /api/v1/memberships",
            "GET /api/v1/whatif",
            "GET /api/v1/lag",
            "GET /api/v1/transfers",
            "GET /api/v1/conflicts",
            "GET /api/v1/trash",
            "GET /api/v1/lost",
            "GET /api/v1/rules/{rule}/exclusions",
            "POST /api/v1/rules/{rule}/undo",
            "POST /api/v1/rules/{rule}/trash/{item}/restore",
            "POST /api/v1/rules/{rule}/trash/empty",
            "GET /api/v1/rules/{rule}/conflict",
            "POST /api/v1/rules/{rule}/conflict/resolve",
            "GET /api/v1/audit",
            "GET /api/v1/audit/denied",
            "GET /api/v1/audit/heads",
            "GET /api/v1/alerts",
            "GET /api/v1/alerts/silences",
            "POST /api/v1/alerts/test",
            "PUT /api/v1/alerts/{id}/silence",
            "DELETE /api/v1/alerts/{id}/silence",
            "GET /api/v1/parked",
            "GET /api/v1/rules/{rule}/lag",
            "GET /api/v1/checks",
            "GET /api/v1/rules/{rule}/check-schedules",
            "POST /api/v1/rules/{rule}/check-schedules",
            "DELETE /api/v1/rules/{rule}/check-schedules/{schedule}",
            "POST /api/v1/rules/{rule}/checks",
            "GET /api/v1/rules/{rule}/checks/{check}",
            "DELETE /api/v1/rules/{rule}/checks/{check}",
            "GET /api/v1/rules/{rule}/checks/{check}/differences",
            "GET /api/v1/rules/{rule}/checks/{check}/certificate",
            "GET /api/v1/rules/{rule}/repairs",
            "POST /api/v1/rules/{rule}/repairs",
            "GET /api/v1/rules/{rule}/repairs/plan",
            "GET /api/v1/rules/{rule}/repairs/{repair}",
            "DELETE /api/v1/rules/{rule}/repairs/{repair}",
            "GET /api/v1/rules/{rule}/repairs/{repair}/left",
            "GET /api/v1/bandwidth",
            "PUT /api/v1/bandwidth/{limit}",
            "DELETE /api/v1/bandwidth/{limit}",
            "POST /api/v1/rules/{rule}/content",
            "GET /api/v1/migrations",
            "POST /api/v1/migrations",
            "GET /api/v1/migrations/plans",
            "POST /api/v1/migrations/plans",
            "GET /api/v1/migrations/plans/{plan}",
            "DELETE /api/v1/migrations/plans/{plan}",
            "GET /api/v1/rules/{rule}/migration",
            "POST /api/v1/rules/{rule}/migration",
            "PUT /api/v1/rules/{rule}/migration",
            "GET /api/v1/rules/{rule}/fences",
            "POST /api/v1/rules/{rule}/fences",
            "GET /api/v1/rules/{rule}/fences/{zone}",
            "DELETE /api/v1/rules/{rule}/fences/{zone}",
            "GET /api/v1/rules/{rule}/fences/{zone}/held",
            "POST /api/v1/parked/{id}/retry",
            "GET /api/v1/rules",
            "POST /api/v1/rules",
            "GET /api/v1/rules/{rule}",
            "PUT /api/v1/rules/{rule}",
            "DELETE /api/v1/rules/{rule}",
            "GET /api/v1/guard",
            "POST /api/v1/rules/{rule}/guard/{zone}/release",
            "POST /api/v1/rules/{rule}/guard/{zone}/reject",
            "GET /api/v1/events",
            "GET /api/v1/events/stream",
            "GET /api/v1/openapi.json",
            "POST /api/v1/sessions",
            "DELETE /api/v1/sessions/current",
            "GET /api/v1/whoami",
            "PUT /api/v1/whoami/password",
            "GET /api/v1/users",
            "POST /api/v1/users",
            "PUT /api/v1/users/{user}",
            "PUT /api/v1/users/{user}/password",
            "DELETE /api/v1/users/{user}",
            "GET /api/v1/tokens",
            "POST /api/v1/tokens",
            "DELETE /api/v1/tokens/{id}",
            "GET /api/v1/network/level",
            "POST /api/v1/network/level",
            "GET /api/v1/network/timeouts",
            "PUT /api/v1/network/timeouts",
            "GET /api/v1/network/tickets",
            "POST /api/v1/network/tickets",
            "DELETE /api/v1/network/tickets/{ticket}",
            "POST /api/v1/network/join",
            "PUT /api/v1/memberships/{membership}",
            "DELETE /api/v1/nodes/{node}",
            "POST /api/v1/nodes/{node}/replacement",
            "POST /api/v1/nodes/{node}/leave",
            "PUT /api/v1/nodes/{node}/addresses",
            "POST /api/v1/zones",
            "DELETE /api/v1/zones/{zone}");

    @Test
    void describes_every_route_with_its_problems() throws Exception {
        JsonNode api = JSON.readTree(send(request("/api/v1/openapi.json")).body());
        List<String> routes = new ArrayList<>();
        api.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    routes.add(operation.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey());
                    JsonNode problem = operation
                            .getValue()
                            .path("responses")
                            .path("default")
                            .path("content");
                    assertThat(problem.path("application/problem+json")
                                    .path("schema")
                                    .path("$ref")
                                    .asText())
                            .isEqualTo("#/components/schemas/Problem");
                    assertThat(operation.getValue().path("summary").asText()).isNotBlank();
                }));
        assertThat(routes).containsExactlyInAnyOrderElementsOf(ROUTES);
    }

    @Test
    void describes_ids_units_and_words_as_they_stand_in_json() throws Exception {
        JsonNode api = JSON.readTree(send(request("/api/v1/openapi.json")).body());
        JsonNode schemas = api.path("components").path("schemas");
        assertThat(schemas.path("RuleSpec").path("properties").path("conflict").path("enum"))
                .hasSize(2);
        assertThat(schemas.path("RuleSpec")
                        .path("properties")
                        .path("hold")
                        .path("type")
                        .asText())
                .isEqualTo("string");
        assertThat(schemas.path("RuleSpec")
                        .path("properties")
                        .path("initial")
                        .path("type")
                        .asText())
                .isEqualTo("string");
        assertThat(schemas.path("LagView")
                        .path("properties")
                        .path("bytes")
                        .path("type")
                        .asText())
                .isEqualTo("integer");
        assertThat(schemas.path("ZoneView")
                        .path("properties")
                        .path("name")
                        .path("type")
                        .asText())
                .isEqualTo("string");
    }
}
