package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.onecopy.app.config.NetworkFolder;
import org.onecopy.cli.TestTerminal;
import org.onecopy.cli.demo.wan.Wan;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.Filter;
import org.onecopy.model.api.GuardPolicy;
import org.onecopy.model.api.Initial;
import org.onecopy.model.api.MembershipView;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.model.client.AdminClient;
import org.onecopy.model.client.AdminEndpoint;
import org.onecopy.network.identity.CertificateAuthority;
import org.onecopy.network.identity.NodeIdentity;

/**
 * Nodes in zones with a wide area network between them, a process each, which come into their network by tickets. The test asks them
 * past that network.
 */
final class WanNodes implements AutoCloseable {
    static final RuleName RULE = new RuleName("shared");
    static final List<String> ZONES = List.of("oslo", "lyon", "kyoto");
    private static final int ADMIN = 8082;
    private static final Filter FEW = new Filter(null, null, 20);
    private static final Duration SOON = Duration.ofMinutes(2);

    final Wan wan;
    private final Path directory;
    private final Map<String, Integer> doors = new LinkedHashMap<>();
    private final Map<String, Process> processes = new LinkedHashMap<>();

    private WanNodes(Path directory, Wan wan) {
        this.directory = directory;
        this.wan = wan;
    }

    /** Three zones, each with a node, and a rule over all of them. */
    static WanNodes start(Path directory, Duration roundTrip) throws IOException {
        WanNodes nodes = new WanNodes(directory, Wan.between(ZONES));
        try {
            nodes.wan.roundTrip(roundTrip);
            nodes.create("oslo");
            nodes.launch("oslo");
            nodes.awaitReady("oslo");
            for (String zone : ZONES.subList(1, ZONES.size())) {
                nodes.join(zone);
            }
            nodes.makeRule();
            return nodes;
        } catch (IOException | RuntimeException | AssertionError e) {
            String account = nodes.account();
            nodes.close();
            throw new AssertionError(e + account, e);
        }
    }

    private void create(String zone) throws IOException {
        configure(zone);
        TestTerminal terminal = new TestTerminal(Map.of());
        assertThat(Main.commandLine(terminal.terminal()).execute("network", "create", "--config", config(zone)))
                .as(terminal.out() + terminal.err())
                .isZero();
        letIn(zone);
    }

    /** By the commands of an administrator, over the distance. */
    private void join(String zone) throws IOException {
        configure(zone);
        String ticket = run("oslo", "network", "ticket", "--zone", zone, "--network", client("oslo"));
        long start = System.nanoTime();
        run(zone, "network", "join", ticket.strip(), "--config", config(zone));
        letIn(zone);
        launch(zone);
        awaitReady(zone);
        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> ask("oslo", AdminClient::memberships).getFirst().peers().stream()
                        .anyMatch(peer -> peer.node().value().equals(zone + "-1")
                                && peer.role() == org.onecopy.model.api.PeerRole.VOTER));
        System.out.printf("%s joined and votes after %.1f s%n", zone, (System.nanoTime() - start) / 1e9);
    }

    private void configure(String zone) throws IOException {
        Files.createDirectories(zone(zone));
        Files.createDirectories(home(zone));
        String host = wan.zone(zone).address();
        Files.writeString(home(zone).resolve("node.yaml"), """
                node: %s-1
                zone: %s
                dataDir: data
                tokens: tokens
                addresses:
                  agreement: {bind: '%s:6444'}
                  content: {bind: '%s:7000'}
                  admin: {bind: '%s:%d'}
                storage: {type: local, root: /}
                limits: {dataDirFreeMin: 64MiB, storageFreeMin: 64MiB}
                """.formatted(zone, zone, host, host, host, ADMIN));
    }

    /** Its certificate names the address by which the test comes, too. */
    private void letIn(String zone) throws IOException {
        NetworkFolder folder = NetworkFolder.of(home(zone).resolve("data"));
        NodeIdentity identity = folder.identity().load(Clock.systemUTC());
        CertificateAuthority authority = CertificateAuthority.load(
                NetworkFolder.of(home("oslo").resolve("data")).directory(), Clock.systemUTC());
        folder.identity()
                .storeCertificate(CertificateAuthority.pem(authority.issue(
                        identity.node(),
                        identity.zone(),
                        List.of(wan.zone(zone).address(), "127.0.0.1"),
                        identity.certificate().getPublicKey())));
        doors.put(zone, wan.zone(zone).door(ADMIN));
    }

    /** A command of the command line, executed in a zone. @return what it printed */
    String run(String zone, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                NodeProcesses.classPath(),
                "org.onecopy.app.Main"));
        command.addAll(List.of(words));
        Path errors = directory.resolve("command-errors");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = wan.zone(zone).start(builder);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(process.waitFor())
                    .as(String.join(" ", words) + "\n" + out + Files.readString(errors))
                    .isZero();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return out;
    }

    void launch(String zone) throws IOException {
        processes.put(zone, wan.zone(zone).start(NodeProcesses.process(home(zone))));
    }

    void kill(String zone) throws InterruptedException {
        processes.get(zone).destroyForcibly().waitFor();
    }

    /** Asks a node to end, and waits until it has. */
    void stop(String zone) throws InterruptedException {
        processes.get(zone).destroy();
        assertThat(processes.get(zone).waitFor(1, TimeUnit.MINUTES)).as(zone).isTrue();
    }

    void awaitReady(String zone) {
        await().atMost(SOON).ignoreExceptions().until(() -> ask(zone, AdminClient::ready));
    }

    Path home(String zone) {
        return directory.resolve(zone + "-1");
    }

    /** The rule's location there. */
    Path zone(String zone) {
        return directory.resolve("zones").resolve(zone);
    }

    private String config(String zone) {
        return home(zone).resolve("node.yaml").toString();
    }

    String client(String zone) {
        return home(zone).resolve("onecopy-network.json").toString();
    }

    /** By the first node's token, which all know. */
    <T> T ask(String zone, Function<AdminClient, T> question) {
        AdminEndpoint endpoint = new AdminEndpoint(
                URI.create("https://127.0.0.1:" + doors.get(zone)),
                NetworkFolder.of(home("oslo").resolve("data")).identity().authorityFile(),
                home("oslo").resolve("admin.token"));
        try (AdminClient client = AdminClient.of(endpoint, Duration.ofSeconds(10))) {
            return question.apply(client);
        }
    }

    private void makeRule() {
        Map<ZoneName, String> paths = new TreeMap<>();
        ZONES.forEach(zone -> paths.put(new ZoneName(zone), zone(zone).toString()));
        GuardPolicy open = new GuardPolicy(100_000L, 100, Duration.ofMinutes(10));
        RuleSpec spec =
                new RuleSpec(RULE, paths, List.of(), Initial.UNION, null, null, null, null, open, List.of(), null);
        await().atMost(SOON).ignoreExceptions().until(() -> ask("oslo", client -> client.createRule(spec)) != null);
        for (String zone : ZONES) {
            await().atMost(SOON).ignoreExceptions().until(() -> !leader(zone).isEmpty());
        }
    }

    MembershipView membership(String asked) {
        return ask(asked, AdminClient::memberships).stream()
                .filter(view -> view.rules().contains(RULE))
                .findFirst()
                .orElseThrow();
    }

    /** The zone whose node leads the rule's membership, as a node says it; empty where it knows none. */
    String leader(String asked) {
        NodeId leader = membership(asked).leader();
        return leader == null ? "" : leader.value().replace("-1", "");
    }

    /** What each node says, and how its log ends: why a test waited in vain. */
    String account() {
        StringBuilder account = new StringBuilder();
        processes.forEach((zone, process) -> {
            account.append("\n== ").append(zone).append(process.isAlive() ? " runs" : " is dead");
            try {
                String told = ask(
                        zone,
                        client -> "\n" + client.status() + "\n" + client.memberships() + "\n" + client.lag() + "\n"
                                + client.events(null, 30).items() + "\n"
                                + client.transfers(FEW).items() + "\n"
                                + client.parked(FEW).items());
                account.append(told);
            } catch (RuntimeException e) {
                account.append("\ndoes not answer: ").append(e);
            }
            try {
                List<String> lines = Files.readAllLines(home(zone).resolve("log"));
                account.append("\nlog:\n")
                        .append(String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size())));
            } catch (IOException e) {
                account.append("\n").append(e);
            }
        });
        return account.toString();
    }

    @Override
    public void close() {
        wan.close();
    }
}
