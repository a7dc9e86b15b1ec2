package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onecopy.agreement.FailStop;
import org.onecopy.cli.ExitCode;
import org.onecopy.cli.TestTerminal;
import org.onecopy.model.api.NodeView;
import org.onecopy.model.audit.AuditEntry;
import org.onecopy.model.client.AdminClient;

/** A network from two bare machines to three zones, a witness, users and alerts, and what happens to it later; real processes. */
@Tag("full")
class LivingNetworkIT extends TicketNetwork {
    private static final Path PAGE = Path.of(System.getProperty("onecopy.root")).resolve("docs/operations.md");
    private static final Set<String> ALONE =
            Set.of("status", "lag", "lost", "alerts", "users", "nodes", "zones", "memberships", "events");
    private static final Set<String> VERBS = Set.of("add", "remove", "edit", "show", "replace", "address");

    @Test
    void a_network_is_walked_through_its_life_by_the_commands_of_the_page() throws Exception {
        twoMachines();
        theThirdZoneAndAWitness();
        usersAndAlerts();
        aSilentVoterIsRelieved();
        aNodeLeaves();
        aLostDiskIsReplaced();
        zonesComeAndGo();
        thePageSaysWhatWasDone();
    }

    private void twoMachines() throws Exception {
        configure("oslo", 0, "");
        succeed("network", "create", "--config", config("oslo"));
        start("oslo");
        execute("status", "--network", client("oslo"));
        succeed("zones", "add", "lyon", "--storage", "local", "--network", client("oslo"));
        assertThat(run("zones", "add", "lyon", "--network", client("oslo")).err())
                .contains("zone-exists");
        configure("lyon", 1, "");
        succeed("network", "join", ticket("lyon"), "--config", config("lyon"));
        start("lyon");
        awaitVoters("oslo-1", "lyon-1");
        assertThat(run("nodes", "remove", "oslo-1", "--network", client("oslo")).err())
                .as("the consequences first")
                .contains("--yes");
    }

    private void theThirdZoneAndAWitness() throws Exception {
        bringIn("kyoto", "kyoto-1", "kyoto", 2);
        TestTerminal made =
                succeed("network", "ticket", "--zone", "third", "--role", "witness", "--network", client("oslo"));
        configure("third", 3, "");
        Path file = Path.of(config("third"));
        Files.writeString(file, Files.readString(file).replace("{type: local, root: /}", "{type: none}"));
        succeed("network", "join", made.out().strip(), "--config", config("third"));
        start("third");
        awaitVoters("oslo-1", "lyon-1", "kyoto-1", "third-1");
        succeed(
                "rules",
                "create",
                RULE.value(),
                "--zone",
                "oslo=" + zone("oslo"),
                "--zone",
                "lyon=" + zone("lyon"),
                "--zone",
                "kyoto=" + zone("kyoto"),
                "--network",
                client("oslo"));
        succeed(
                "rules",
                "create",
                "docs",
                "--zone",
                "oslo=" + docs("oslo"),
                "--zone",
                "lyon=" + docs("lyon"),
                "--network",
                client("oslo"));
        succeed("memberships", "edit", "docs", "--add-witness", "third-1", "--network", client("oslo"));
        execute("network", "profile", "--network", client("oslo"));
        execute("lost", "--network", client("oslo"));
        assertThat(succeed("network", "profile", "wan", "--network", client("oslo"))
                        .out())
                .contains("profile wan, chosen by hand", "other timeouts after a restart");
        assertThat(succeed("network", "profile", "lan", "--network", client("oslo"))
                        .out())
                .contains("profile lan, chosen by hand");
        execute("whatif", "lose", "lyon", "--network", client("oslo"));
        execute("whatif", "remove", "oslo-1", "--network", client("oslo"));
        succeed("lag", "--history", RULE.value(), "--network", client("oslo"));
        Files.writeString(zone("oslo").resolve("first"), "1");
        awaitFile("lyon", "first");
        awaitFile("kyoto", "first");
    }

    private Path docs(String zone) throws IOException {
        return Files.createDirectories(temp.resolve("docs").resolve(zone));
    }

    private void usersAndAlerts() {
        TestTerminal terminal = new TestTerminal(Map.of(), false, "correct horse battery\n");
        String[] add = {"users", "add", "bob", "--role", "operator:" + RULE, "--network", client("oslo")};
        executed.add(List.of(add));
        assertThat(Main.commandLine(terminal.terminal()).execute(add))
                .as(terminal.err())
                .isZero();
        assertThat(succeed("users", "--network", client("oslo")).out()).contains("bob");
        execute("alerts", "--network", client("oslo"));
    }

    private void aSilentVoterIsRelieved() throws Exception {
        bringIn("lyon2", "lyon-2", "lyon", 4);
        await().atMost(SOON).ignoreExceptions().until(() -> memberIds("oslo").contains("lyon-2"));
        kill("lyon");
        await().atMost(Duration.ofMinutes(2))
                .ignoreExceptions()
                .until(() -> ofRule("oslo"), Set.of("oslo-1", "lyon-2", "kyoto-1")::equals);
        Files.writeString(zone("oslo").resolve("by-the-second"), "2");
        awaitFile("lyon", "by-the-second");
        start("lyon");
        Files.writeString(zone("lyon").resolve("of-lyon"), "3");
        awaitFile("kyoto", "of-lyon");
        assertThat(ofRule("oslo"))
                .as("who comes back listens")
                .containsExactlyInAnyOrder("oslo-1", "lyon-2", "kyoto-1");
    }

    private void aNodeLeaves() throws Exception {
        String[] elsewhere = {"network", "leave", "lyon-2", "--yes", "--network", client("oslo")};
        assertThat(run(elsewhere).err()).as("a node leaves by itself").contains("not-leader");
        assertThat(run("network", "leave", "lyon-2", "--network", client("lyon2"), "--token", token())
                        .err())
                .contains("--yes")
                .contains("onecopy whatif remove lyon-2");
        assertThat(succeed("network", "leave", "lyon-2", "--yes", "--network", client("lyon2"), "--token", token())
                        .out())
                .contains("has left the network");
        await().atMost(SOON).until(() -> !processes.get("lyon2").isAlive());
        assertThat(processes.get("lyon2").exitValue()).isEqualTo(ExitCode.RETIRED);
        await().atMost(SOON)
                .ignoreExceptions()
                .until(
                        () -> {
                            superviseLyon();
                            return ofRule("oslo");
                        },
                        Set.of("oslo-1", "lyon-1", "kyoto-1")::equals);
        assertThat(zone("lyon").resolve("of-lyon")).as("the storage stays").hasContent("3");
        List<AuditEntry> acts = ask("oslo", client -> client.audit().all(false));
        assertThat(acts).anySatisfy(entry -> assertThat(entry.act().route()).contains("/leave"));
        Files.writeString(zone("oslo").resolve("after-leaving"), "4");
        awaitFile("lyon", "after-leaving");
        TestTerminal again = new TestTerminal(Map.of());
        assertThat(Main.commandLine(again.terminal()).execute("node", "run", "--config", config("lyon2")))
                .isEqualTo(ExitCode.RETIRED);
    }

    /** A node that voted, and came back when it was to listen, may stop once more, and is started again (decision 0070). */
    private void superviseLyon() throws IOException {
        Process lyon = processes.get("lyon");
        if (!lyon.isAlive()) {
            assertThat(lyon.exitValue()).isEqualTo(FailStop.EXIT_CODE);
            start("lyon");
        }
    }

    private void aLostDiskIsReplaced() throws Exception {
        kill("kyoto");
        deleteTree(home("kyoto").resolve("data"));
        Object adopted = Files.getAttribute(zone("kyoto").resolve("first"), "unix:ino");
        Files.writeString(zone("oslo").resolve("without-kyoto"), "5");
        assertThat(run("nodes", "replace", "kyoto-1", "lyon-1", "--yes", "--network", client("oslo"))
                        .err())
                .contains("bad-request")
                .contains("another node of zone kyoto");
        assertThat(run("nodes", "replace", "kyoto-1", "nobody", "--yes", "--network", client("oslo"))
                        .err())
                .contains("node-unknown");
        String ticket = succeed("nodes", "replace", "kyoto-1", "--ticket", "--network", client("oslo"))
                .out()
                .strip();
        deleteTree(home("lyon2")); // its ports are free again
        configureAs("kyoto2", "kyoto-2", "kyoto", 4);
        succeed("network", "join", ticket, "--config", config("kyoto2"));
        start("kyoto2");
        assertThat(run("nodes", "replace", "kyoto-1", "kyoto-2", "--network", client("oslo"))
                        .err())
                .contains("--yes");
        succeed("nodes", "replace", "kyoto-1", "kyoto-2", "--yes", "--network", client("oslo"));
        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> ofRule("oslo"), Set.of("oslo-1", "lyon-1", "kyoto-2")::equals);
        awaitFile("kyoto", "without-kyoto");
        Files.writeString(zone("kyoto").resolve("of-the-new"), "6");
        awaitFile("oslo", "of-the-new");
        assertThat(Files.getAttribute(zone("kyoto").resolve("first"), "unix:ino"))
                .as("what lay there was adopted")
                .isEqualTo(adopted);
        assertThat(ask("oslo", AdminClient::nodes))
                .extracting(NodeView::id)
                .extracting(Object::toString)
                .doesNotContain("kyoto-1");
        configure("kyoto", 2, "");
        assertThat(run("network", "join", ticket("kyoto"), "--config", config("kyoto"))
                        .err())
                .as("the old name never comes again")
                .contains("node-exists");
    }

    private void zonesComeAndGo() {
        assertThat(run("zones", "remove", "lyon", "--yes", "--network", client("oslo"))
                        .err())
                .contains("zone-in-use")
                .contains(RULE.value())
                .contains("docs");
        assertThat(run("zones", "remove", "third", "--yes", "--network", client("oslo"))
                        .err())
                .contains("zone-in-use")
                .contains("third-1");
        succeed("zones", "add", "paris", "--storage", "s3", "--network", client("oslo"));
        succeed("zones", "remove", "paris", "--yes", "--network", client("oslo"));
        assertThat(run("zones", "remove", "paris", "--yes", "--network", client("oslo"))
                        .err())
                .contains("zone-unknown");
        NodeView lyon = ask("oslo", AdminClient::nodes).stream()
                .filter(node -> node.id().value().equals("lyon-1"))
                .findFirst()
                .orElseThrow();
        succeed(
                "nodes",
                "address",
                "lyon-1",
                "--agreement",
                lyon.addresses().agreement(),
                "--content",
                lyon.addresses().content(),
                "--admin",
                lyon.addresses().admin(),
                "--yes",
                "--network",
                client("oslo"));
        succeed("network", "level", "--network", client("oslo"));
        succeed("network", "level", "--raise", "--yes", "--network", client("oslo"));
        succeed("nodes", "remove", "third-1", "--yes", "--network", client("oslo"));
    }

    private String token() {
        return home("oslo").resolve("admin.token").toString();
    }

    private void bringIn(String home, String node, String zone, int number) throws IOException {
        configureAs(home, node, zone, number);
        succeed("network", "join", ticket(zone), "--config", config(home));
        start(home);
    }

    private void configureAs(String home, String node, String zone, int number) throws IOException {
        configure(home, number, "");
        Path file = Path.of(config(home));
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("node: " + home + "-1", "node: " + node)
                        .replace("zone: " + home, "zone: " + zone));
    }

    /** Whatever its exit code is. */
    private void execute(String... words) {
        executed.add(List.of(words));
        TestTerminal terminal = new TestTerminal(Map.of());
        assertThat(Main.commandLine(terminal.terminal()).execute(words))
                .as(terminal.err())
                .isIn(ExitCode.OK, ExitCode.NEGATIVE);
    }

    private void awaitVoters(String... nodes) {
        await().atMost(SOON)
                .ignoreExceptions()
                .until(
                        () -> ask("oslo", AdminClient::memberships).stream()
                                .filter(membership -> membership.registry())
                                .flatMap(membership -> votersOf(membership).stream())
                                .collect(java.util.stream.Collectors.toSet()),
                        Set.of(nodes)::equals);
    }

    private static Set<String> votersOf(org.onecopy.model.api.MembershipView membership) {
        Set<String> voters = new TreeSet<>();
        membership.peers().stream()
                .filter(peer -> peer.role() != org.onecopy.model.api.PeerRole.LISTENER)
                .forEach(peer -> voters.add(peer.node().value()));
        return voters;
    }

    /** Who votes on the rule of three zones. */
    private Set<String> ofRule(String asked) {
        return ask(asked, AdminClient::memberships).stream()
                .filter(membership -> membership.rules().contains(RULE))
                .map(LivingNetworkIT::votersOf)
                .findFirst()
                .orElseThrow();
    }

    private Set<String> memberIds(String asked) {
        Set<String> ids = new TreeSet<>();
        ask(asked, AdminClient::memberships).stream()
                .filter(membership -> membership.rules().contains(RULE))
                .forEach(membership ->
                        membership.peers().forEach(peer -> ids.add(peer.node().value())));
        return ids;
    }

    private static void deleteTree(Path tree) throws IOException {
        try (var all = Files.walk(tree)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Every command that the page shows was executed here, or is one that starts a node. */
    private void thePageSaysWhatWasDone() throws IOException {
        Set<String> done = new HashSet<>();
        executed.forEach(words -> done.add(shape(words)));
        List<String> shown = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("onecopy "))
                .map(line -> shape(List.of(line.substring("onecopy ".length()).split("\\s+", -1))))
                .filter(shape -> !shape.equals("node run"))
                .distinct()
                .toList();
        assertThat(shown).hasSizeGreaterThan(12);
        assertThat(done).containsAll(shown);
    }

    /** A command without its values: its one or two words. */
    private static String shape(List<String> words) {
        boolean alone = ALONE.contains(words.getFirst()) && (words.size() == 1 || !VERBS.contains(words.get(1)));
        return alone ? words.getFirst() : words.get(0) + " " + words.get(1);
    }
}
