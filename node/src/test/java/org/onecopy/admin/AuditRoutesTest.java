package org.onecopy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.admin.AuditService.Query;
import org.onecopy.admin.http.RouteRoles;
import org.onecopy.core.audit.AuditTables;
import org.onecopy.model.ApiJson;
import org.onecopy.model.Grant;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.Role;
import org.onecopy.model.RuleName;
import org.onecopy.model.UserName;
import org.onecopy.model.api.TokenSpec;
import org.onecopy.model.audit.AuditAct;
import org.onecopy.model.audit.AuditEntry;
import org.onecopy.model.audit.AuditKind;

/** Everything that is asked at the admin API and changes something, or is not let, stands in the audit; and no secret does. */
final class AuditRoutesTest {
    private static final Query LAST = new Query(null, null, null, null, 1000);
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    Path directory;

    private AdminFixture fixture;
    private HttpClient http;

    @BeforeEach
    void start() {
        fixture = new AdminFixture(directory);
        http = HttpClient.newBuilder()
                .sslContext(fixture.clientTls())
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    @AfterEach
    void stop() {
        http.shutdownNow();
        fixture.close();
    }

    private HttpResponse<String> send(String method, String address, String token, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(fixture.url() + address))
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> route(String route, String token) throws Exception {
        String address = route.substring(route.indexOf(' ') + 1)
                .replace("{rule}", "demo")
                .replace("{zone}", "oslo")
                .replace("{plan}", "0a1b2c3d")
                .replace("{user}", "ada")
                .replace("{ticket}", new UUID(1, 1).toString())
                .replace("{node}", "lyon-1")
                .replace("{check}", "40.1")
                .replace("{schedule}", "39.1")
                .replace("{repair}", "41.1")
                .replace("{limit}", "wan")
                .replace("{item}", "at-0000000000140001")
                .replace("{membership}", new UUID(0, 2).toString())
                .replace("{id}", "7-1");
        return send(route.substring(0, route.indexOf(' ')), address, token, RouteAccessTest.BODIES.get(route));
    }

    private List<AuditAct> agreed() {
        return fixture.audit.agreed(LAST).items().stream().map(AuditEntry::act).toList();
    }

    private List<AuditAct> denied() {
        return fixture.audit.denied(LAST).items().stream().map(AuditEntry::act).toList();
    }

    private String bearing(Grant... grants) {
        return fixture.people
                .createToken(new TokenSpec(new UserName("probe"), null, List.of(grants), Duration.ofDays(999)))
                .secret();
    }

    @Test
    void every_route_that_changes_something_makes_one_entry() throws Exception {
        for (String route : new TreeSet<>(RouteRoles.all().keySet())) {
            int before = agreed().size();
            int deniedBefore = denied().size();
            int status = route.endsWith("/stream")
                    ? 0
                    : route(route, AdminFixture.TOKEN).statusCode();
            if (route.startsWith("GET ")) {
                assertThat(agreed()).as(route).hasSize(before);
                continue;
            }
            boolean open = route.equals("POST /api/v1/sessions") || route.equals("POST /api/v1/network/join");
            List<AuditAct> acts = open ? denied() : agreed();
            assertThat(acts).as(route).hasSize((open ? deniedBefore : before) + 1);
            AuditAct act = acts.getLast();
            assertThat(act.route()).isEqualTo(route);
            assertThat(act.operation()).isNotEmpty();
            assertThat(act.who()).isEqualTo(open ? null : "admin (tokens file)");
            assertThat(act.from()).isEqualTo("127.0.0.1");
            assertThat(act.outcome().equals(AuditAct.DONE)).as(route + act).isEqualTo(status < 300);
            assertThat(act.kind())
                    .as(route + act)
                    .isEqualTo(
                            open
                                    ? AuditKind.DENIED
                                    : status < 300 || status == 500 ? AuditKind.ACT : AuditKind.REFUSED);
        }
        assertThat(directory.resolve("audit/open")).isEmptyDirectory();
    }

    @Test
    void every_route_makes_an_entry_of_this_node_for_who_is_not_let() throws Exception {
        String roleless = bearing();
        long before = fixture.registry.count();
        int expected = 0;
        for (String route : RouteRoles.all().keySet()) {
            if (RouteRoles.all().get(route) instanceof RouteRoles.Need.Nothing) {
                continue;
            }
            fixture.clock.pass(Duration.ofMinutes(1));
            assertThat(route(route, null).statusCode()).isEqualTo(401);
            expected++;
            assertThat(denied()).as(route).hasSize(expected);
            AuditAct unknown = denied().getLast();
            assertThat(unknown.route()).isEqualTo(route);
            assertThat(unknown.who()).isNull();
            assertThat(unknown.outcome()).isEqualTo("unauthenticated");
            if (!(RouteRoles.all().get(route) instanceof RouteRoles.Need.Token)) {
                assertThat(route(route, roleless).statusCode()).isEqualTo(403);
                expected++;
                AuditAct roles = denied().getLast();
                assertThat(roles.route()).isEqualTo(route);
                assertThat(roles.who()).isEqualTo("token probe");
                assertThat(roles.outcome()).isEqualTo("forbidden");
                assertThat(roles.kind()).isEqualTo(AuditKind.DENIED);
            }
        }
        assertThat(denied()).hasSize(expected);
        assertThat(fixture.registry.count())
                .as("what is denied costs the other nodes nothing")
                .isEqualTo(before);
    }

    @Test
    void says_what_acts_were_about_and_never_a_secret() throws Exception {
        assertThat(send("POST", "/api/v1/users", AdminFixture.TOKEN, """
                {"name":"ada","password":"%s","roles":["security-admin","operator:photos"]}""".formatted(PASSWORD))
                        .statusCode())
                .isEqualTo(201);
        assertThat(agreed().getLast().about())
                .containsExactly("user:ada", "role:security-admin", "role:operator:photos");
        HttpResponse<String> session =
                send("POST", "/api/v1/sessions", null, "{\"user\":\"ada\",\"password\":\"" + PASSWORD + "\"}");
        AuditAct login = agreed().getLast();
        assertThat(login.operation()).isEqualTo("login");
        assertThat(login.who()).isEqualTo("ada");
        String secret =
                ApiJson.lenient().readTree(session.body()).path("secret").asText();
        String id = ApiJson.lenient()
                .readTree(session.body())
                .path("token")
                .path("id")
                .asText();
        assertThat(login.about()).containsExactly("user:ada", "token:" + id);
        send("PUT", "/api/v1/users/ada", secret, "{\"roles\":[\"viewer\"],\"disabled\":false}");
        assertThat(agreed().getLast()).satisfies(edit -> {
            assertThat(edit.who()).isEqualTo("ada");
            assertThat(edit.about()).containsExactly("user:ada", "role:viewer", "disabled:false");
        });
        send("PUT", "/api/v1/users/ada", secret, "{\"roles\":[\"security-admin\"]}");
        assertThat(denied().getLast()).satisfies(edit -> {
            assertThat(edit.who()).isEqualTo("ada");
            assertThat(edit.about()).contains("user:ada");
        });
        String made = bearing(new Grant(Role.RULE_ADMIN, List.of(new RuleName("demo"))));
        send("DELETE", "/api/v1/tokens/" + made, AdminFixture.TOKEN, null);
        assertThat(agreed().getLast().about()).containsExactly("token:?");
        send("POST", "/api/v1/sessions", null, "{\"user\":\"my-secret-password\",\"password\":\"" + PASSWORD + "\"}");
        assertThat(denied().getLast().about()).containsExactly("user:?");
        send("POST", "/api/v1/sessions", null, "{\"user\":\"ada\",\"password\":\"my-secret-password\"}");
        assertThat(denied().getLast().about()).containsExactly("user:ada");
        send("GET", "/api/v1/nothing/my-secret-password", null, null);
        send("GET", "/api/v1/users?token=my-secret-password", null, null);
        send("POST", "/api/v1/rules?name=my-secret-password", AdminFixture.TOKEN, "{}");
        send("POST", "/api/v1/rules", AdminFixture.TOKEN, "{\"name\":\"my-secret-password\"");
        send("DELETE", "/api/v1/rules/demo?force=true", AdminFixture.TOKEN, null);
        assertThat(agreed().getLast().about()).containsExactly("rule:demo", "force:true");
        send("PUT", "/api/v1/users/ada/password", AdminFixture.TOKEN, "{\"password\":\"my-secret-password\"}");
        assertThat(agreed().getLast().about()).containsExactly("user:ada");
        assertThat(everythingWritten())
                .contains("user:ada")
                .doesNotContain(PASSWORD, secret, made, AdminFixture.TOKEN, "my-secret-password");
    }

    private String everythingWritten() throws IOException {
        StringBuilder all = new StringBuilder(fixture.audit.agreed(LAST).items().toString());
        try (Stream<Path> files = Files.walk(directory.resolve("audit"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    @Test
    void an_act_is_answered_although_its_entry_must_wait() throws Exception {
        fixture.registry.refuse(ProblemCode.NO_QUORUM);
        assertThat(route("POST /api/v1/parked/{id}/retry", AdminFixture.TOKEN).statusCode())
                .isEqualTo(204);
        assertThat(route("DELETE /api/v1/users/{user}", AdminFixture.TOKEN).statusCode())
                .isEqualTo(503);
        assertThat(agreed()).isEmpty();
        fixture.registry.refuse(null);
        fixture.audit.start();
        org.awaitility.Awaitility.await()
                .untilAsserted(
                        () -> assertThat(agreed()).extracting(AuditAct::outcome).containsExactly("done", "no-quorum"));
    }

    @Test
    void shows_entries_page_by_page_and_how_far_the_chains_have_come() throws Exception {
        for (int i = 0; i < 3; i++) {
            route("POST /api/v1/parked/{id}/retry", AdminFixture.TOKEN);
        }
        route("GET /api/v1/users", null);
        HttpResponse<String> page = send("GET", "/api/v1/audit?after=1&limit=1", AdminFixture.TOKEN, null);
        assertThat(page.headers().firstValue("X-Total-Count")).hasValue("2");
        assertThat(ApiJson.strict().readerForListOf(AuditEntry.class).<List<AuditEntry>>readValue(page.body()))
                .containsExactly(fixture.registry.<AuditEntry>read(view -> view.get(AuditTables.ENTRIES, 2L)));
        assertThat(send("GET", "/api/v1/audit?since=yesterday", AdminFixture.TOKEN, null)
                        .statusCode())
                .isEqualTo(400);
        assertThat(send("GET", "/api/v1/audit/heads", AdminFixture.TOKEN, null).body())
                .contains("\"chain\":\"network\",\"sequence\":3", "\"chain\":\"denied/oslo-1\",\"sequence\":1");
    }
}
