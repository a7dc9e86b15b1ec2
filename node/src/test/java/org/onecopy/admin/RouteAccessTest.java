package org.onecopy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.admin.http.RouteRoles;
import org.onecopy.admin.http.RouteRoles.Need;
import org.onecopy.model.Grant;
import org.onecopy.model.Role;
import org.onecopy.model.RuleName;
import org.onecopy.model.UserName;
import org.onecopy.model.api.EventView;
import org.onecopy.model.api.TokenMade;
import org.onecopy.model.api.TokenSpec;
import org.onecopy.model.api.UserSpec;

/** Every route of the description, asked by who may not; and what a role opens. */
final class RouteAccessTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final UserName ADA = new UserName("ada");
    private static final String RULE = "{\"name\":\"%s\",\"zones\":{\"oslo\":\"/a\",\"lyon\":\"/b\"}%s}";

    private static final String JOIN = """
            {"ticket":"%s","secret":"guessed","node":"eve-1","zone":"oslo","storageType":"local",
             "addresses":{"agreement":"h:1","content":"h:2","admin":"h:3"},"certificateRequest":"x","wallMillis":1}
            """.formatted(new UUID(1, 1));

    /** Bodies that would do something, so that a refusal is not for the body's sake. */
    static final Map<String, String> BODIES = Map.ofEntries(
            Map.entry("POST /api/v1/rules", RULE.formatted("new", "")),
            Map.entry("PUT /api/v1/rules/{rule}", RULE.formatted("demo", ",\"revision\":1")),
            Map.entry("POST /api/v1/users", "{\"name\":\"eve\",\"password\":\"correct horse battery\"}"),
            Map.entry("PUT /api/v1/users/{user}", "{\"roles\":[\"security-admin\"]}"),
            Map.entry("PUT /api/v1/users/{user}/password", "{\"password\":\"correct horse battery\"}"),
            Map.entry("PUT /api/v1/whoami/password", "{\"password\":\"correct horse battery\",\"current\":\"x\"}"),
            Map.entry("POST /api/v1/tokens", "{\"name\":\"eve\",\"roles\":[\"security-admin\"]}"),
            Map.entry("POST /api/v1/network/level", "{\"level\":2}"),
            Map.entry("PUT /api/v1/network/timeouts", "{\"profile\":\"wan\"}"),
            Map.entry("POST /api/v1/network/tickets", "{\"zone\":\"oslo\"}"),
            Map.entry("POST /api/v1/network/join", JOIN),
            Map.entry("POST /api/v1/zones", "{\"zone\":\"kyoto\",\"storage\":\"local\"}"),
            Map.entry("POST /api/v1/nodes/{node}/replacement", "{\"by\":\"lyon-2\"}"),
            Map.entry("PUT /api/v1/nodes/{node}/addresses", "{\"admin\":\"127.0.0.1:8082\"}"),
            Map.entry("POST /api/v1/rules/{rule}/check-schedules", "{\"every\":\"7d\"}"),
            Map.entry("POST /api/v1/rules/{rule}/checks", "{\"depth\":\"digest\"}"),
            Map.entry("POST /api/v1/rules/{rule}/repairs", "{\"source\":\"agreed\"}"),
            Map.entry("PUT /api/v1/bandwidth/{limit}", "{\"rate\":1048576}"),
            Map.entry("POST /api/v1/rules/{rule}/fences", "{\"zone\":\"oslo\"}"),
            Map.entry("POST /api/v1/rules/{rule}/content", "{\"path\":\"a\",\"offset\":0}"),
            Map.entry("POST /api/v1/rules/{rule}/migration", "{\"priority\":7}"),
            Map.entry("PUT /api/v1/rules/{rule}/migration", "{\"state\":\"paused\"}"),
            Map.entry(
                    "POST /api/v1/migrations",
                    "{\"rule\":{\"name\":\"demo\",\"zones\":{\"oslo\":\"/a\",\"lyon\":\"/b\"}}}"),
            Map.entry("POST /api/v1/migrations/plans", "{\"zones\":{\"oslo\":\"/a\",\"lyon\":\"/b\"}}"),
            Map.entry("POST /api/v1/rules/{rule}/undo", "{\"toIndex\":40}"),
            Map.entry("POST /api/v1/rules/{rule}/trash/{item}/restore", "{}"),
            Map.entry("POST /api/v1/rules/{rule}/trash/empty", "{\"until\":\"2026-11-20T12:00:00Z\",\"plan\":false}"),
            Map.entry("POST /api/v1/rules/{rule}/conflict/resolve", "{\"path\":\"a\",\"keep\":\"copy\"}"),
            Map.entry("POST /api/v1/sessions", "{\"user\":\"eve\",\"password\":\"correct horse battery\"}"));

    @TempDir
    static Path directory;

    private static AdminFixture fixture;
    private static HttpClient http;
    private static Map<String, String> routes;
    private static String tokenId;

    @BeforeAll
    static void start() throws Exception {
        fixture = new AdminFixture(directory);
        http = HttpClient.newBuilder()
                .sslContext(fixture.clientTls())
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        fixture.people.addUser(new UserSpec(ADA, "correct horse battery", List.of(new Grant(Role.VIEWER))));
        tokenId = token(Duration.ofDays(9)).token().id();
        routes = describedRoutes();
    }

    @AfterAll
    static void stop() {
        http.shutdownNow();
        fixture.close();
    }

    private static TokenMade token(Duration lifetime, Grant... grants) {
        return fixture.people.createToken(new TokenSpec(new UserName("probe"), null, List.of(grants), lifetime));
    }

    private static String bearing(Grant... grants) {
        return token(Duration.ofDays(9), grants).secret();
    }

    private static Grant in(Role role, String... rules) {
        return new Grant(role, List.of(rules).stream().map(RuleName::new).toList());
    }

    /** From {@code METHOD /address/{part}} to the address with its parts filled in. */
    private static Map<String, String> describedRoutes() throws Exception {
        JsonNode api = JSON.readTree(send("GET /api/v1/openapi.json", "/api/v1/openapi.json", AdminFixture.TOKEN)
                .body());
        Map<String, String> found = new TreeMap<>();
        api.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> found.put(
                                operation.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey(),
                                path.getKey()
                                        .replace("{rule}", "demo")
                                        .replace("{zone}", "oslo")
                                        .replace("{plan}", "0a1b2c3d")
                                        .replace("{user}", "ada")
                                        .replace("{ticket}", new UUID(1, 1).toString())
                                        .replace("{node}", "lyon-1")
                                        .replace("{membership}", new UUID(0, 2).toString())
                                        .replace("{check}", "40.1")
                                        .replace("{schedule}", "39.1")
                                        .replace("{repair}", "41.1")
                                        .replace("{limit}", "wan")
                                        .replace("{item}", "at-0000000000140001")
                                        .replace("/tokens/{id}", "/tokens/" + tokenId)
                                        .replace("{id}", "7-1"))));
        return found;
    }

    private static HttpResponse<String> send(String route, String address, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(fixture.url() + address))
                .header("Content-Type", "application/json")
                .method(
                        route.substring(0, route.indexOf(' ')),
                        BODIES.containsKey(route)
                                ? BodyPublishers.ofString(BODIES.get(route))
                                : BodyPublishers.noBody());
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonNode problem(String route, HttpResponse<String> answer, int status, String code)
            throws Exception {
        assertThat(answer.statusCode()).as(route + ": " + answer.body()).isEqualTo(status);
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.path("code").asText()).as(route).isEqualTo(code);
        return problem;
    }

    /** Everything that a route could have changed. */
    private static List<Object> state() {
        return List.of(
                fixture.node.rules(),
                List.copyOf(fixture.node.retried()),
                fixture.registry.people(),
                fixture.registry.count(),
                fixture.events.list(null, 10_000).total());
    }

    @Test
    void every_route_has_an_entry_in_the_table_and_every_entry_a_route() {
        assertThat(RouteRoles.all().keySet()).isEqualTo(routes.keySet());
        for (Class<?> routes : AdminServer.ROUTES) {
            assertThat(RouteRoles.unlisted(routes)).isEmpty();
        }
    }

    @Test
    void the_manual_shows_the_table() throws Exception {
        Path manual = Path.of(System.getProperty("onecopy.root", ".."), "docs", "people.md");
        assertThat(Files.readString(manual)).contains(RouteRoles.markdown());
    }

    @Test
    void only_health_and_the_way_in_answer_without_a_token() throws Exception {
        assertThat(RouteRoles.all().entrySet().stream()
                        .filter(entry -> entry.getValue() instanceof Need.Nothing)
                        .map(Map.Entry::getKey))
                .containsExactlyInAnyOrder(
                        "GET /health/live", "GET /health/ready", "POST /api/v1/sessions", "POST /api/v1/network/join");
        List<Object> before = state();
        for (Map.Entry<String, String> route : routes.entrySet()) {
            HttpResponse<String> answer = send(route.getKey(), route.getValue(), null);
            if (route.getKey().startsWith("GET /health/")) {
                assertThat(answer.statusCode()).isEqualTo(200);
            } else if (route.getKey().endsWith("/network/join")) {
                problem(route.getKey(), answer, 403, "ticket-invalid");
            } else {
                problem(route.getKey(), answer, 401, "unauthenticated");
            }
        }
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void refuses_foreign_expired_and_revoked_tokens_at_every_route() throws Exception {
        Map<String, String> wrong = new TreeMap<>();
        wrong.put("foreign", "onecopy_" + "A".repeat(43));
        wrong.put("too long", "x".repeat(2000));
        TokenMade revoked = token(Duration.ofDays(99), everything());
        fixture.people.revokeToken(revoked.token().id());
        wrong.put("revoked", revoked.secret());
        TokenMade expired = token(Duration.ofMinutes(1), everything());
        fixture.clock.pass(Duration.ofMinutes(1));
        wrong.put("expired", expired.secret());
        List<Object> before = state();
        for (Map.Entry<String, String> token : wrong.entrySet()) {
            for (Map.Entry<String, String> route : needing()) {
                HttpResponse<String> answer = send(route.getKey(), route.getValue(), token.getValue());
                problem(token.getKey() + " " + route.getKey(), answer, 401, "unauthenticated");
            }
        }
        assertThat(state()).isEqualTo(before);
    }

    private static Grant[] everything() {
        return java.util.Arrays.stream(Role.values()).map(Grant::new).toArray(Grant[]::new);
    }

    private static List<Map.Entry<String, String>> needing() {
        return routes.entrySet().stream()
                .filter(route -> !(RouteRoles.all().get(route.getKey()) instanceof Need.Nothing))
                .toList();
    }

    @Test
    void refuses_every_role_but_the_one_that_is_needed_and_says_which() throws Exception {
        List<Grant> all = new ArrayList<>(List.of(everything()));
        all.add(in(Role.OPERATOR, "other"));
        all.add(in(Role.RULE_ADMIN, "other"));
        Map<Grant, String> tokens = new java.util.HashMap<>();
        all.forEach(grant -> tokens.put(grant, bearing(grant)));
        List<Object> before = state();
        int refusals = 0;
        for (Map.Entry<String, String> route : needing()) {
            Role needed = role(RouteRoles.all().get(route.getKey()));
            for (Map.Entry<Grant, String> token : tokens.entrySet()) {
                Grant grant = token.getKey();
                if (needed != null && (grant.role() != needed || !grant.rules().isEmpty())) {
                    HttpResponse<String> answer = send(route.getKey(), route.getValue(), token.getValue());
                    JsonNode problem = problem(grant + " " + route.getKey(), answer, 403, "forbidden");
                    assertThat(problem.path("data").path("role").asText()).isEqualTo(needed.word());
                    assertThat(problem.path("detail").asText()).contains(needed.word());
                    refusals++;
                }
            }
        }
        assertThat(refusals).isGreaterThan(50);
        assertThat(state()).isEqualTo(before);
    }

    private static Role role(Need need) {
        return switch (need) {
            case Need.InNetwork in -> in.role();
            case Need.InRule in -> in.role();
            case Need.InItsRule in -> in.role();
            case Need.Nothing nothing -> null;
            case Need.Token token -> null;
            case Need.AnyRole any -> null;
        };
    }

    @Test
    void shows_nothing_but_who_asks_to_who_has_no_role() throws Exception {
        String token = bearing();
        for (Map.Entry<String, String> route : needing()) {
            if (RouteRoles.all().get(route.getKey()) instanceof Need.AnyRole) {
                problem(route.getKey(), send(route.getKey(), route.getValue(), token), 403, "forbidden");
            }
        }
        assertThat(send("GET /api/v1/whoami", "/api/v1/whoami", token).body()).contains("probe");
    }

    @Test
    void lets_the_needed_role_go_on_in_its_rules_alone_and_says_who_did_it() throws Exception {
        String demo = bearing(in(Role.OPERATOR, "demo"), in(Role.RULE_ADMIN, "new", "demo"));
        int status =
                send("POST /x", "/api/v1/rules/demo/guard/oslo/release", demo).statusCode();
        assertThat(status).isEqualTo(200);
        assertThat(send("POST /x", "/api/v1/parked/7-1/retry", demo).statusCode())
                .isEqualTo(204);
        assertThat(send("POST /api/v1/rules", "/api/v1/rules", demo).statusCode())
                .isEqualTo(201);
        problem("", send("POST /x", "/api/v1/parked/8-1/retry", demo), 403, "forbidden");
        problem("", send("POST /x", "/api/v1/rules/other/guard/oslo/release", demo), 403, "forbidden");
        problem("", send("POST /x", "/api/v1/storage/verify", demo), 403, "forbidden");
        problem("", send("DELETE /x", "/api/v1/rules/other", demo), 403, "forbidden");
        assertThat(send("DELETE /x", "/api/v1/rules/new", demo).statusCode()).isEqualTo(204);
        assertThat(fixture.events.list(null, 100).items())
                .extracting(EventView::message)
                .contains(
                        "what the guard of rule demo held in zone oslo was released by token probe",
                        "parked change 7-1 was tried again by token probe",
                        "rule new was created by token probe",
                        "rule new was removed by token probe");
    }

    @Test
    void opens_no_address_that_is_in_no_table() throws Exception {
        problem("", send("OPTIONS /x", "/api/v1/users", AdminFixture.TOKEN), 403, "forbidden");
        assertThat(send("HEAD /x", "/api/v1/users", AdminFixture.TOKEN).statusCode())
                .isEqualTo(200);
        assertThat(send("HEAD /x", "/api/v1/users", bearing(new Grant(Role.VIEWER)))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    @Timeout(60)
    void ends_a_stream_of_events_when_its_token_counts_no_more() throws Exception {
        TokenMade viewer = token(Duration.ofDays(9), new Grant(Role.VIEWER));
        HttpRequest request = HttpRequest.newBuilder(URI.create(fixture.url() + "/api/v1/events/stream"))
                .header("Authorization", "Bearer " + viewer.secret())
                .build();
        try (var lines = http.send(request, BodyHandlers.ofLines()).body()) {
            var line = lines.iterator();
            assertThat(line.next()).contains("events follow");
            fixture.people.revokeToken(viewer.token().id());
            fixture.events.append(
                    org.onecopy.admin.events.NewEvent.info("secret-happened", "what nobody else may know"));
            List<String> rest = new ArrayList<>();
            line.forEachRemaining(rest::add);
            assertThat(rest).noneMatch(text -> text.contains("secret-happened"));
        }
    }
}
