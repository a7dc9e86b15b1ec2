package org.onecopy.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.admin.events.EventLog;
import org.onecopy.admin.metrics.Metrics;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.model.client.AdminClient;
import org.onecopy.model.client.UnreachableException;
import org.onecopy.problem.ProblemException;

/** How the admin server starts and stops. */
final class AdminServerTest {
    @TempDir
    Path directory;

    @Test
    void says_which_port_is_taken() throws Exception {
        try (AdminFixture fixture = new AdminFixture(directory);
                EventLog events = EventLog.open(directory.resolve("other"), new NodeId("a"), Clock.systemUTC());
                Metrics metrics = new Metrics()) {
            int port = fixture.server.port();
            assertThatThrownBy(() -> AdminServer.start(
                            "127.0.0.1",
                            port,
                            TestAuthority.create("x").server(),
                            fixture.people,
                            new FakeNode(),
                            new FakeAlerts(),
                            fixture.audit,
                            events,
                            metrics))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.code()).isEqualTo(ProblemCode.ADDRESS_IN_USE))
                    .hasMessageContaining("127.0.0.1:" + port);
        }
    }

    @Test
    void stops_although_a_request_does_not_end() {
        CountDownLatch never = new CountDownLatch(1);
        AdminFixture fixture = new AdminFixture(directory);
        fixture.node.holdCreates(never);
        AdminClient client = fixture.client();
        RuleSpec spec = new RuleSpec(
                new RuleName("x"),
                Map.of(new ZoneName("a"), "/a", new ZoneName("b"), "/b"),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        Thread caller = Thread.ofPlatform().start(() -> {
            assertThatThrownBy(() -> client.createRule(spec)).isInstanceOf(UnreachableException.class);
        });
        await().until(() -> fixture.node.isHeld());
        Thread closer = Thread.ofPlatform().daemon().start(fixture::close);
        await().atMost(Duration.ofSeconds(10)).until(() -> !closer.isAlive());
        client.close();
        await().until(() -> !caller.isAlive());
        never.countDown();
    }

    @Test
    void refuses_a_tokens_file_that_lets_nobody_in_or_is_wrong() throws Exception {
        Path file = directory.resolve("tokens");
        assertThatThrownBy(() -> AccessTokens.read(file)).hasMessageContaining("cannot read the tokens file");
        Files.writeString(file, "# nobody\n");
        assertThatThrownBy(() -> AccessTokens.read(file)).hasMessageContaining("names nobody");
        Files.writeString(file, AccessTokens.line("admin", "t") + "\nroot secret\n");
        assertThatThrownBy(() -> AccessTokens.read(file)).hasMessageContaining(file + ":2: expected a name");
        Files.writeString(file, AccessTokens.line("admin", "t") + "\n" + AccessTokens.line("viewer", "u") + "\n");
        assertThat(AccessTokens.read(file).nameOf("u")).contains("viewer");
        assertThat(AccessTokens.read(file).nameOf("v")).isEmpty();
    }
}
