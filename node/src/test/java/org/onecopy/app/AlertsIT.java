package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.model.api.AlertTrial;
import org.onecopy.model.api.AlertView;
import org.onecopy.model.client.AdminClient;

/** Three real node processes and a real webhook: one node dies and comes back. */
final class AlertsIT {
    private static final String LAG = "lag:shared:kyoto";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path temp;

    private final List<JsonNode> messages = new CopyOnWriteArrayList<>();
    private final Server hook = new Server();
    private NodeProcesses network;

    @BeforeEach
    void begin() throws Exception {
        ServerConnector connector = new ServerConnector(hook, 1, 1);
        connector.setHost("127.0.0.1");
        hook.addConnector(connector);
        hook.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                messages.add(JSON.readTree(Content.Source.asString(request, StandardCharsets.UTF_8)));
                response.setStatus(204);
                callback.succeeded();
                return true;
            }
        });
        hook.start();
        Map<String, String> zones = new LinkedHashMap<>();
        zones.put("oslo-1", "oslo");
        zones.put("lyon-1", "lyon");
        zones.put("kyoto-1", "kyoto");
        network =
                NodeProcesses.start(temp.resolve("network"), zones, Map.of(), """
                alerts:
                  every: 1s
                  lag: {begin: 20s, end: 10s, hold: 1s}
                  quorumMargin: {hold: 1s}
                  dataDisk: {severity: off}
                  webhooks:
                    - {name: chat, url: 'http://127.0.0.1:%d/', allow: 127.0.0.1}
                """.formatted(connector.getLocalPort()));
        network.makeRule();
    }

    @AfterEach
    void end() throws Exception {
        network.close();
        hook.stop();
    }

    private List<String> told(String alert) {
        return messages.stream()
                .filter(message -> message.path("alert").asText().equals(alert))
                .map(message -> message.path("kind").asText())
                .toList();
    }

    private List<String> active(String node) {
        return network.ask(node, AdminClient::alerts).stream()
                .map(AlertView::id)
                .toList();
    }

    @Test
    @Tag("full") // twenty seconds of lag on the way to the alert, because a busy machine shows five without a reason
    void one_node_tells_once_that_another_is_lost_and_once_that_it_is_back() throws Exception {
        List<AlertTrial> trials = network.ask("oslo-1", client -> client.testAlerts("chat"));
        assertThat(trials).extracting(AlertTrial::answer).containsExactly("HTTP status 204");
        await().atMost(Duration.ofMinutes(1)).until(() -> !active("oslo-1").contains(LAG));
        int before = told(LAG).size();
        network.kill("kyoto-1");
        await().atMost(Duration.ofMinutes(2))
                .until(() -> told(LAG).size() > before
                        && told("quorum-margin:registry").contains("began"));
        for (String node : List.of("oslo-1", "lyon-1")) {
            await().atMost(Duration.ofMinutes(1)).until(() -> active(node).contains(LAG));
        }
        network.launch("kyoto-1");
        await().atMost(Duration.ofMinutes(2))
                .until(() -> told(LAG).size() >= before + 2
                        && told("quorum-margin:registry").contains("ended"));
        assertThat(told(LAG).subList(before, before + 2)).containsExactly("began", "ended");
        await().atMost(Duration.ofMinutes(1)).until(() -> !active("oslo-1").contains(LAG));
    }
}
