package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.onecopy.app.config.NetworkFolder;
import org.onecopy.cli.ExitCode;
import org.onecopy.cli.TestTerminal;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.api.Addresses;
import org.onecopy.model.api.JoinRequest;
import org.onecopy.model.client.AdminClient;
import org.onecopy.network.identity.CertificateAuthority;
import org.onecopy.network.identity.NodeIdentity;
import org.onecopy.network.induction.InductionClient;
import org.onecopy.network.induction.TicketText;
import org.onecopy.problem.ProblemException;

/** A network made from nothing by commands: created on one node, joined by others with tickets, and left; real processes. */
class InductionIT extends TicketNetwork {
    @Test
    void a_network_grows_by_tickets_works_without_its_first_node_and_lets_go_of_one() throws Exception {
        configure("oslo", 0, "");
        TestTerminal early = run("node", "run", "--config", config("oslo"));
        assertThat(early.err()).contains("not-inducted").contains("onecopy network create");
        assertThat(succeed("network", "create", "--config", config("oslo")).out())
                .contains("made network");
        start("oslo");

        String forLyon = ticket("lyon");
        configure("lyon", 1, "");
        TestTerminal joined = succeed("network", "join", forLyon, "--config", config("lyon"));
        String words = joined.out().replaceAll("(?s).*fingerprint: (\\S+) .*", "$1");
        assertThat(ask("oslo", client -> client.events(null, 100)).items())
                .anySatisfy(
                        event -> assertThat(event.message()).contains("lyon-1").contains(words));
        joinsAgainAfterALostAnswer(forLyon, words);
        assertThat(run("nodes", "remove", "oslo-1", "--yes", "--network", client("oslo"))
                        .err())
                .as("lyon-1 is to vote, and does not yet")
                .contains("last-voter");
        ageCertificate("lyon");
        start("lyon");
        refusals(forLyon);
        await().atMost(SOON)
                .until(() -> certificateEnds("lyon").isAfter(Instant.now().plus(Duration.ofDays(80))));
        assertThat(ask("oslo", client -> client.events(null, 100)).items())
                .anySatisfy(event -> assertThat(event.type()).isEqualTo("certificate-issued"));

        configure("kyoto", 2, "");
        succeed("network", "join", ticket("kyoto"), "--config", config("kyoto"));
        start("kyoto");
        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> voters("oslo"), Set.of("oslo-1", "lyon-1", "kyoto-1")::equals);

        makeRule("oslo", "lyon", "kyoto");
        Files.writeString(zone("lyon").resolve("from-lyon"), "l");
        awaitFile("oslo", "from-lyon");
        awaitFile("kyoto", "from-lyon");

        kill("oslo");
        Files.writeString(zone("kyoto").resolve("without-oslo"), "k");
        awaitFile("lyon", "without-oslo");
        start("oslo");
        awaitFile("oslo", "without-oslo");

        aNodeGoes();
    }

    /** The one that leads, because it has most to give away: oslo has just come back. */
    private void aNodeGoes() throws Exception {
        NodeId leader = ask("lyon", AdminClient::memberships).getFirst().leader();
        String gone = leader != null && leader.value().equals("lyon-1") ? "lyon" : "kyoto";
        String left = gone.equals("lyon") ? "kyoto" : "lyon";
        String token = home("oslo").resolve("admin.token").toString(); // the others know its digest
        succeed("nodes", "remove", gone + "-1", "--yes", "--network", client(left), "--token", token);
        await().atMost(SOON).ignoreExceptions().until(() -> voters(left), Set.of("oslo-1", left + "-1")::equals);
        assertThat(ask(left, AdminClient::nodes))
                .extracting(node -> node.id().value())
                .containsExactlyInAnyOrder(left + "-1", "oslo-1");
        Files.writeString(zone("oslo").resolve("of-two"), "o");
        awaitFile(left, "of-two");
        assertThat(zone(gone).resolve("of-two")).doesNotExist();
        if (leader != null && leader.value().equals(gone + "-1")) {
            await().atMost(SOON).until(() -> !processes.get(gone).isAlive());
            assertThat(Files.readString(home(gone).resolve("log")))
                    .contains("the node stops, because it must not go on: node " + gone
                            + "-1 was taken out of the network");
            assertThat(processes.get(gone).exitValue()).isEqualTo(ExitCode.RETIRED);
            TestTerminal again = new TestTerminal(Map.of());
            assertThat(Main.commandLine(again.terminal()).execute("node", "run", "--config", config(gone)))
                    .isEqualTo(ExitCode.RETIRED);
            assertThat(again.err()).contains("was taken out of the network");
        }
    }

    /** A node that was stopped before it had written down what it got asks again with the same ticket and key. */
    private void joinsAgainAfterALostAnswer(String ticket, String words) throws IOException {
        Path folder = home("lyon").resolve("data").resolve("network");
        for (String got : List.of("network.json", "node.crt", "network-ca.crt")) {
            Files.delete(folder.resolve(got));
        }
        assertThat(succeed("network", "join", ticket, "--config", config("lyon"))
                        .out())
                .contains(words);
    }

    /** As if the node had come 70 days ago. */
    private void ageCertificate(String zone) {
        NetworkFolder folder = NetworkFolder.of(home(zone).resolve("data"));
        NodeIdentity identity = folder.identity().load(Clock.systemUTC());
        Clock then = Clock.offset(Clock.systemUTC(), Duration.ofDays(-70));
        CertificateAuthority authority = CertificateAuthority.load(
                NetworkFolder.of(home("oslo").resolve("data")).directory(), then);
        folder.identity()
                .storeCertificate(CertificateAuthority.pem(authority.issue(
                        identity.node(),
                        identity.zone(),
                        List.of("127.0.0.1"),
                        identity.certificate().getPublicKey())));
        assertThat(certificateEnds(zone)).isBefore(Instant.now().plus(Duration.ofDays(21)));
    }

    private Instant certificateEnds(String zone) {
        return NetworkFolder.of(home(zone).resolve("data"))
                .identity()
                .load(Clock.systemUTC())
                .expires();
    }

    /** Tickets of other networks, clocks and addresses that are wrong: none of them uses the ticket. */
    private void strangers(String fresh) {
        TicketText ticket = TicketText.parse(fresh);
        TicketText ofOtherAuthority = new TicketText(
                UUID.randomUUID(),
                "0".repeat(ticket.pin().length()),
                ticket.id(),
                ticket.secret(),
                ticket.zone(),
                ticket.expires(),
                ticket.admins());
        assertThat(run("network", "join", ofOtherAuthority.text(), "--config", config("other"))
                        .err())
                .as("at that address is another network")
                .contains("certificate");
        TicketText ofOtherNetwork = new TicketText(
                ticket.network(),
                ticket.pin(),
                UUID.randomUUID(),
                ticket.secret(),
                ticket.zone(),
                ticket.expires(),
                ticket.admins());
        assertThat(run("network", "join", ofOtherNetwork.text(), "--config", config("other"))
                        .err())
                .contains("ticket-invalid");
        long now = System.currentTimeMillis();
        long day = Duration.ofDays(1).toMillis();
        Addresses right = addresses(3);
        for (Addresses wrong : List.of(
                new Addresses("169.254.169.254:80", right.content(), right.admin()),
                new Addresses(right.agreement(), "metadata.google.internal:80", right.admin()),
                new Addresses(right.agreement(), right.content(), "[fe80::1]:80"))) {
            assertThat(refusal(ticket, wrong, now)).as(wrong.toString()).isEqualTo(ProblemCode.ADDRESS_REFUSED);
        }
        assertThat(refusal(ticket, right, now + day)).isEqualTo(ProblemCode.CLOCK_SKEWED);
        assertThat(refusal(ticket, right, now - day)).isEqualTo(ProblemCode.CLOCK_SKEWED);
        assertThat(ask("oslo", AdminClient::tickets))
                .filteredOn(made -> made.id().equals(ticket.id()))
                .singleElement()
                .satisfies(made -> assertThat(made.uses()).isEqualTo(1));
        assertThat(ask("oslo", AdminClient::nodes))
                .extracting(node -> node.id().value())
                .doesNotContain("other-1", "late-1");
        assertThat(ask("oslo", client -> client.events(null, 100)).items())
                .filteredOn(event -> event.type().equals("induction-refused"))
                .anySatisfy(event -> assertThat(event.message()).contains("169.254.169.254"))
                .anySatisfy(event -> assertThat(event.message()).contains("minutes apart"));
    }

    private static ProblemCode refusal(TicketText ticket, Addresses addresses, long wallMillis) {
        JoinRequest request = new JoinRequest(
                ticket.id(),
                ticket.secret(),
                new NodeId("late-1"),
                ticket.zone(),
                "local",
                addresses,
                "no key is looked at before",
                wallMillis);
        return catchThrowableOfType(ProblemException.class, () -> new InductionClient(ticket).join(request))
                .code();
    }

    /** What must not bring anybody in, and changes nothing. */
    private void refusals(String used) throws IOException {
        configure("other", 3, "");
        assertThat(run("network", "join", used, "--config", config("other")).err())
                .contains("ticket-invalid")
                .contains("zone lyon");
        Files.writeString(
                home("other").resolve("node.yaml"),
                Files.readString(home("other").resolve("node.yaml")).replace("zone: other", "zone: lyon"));
        assertThat(run("network", "join", used, "--config", config("other")).err())
                .contains("ticket-used");
        String fresh = ticket("lyon");
        char[] letters = fresh.toCharArray();
        letters[60] = letters[60] == 'A' ? 'B' : 'A';
        assertThat(run("network", "join", new String(letters), "--config", config("other"))
                        .err())
                .contains("ticket-invalid")
                .contains("altered");
        Files.writeString(
                home("other").resolve("node.yaml"),
                Files.readString(home("other").resolve("node.yaml")).replace("node: other-1", "node: lyon-1"));
        assertThat(run("network", "join", fresh, "--config", config("other")).err())
                .contains("node-exists");
        strangers(fresh);
        String id = succeed("network", "tickets", "--network", client("oslo"))
                .out()
                .lines()
                .filter(line -> line.contains("lyon") && line.contains(" 1 "))
                .findFirst()
                .orElseThrow()
                .replaceAll("\\s.*", "");
        succeed("network", "revoke", id, "--network", client("oslo"));
        assertThat(run("network", "join", fresh, "--config", config("other")).err())
                .contains("ticket-invalid");
        assertThat(run("nodes", "remove", "nobody", "--yes", "--network", client("oslo"))
                        .err())
                .contains("node-unknown");
        assertThat(home("other").resolve("data").resolve("network").resolve("network.json"))
                .doesNotExist();
        assertThat(run("network", "ticket", "--zone", "lyon", "--role", "king", "--network", client("oslo"))
                        .err())
                .contains("expected voter, listener or witness");
        assertThat(run("network", "ticket", "--zone", "lyon", "--for", "99d", "--network", client("oslo"))
                        .err())
                .contains("expected 1m to 31d");
    }
}
