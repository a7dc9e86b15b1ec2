package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.model.Grant;
import org.onecopy.model.Role;
import org.onecopy.model.RuleName;
import org.onecopy.model.UserName;
import org.onecopy.model.api.LoginSpec;
import org.onecopy.model.api.PasswordSpec;
import org.onecopy.model.api.UserSpec;
import org.onecopy.model.client.AdminClient;
import org.onecopy.model.client.ProblemResponseException;

/** Three real node processes: who is let in at one of them is known at all, and no more once that ends. */
class PeopleIT {
    private static final UserName ADA = new UserName("ada");
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    Path temp;

    private NodeProcesses network;

    @BeforeEach
    void begin() throws IOException {
        Map<String, String> zones = new LinkedHashMap<>();
        zones.put("oslo-1", "oslo");
        zones.put("lyon-1", "lyon");
        zones.put("kyoto-1", "kyoto");
        network = NodeProcesses.start(temp.resolve("network"), zones);
        zones.keySet().forEach(this::awaitReady);
    }

    @AfterEach
    void end() {
        network.close();
    }

    private void awaitReady(String node) {
        await().atMost(Duration.ofMinutes(2)).ignoreExceptions().until(() -> network.ask(node, AdminClient::ready));
    }

    @Test
    void a_session_counts_at_every_node_until_it_ends_at_all() throws Exception {
        network.ask(
                "oslo-1",
                client -> client.people().addUser(new UserSpec(ADA, PASSWORD, List.of(new Grant(Role.VIEWER)))));
        Path session = temp.resolve("session");
        LoginSpec right = new LoginSpec("ada", PASSWORD);
        await().atMost(Duration.ofSeconds(10))
                .ignoreExceptions()
                .untilAsserted(() -> Files.writeString(
                        session,
                        network.askAs(null, "lyon-1", client -> client.people().login(right))
                                .secret()));
        await().atMost(Duration.ofSeconds(10)).ignoreExceptions().until(() -> isAda(session, "kyoto-1"));
        refused(
                "forbidden",
                () -> network.askAs(session, "kyoto-1", client -> {
                    client.removeRule(new RuleName("any"));
                    return null;
                }));
        network.ask("oslo-1", client -> {
            client.people().setPassword(ADA, new PasswordSpec("quite another password", null));
            return null;
        });
        for (String node : List.of("oslo-1", "lyon-1", "kyoto-1")) {
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> refused("unauthenticated", () -> isAda(session, node)));
        }
        refused(
                "unauthenticated",
                () -> network.askAs(null, "lyon-1", client -> client.people().login(right)));
    }

    private boolean isAda(Path session, String node) {
        return network.askAs(session, node, client -> client.people().whoami())
                .name()
                .equals("ada");
    }

    private static void refused(String code, ThrowingCallable asked) {
        assertThatThrownBy(asked)
                .isInstanceOfSatisfying(
                        ProblemResponseException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(code));
    }
}
