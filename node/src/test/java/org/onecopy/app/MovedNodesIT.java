package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onecopy.app.config.NetworkFolder;
import org.onecopy.model.NodeId;
import org.onecopy.model.api.Addresses;
import org.onecopy.model.api.NodeView;
import org.onecopy.model.client.AdminClient;

/** Nodes that come back at other addresses; real processes. */
@Tag("full")
class MovedNodesIT extends TicketNetwork {
    @Test
    void all_nodes_move_one_after_the_other_and_all_zones_become_equal() throws Exception {
        configure("oslo", 0, "");
        succeed("network", "create", "--config", config("oslo"));
        start("oslo");
        bringIn("lyon", 1);
        bringIn("kyoto", 2);
        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> voters("oslo"), Set.of("oslo-1", "lyon-1", "kyoto-1")::equals);
        makeRule("oslo", "lyon", "kyoto");
        Files.writeString(zone("oslo").resolve("before"), "b");
        awaitFile("kyoto", "before");

        refusals();
        moves("lyon", 3, "127.0.0.2");
        assertThat(hosts("lyon"))
                .as("its certificate was made for the new host")
                .contains("127.0.0.2");
        moves("oslo", 4, "127.0.0.1");
        moves("kyoto", 1, "127.0.0.1"); // where lyon was
        allAreEqual();
    }

    @Test
    void one_of_two_nodes_moves_and_another_one_that_finds_nobody_is_found_by_a_command() throws Exception {
        configure("oslo", 0, "");
        succeed("network", "create", "--config", config("oslo"));
        start("oslo");
        bringIn("lyon", 1);
        await().atMost(SOON).ignoreExceptions().until(() -> voters("oslo"), Set.of("oslo-1", "lyon-1")::equals);
        makeRule("oslo", "lyon");
        moves("lyon", 2, "127.0.0.1");

        kill("lyon");
        kill("oslo");
        configure("lyon", 3, "");
        configure("oslo", 4, "");
        processes.put("lyon", NodeProcesses.process(home("lyon")).start());
        processes.put("oslo", NodeProcesses.process(home("oslo")).start());
        Addresses lost = addresses(3);
        String admin = "https://" + addresses(4).admin();
        await().atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(succeed(
                                        "nodes",
                                        "address",
                                        "lyon-1",
                                        "--agreement",
                                        lost.agreement(),
                                        "--content",
                                        lost.content(),
                                        "--admin",
                                        lost.admin(),
                                        "--yes",
                                        "--url",
                                        admin,
                                        "--ca",
                                        home("oslo")
                                                .resolve("data/network/network-ca.crt")
                                                .toString(),
                                        "--token",
                                        token())
                                .out())
                        .contains("node lyon-1 is called at"));
        ready("lyon");
        ready("oslo");
        Files.writeString(zone("lyon").resolve("after-both"), "l");
        awaitFile("oslo", "after-both");
        allAreEqual();
    }

    private void refusals() {
        List<NodeView> before = ask("oslo", AdminClient::nodes);
        String[] move = {"nodes", "address", "lyon-1", "--admin", "", "--yes", "--network", client("oslo")};
        for (Map.Entry<String, String> refused : Map.of(
                        "169.254.169.254:80",
                        "address-refused",
                        addresses(2).content(),
                        "address-refused",
                        "no address",
                        "bad-request",
                        "0.0.0.0:80",
                        "bad-request")
                .entrySet()) {
            move[4] = refused.getKey();
            assertThat(run(move).err()).as(refused.getKey()).contains(refused.getValue());
        }
        move[2] = "nobody";
        assertThat(run(move).err()).contains("node-unknown");
        assertThat(ask("oslo", AdminClient::nodes))
                .usingRecursiveComparison()
                .ignoringFields("silenceSeconds")
                .isEqualTo(before);
    }

    private void bringIn(String zone, int number) throws IOException {
        configure(zone, number, "");
        succeed("network", "join", ticket(zone), "--config", config(zone));
        start(zone);
    }

    /** Stops a node, and starts it elsewhere while the others change something. */
    private void moves(String zone, int number, String host) throws Exception {
        kill(zone);
        String other = zone.equals("oslo") ? "lyon" : "oslo";
        Files.writeString(zone(other).resolve("while-" + zone + "-was-away"), zone);
        configure(zone, number, "");
        Path file = Path.of(config(zone));
        Files.writeString(file, Files.readString(file).replace("127.0.0.1", host));
        start(zone);
        awaitFile(zone, "while-" + zone + "-was-away");
        Files.writeString(zone(zone).resolve("after-" + zone), zone);
        awaitFile(other, "after-" + zone);
        NodeView now = ask(other, AdminClient::nodes).stream()
                .filter(node -> node.id().equals(new NodeId(zone + "-1")))
                .findFirst()
                .orElseThrow();
        assertThat(now.addresses().agreement())
                .isEqualTo(addresses(number).agreement().replace("127.0.0.1", host));
        assertThat(succeed("nodes", "--network", client(zone), "--token", token())
                        .out())
                .as("its own network file followed")
                .contains(now.addresses().admin());
    }

    private String token() {
        return home("oslo").resolve("admin.token").toString();
    }

    private void ready(String zone) {
        assertThat(new Induction(Clock.systemUTC()).awaitReady(home(zone).resolve("node.yaml"), SOON))
                .as(zone)
                .isTrue();
    }

    private List<String> hosts(String zone) throws Exception {
        return NetworkFolder.of(home(zone).resolve("data"))
                .identity()
                .load(Clock.systemUTC())
                .certificate()
                .getSubjectAlternativeNames()
                .stream()
                .map(name -> String.valueOf(name.get(1)))
                .toList();
    }

    private void allAreEqual() {
        await().atMost(SOON).untilAsserted(() -> {
            Map<String, String> first = Trees.texts(zone("oslo"));
            assertThat(first).isNotEmpty();
            assertThat(Trees.texts(zone("lyon"))).isEqualTo(first);
            if (Files.exists(home("kyoto"))) {
                assertThat(Trees.texts(zone("kyoto"))).isEqualTo(first);
            }
        });
    }
}
