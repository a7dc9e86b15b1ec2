package org.onecopy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.admin.AdminFixture;

/** Users, tokens and sessions from the command line, against a real admin server. */
final class PeopleCommandsTest {
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    Path directory;

    private AdminFixture fixture;
    private Path network;

    @BeforeEach
    void start() throws IOException {
        fixture = new AdminFixture(directory);
        network = Files.writeString(
                directory.resolve("network.json"),
                "{\"nodes\":[{\"node\":\"oslo-1\",\"zone\":\"oslo\",\"admin\":\"" + fixture.url()
                        + "\"}],\"ca\":\"ca.pem\",\"token\":\"token\"}");
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private record Ended(int code, String out, String err) {
        Ended ok() {
            assertThat(code).as(err).isZero();
            return this;
        }

        void refused(String problem) {
            assertThat(code).as(out + err).isNotZero();
            assertThat(err).contains("onecopy: " + problem + ":");
        }

        JsonNode json() throws IOException {
            return new ObjectMapper().readTree(out);
        }
    }

    private Ended run(String... args) {
        return answering("", args);
    }

    private Ended answering(String answers, String... args) {
        return run(Map.of("ONECOPY_NETWORK", network.toString()), false, answers, args);
    }

    private Ended run(Map<String, String> variables, boolean person, String answers, String... args) {
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("XDG_STATE_HOME", directory.resolve("state").toString());
        TestTerminal terminal = new TestTerminal(environment, person, answers);
        int code = OnecopyCommand.settle(OnecopyCommand.create(terminal.terminal()), terminal.terminal())
                .execute(args);
        assertThat(terminal.out() + terminal.err()).doesNotContain(PASSWORD, "another password");
        return new Ended(code, terminal.out(), terminal.err());
    }

    private void addAda(String... roles) {
        String[] args = new String[3 + roles.length];
        args[0] = "users";
        args[1] = "add";
        args[2] = "ada";
        for (int i = 0; i < roles.length; i++) {
            args[3 + i] = "--role=" + roles[i];
        }
        answering(PASSWORD + "\n", args).ok();
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void goes_from_the_first_user_to_a_session_and_back() throws Exception {
        addAda("viewer", "operator:photos,docs");
        assertThat(run("users").ok().out).contains("ada").contains("viewer operator:docs,photos");
        Ended in = answering("ada\n" + PASSWORD + "\n", "login").ok();
        Path session = directory.resolve("token.session");
        assertThat(in.out).contains("logged in as ada", session.toString());
        assertThat(permissions(session)).isEqualTo("rw-------");
        assertThat(run("whoami", "-o", "json").ok().json().path("kind").asText())
                .isEqualTo("user");
        run("status").ok();
        Ended refused = run("rules", "remove", "demo", "--yes");
        refused.refused("forbidden");
        assertThat(refused.code).isEqualTo(ExitCode.FORBIDDEN);
        assertThat(refused.err).contains("ada may not do this", "rule-admin", "onecopy whoami");
        run("users").refused("forbidden");
        // the token that is named wins
        run("users", "--token", fixture.token.toString()).ok();
        run("logout").ok();
        assertThat(session).doesNotExist();
        assertThat(fixture.people.tokens()).isEmpty();
        assertThat(run("whoami").ok().out).contains("admin", "tokens-file");
        assertThat(run("logout").ok().out).contains("no session");
    }

    @Test
    void logs_in_at_one_node_without_any_token() throws Exception {
        addAda("viewer");
        Map<String, String> one = Map.of("ONECOPY_URL", fixture.url().toString(), "ONECOPY_CA", fixture.ca.toString());
        Ended without = run(one, false, "", "whoami");
        assertThat(without.code).isEqualTo(ExitCode.USAGE);
        assertThat(without.err).contains("onecopy login");
        run(one, true, "ada\n" + PASSWORD + "\n", "login").ok();
        assertThat(permissions(directory.resolve("state/onecopy/session-token")))
                .isEqualTo("rw-------");
        assertThat(run(one, false, "", "whoami").ok().out).contains("ada");
        Path elsewhere = directory.resolve("elsewhere");
        run(one, false, PASSWORD + "\n", "login", "--user", "ada", "--token-file", elsewhere.toString())
                .ok();
        assertThat(permissions(elsewhere)).isEqualTo("rw-------");
        run(one, false, "", "logout", "--token-file", elsewhere.toString()).ok();
        assertThat(elsewhere).doesNotExist();
        assertThat(run(one, false, "", "whoami").ok().out).contains("ada");
    }

    @Test
    void says_that_a_session_has_expired_and_still_forgets_it() {
        addAda("viewer");
        answering("ada\n" + PASSWORD + "\n", "login").ok();
        fixture.clock.pass(Duration.ofHours(8));
        Ended over = run("status");
        over.refused("unauthenticated");
        assertThat(over.err).contains("expired", "onecopy login");
        run("logout").ok();
        run("status").ok();
    }

    @Test
    void refuses_wrong_passwords_with_the_same_words_then_lets_wait() {
        addAda("viewer");
        Ended wrong = answering("ada\nnot the password\n", "login");
        Ended nobody = answering("eve\nnot the password\n", "login");
        wrong.refused("unauthenticated");
        assertThat(nobody.err).isEqualTo(wrong.err);
        assertThat(wrong.code).isEqualTo(ExitCode.FORBIDDEN);
        for (int i = 0; i < 4; i++) {
            answering("ada\nnot the password\n", "login");
        }
        Ended waits = answering("ada\n" + PASSWORD + "\n", "login");
        waits.refused("too-many-attempts");
        assertThat(waits.code).isEqualTo(ExitCode.LATER);
        assertThat(waits.err).contains("wait 30 s");
        assertThat(answering("ada\n", "login").code).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void edits_disables_and_removes_users_and_changes_passwords() throws Exception {
        addAda();
        answering(PASSWORD + "\n", "users", "add", "ada").refused("user-exists");
        answering("short\n", "users", "add", "bob").refused("bad-request");
        run(Map.of("ONECOPY_NETWORK", network.toString()), true, PASSWORD + "\nother one\n", "users", "add", "bob")
                .refused("bad-request");
        assertThat(run("users", "edit", "ada", "--role", "rule-admin:photos", "-o", "json")
                        .ok()
                        .json()
                        .path("roles")
                        .path(0)
                        .asText())
                .isEqualTo("rule-admin:photos");
        assertThat(run("users", "edit", "ada", "--role", "king").err).contains("viewer, operator");
        assertThat(run("users", "edit", "ada", "--role", "viewer:photos").err).contains("whole network");
        assertThat(run("users", "edit", "ada").code).isEqualTo(ExitCode.USAGE);
        assertThat(run("users", "edit", "ada", "--no-roles").ok().out).doesNotContain("photos");
        answering("ada\n" + PASSWORD + "\n", "login").ok();
        answering(PASSWORD + "\nanother password\n", "users", "passwd").ok();
        run("logout").ok();
        answering(
                        "ada\nanother password\n",
                        "login",
                        "--token-file",
                        directory.resolve("t").toString())
                .ok();
        answering(PASSWORD + "\n", "users", "passwd", "ada").ok();
        run("users", "edit", "ada", "--disable").ok();
        answering("ada\n" + PASSWORD + "\n", "login").refused("unauthenticated");
        run("users", "edit", "ada", "--enable").ok();
        run("users", "remove", "ada").ok();
        run("users", "remove", "ada").refused("user-unknown");
        assertThat(run("users", "list").ok().out).contains("no users");
    }

    @Test
    void creates_a_token_that_works_until_it_is_revoked() throws Exception {
        Path secret = directory.resolve("backup.token");
        Ended made = run("tokens", "create", "backup", "--role", "viewer", "--out", secret.toString())
                .ok();
        assertThat(permissions(secret)).isEqualTo("rw-------");
        assertThat(made.out).doesNotContain(Files.readString(secret).strip());
        assertThat(run("whoami", "--token", secret.toString()).ok().out).contains("backup", "token", "viewer");
        String id = run("tokens", "-o", "json").ok().json().path(0).path("id").asText();
        run("tokens", "revoke", id).ok();
        assertThat(run("tokens").ok().out).contains("revoked");
        run("status", "--token", secret.toString()).refused("unauthenticated");
        run("tokens", "revoke", "123").refused("token-unknown");
        assertThat(run("tokens", "revoke", "../users").code).isEqualTo(ExitCode.USAGE);
        assertThat(run("tokens", "create", "x", "--lifetime", "1s").code).isEqualTo(ExitCode.USAGE);
        assertThat(run("tokens", "create", "x", "-o", "json")
                        .ok()
                        .json()
                        .path("secret")
                        .asText())
                .startsWith("onecopy_");
        run("tokens", "create", "x", "--owner", "nobody").refused("user-unknown");
    }
}
