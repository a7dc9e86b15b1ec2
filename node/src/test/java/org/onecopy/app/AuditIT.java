package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.model.UserName;
import org.onecopy.model.api.UserSpec;
import org.onecopy.model.audit.AuditAct;
import org.onecopy.model.audit.AuditEntry;
import org.onecopy.model.client.AdminClient;
import org.onecopy.model.client.AuditClient;
import org.onecopy.model.client.ProblemResponseException;

/** Two real node processes: what is done at one stands in the audit of both, also where it was killed in the middle. */
class AuditIT {
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    Path temp;

    private NodeProcesses network;

    @BeforeEach
    void begin() throws IOException {
        Map<String, String> zones = new LinkedHashMap<>();
        zones.put("oslo-1", "oslo");
        zones.put("lyon-1", "lyon");
        network = NodeProcesses.start(temp.resolve("network"), zones);
        zones.keySet()
                .forEach(node -> await().atMost(Duration.ofMinutes(2))
                        .ignoreExceptions()
                        .until(() -> network.ask(node, AdminClient::ready)));
    }

    @AfterEach
    void end() {
        network.close();
    }

    private void addUser(String name) {
        var _ = network.ask(
                "oslo-1", client -> client.people().addUser(new UserSpec(new UserName(name), PASSWORD, List.of())));
    }

    private List<AuditEntry> entries(String node, boolean denied, String about) {
        return network.ask(
                        node, client -> client.audit().list(new AuditClient.Question(denied, null, null, about, 100)))
                .items();
    }

    private void awaitOutcome(String node, String about, String outcome) {
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(entries(node, false, about))
                        .singleElement()
                        .satisfies(entry -> {
                            assertThat(entry.act().outcome()).isEqualTo(outcome);
                            assertThat(entry.act().node()).hasToString("oslo-1");
                            assertThat(entry.act().who()).isEqualTo("admin (tokens file)");
                        }));
    }

    @Test
    void an_act_stands_in_the_audit_of_all_nodes_although_its_node_was_killed_in_the_middle() throws Exception {
        // Both are there, and one leads.
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(() -> network.ask("oslo-1", AdminClient::nodes).size() == 2);
        addUser("ada");
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(() -> !entries("lyon-1", false, "user:ada").isEmpty());
        Path foreign = Files.writeString(temp.resolve("foreign.token"), "onecopy_foreign\n");
        assertThatThrownBy(() -> network.askAs(foreign, "lyon-1", AdminClient::rules))
                .isInstanceOf(ProblemResponseException.class);
        assertThat(entries("lyon-1", true, null)).singleElement().satisfies(entry -> {
            assertThat(entry.act().operation()).isEqualTo("rules");
            assertThat(entry.act().outcome()).isEqualTo("unauthenticated");
        });
        assertThat(entries("oslo-1", true, null)).isEmpty();

        network.kill("lyon-1");
        Thread asking = Thread.ofVirtual().start(() -> assertThatThrownBy(() -> addUser("bob")));
        Path notes = network.home("oslo-1").resolve("data/audit/open");
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(5))
                .ignoreExceptions()
                .until(() -> noted(notes, "user:bob"));
        network.kill("oslo-1");
        asking.join();
        network.launch("oslo-1");
        network.launch("lyon-1");
        awaitOutcome("lyon-1", "user:bob", AuditAct.UNKNOWN);
        awaitOutcome("oslo-1", "user:bob", AuditAct.UNKNOWN);
        assertThat(entries("lyon-1", true, null)).hasSize(1);
        await().until(() -> !noted(notes, ""));

        Process verify = network.cli("lyon-1", List.of("audit", "verify"));
        String said = new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(verify.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(said).contains("network", "denied/lyon-1", "whole");
        assertThat(verify.exitValue()).isZero();
    }

    /** Whether an act about something is noted. */
    private static boolean noted(Path notes, String about) throws IOException {
        try (Stream<Path> files = Files.list(notes)) {
            for (Path file :
                    files.filter(note -> !note.toString().endsWith(".new")).toList()) {
                if (Files.exists(file) && Files.readString(file).contains(about)) {
                    return true;
                }
            }
        }
        return false;
    }
}
