package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.cli.NetworkFile;
import org.onecopy.cli.TestTerminal;
import org.onecopy.cli.demo.servers.FreePorts;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.Addresses;
import org.onecopy.model.api.ConflictPolicy;
import org.onecopy.model.api.GuardPolicy;
import org.onecopy.model.api.Initial;
import org.onecopy.model.api.PeerRole;
import org.onecopy.model.api.PeerView;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.model.api.Visibility;
import org.onecopy.model.client.AdminClient;
import org.onecopy.model.client.AdminEndpoint;

/** Real node processes that come into a network by the commands of an administrator. */
abstract class TicketNetwork {
    /** So many nodes may be configured. */
    private static final int NODES = 5;

    static final RuleName RULE = new RuleName("shared");
    static final Duration SOON = Duration.ofMinutes(2);

    @TempDir
    Path temp;

    final Map<String, Process> processes = new HashMap<>();
    private List<Integer> ports = List.of();
    /** What was executed, each command as its words. */
    final List<List<String>> executed = new ArrayList<>();

    @BeforeEach
    void begin() throws IOException {
        ports = FreePorts.find(3 * NODES, Set.of());
    }

    @AfterEach
    void end() throws InterruptedException {
        processes.values().forEach(Process::destroyForcibly);
        for (Process process : processes.values()) {
            process.waitFor();
        }
    }

    void configure(String zone, int number, String more) throws IOException {
        Files.createDirectories(zone(zone));
        Files.createDirectories(home(zone));
        Files.writeString(home(zone).resolve("node.yaml"), """
                node: %s-1
                zone: %s
                dataDir: data
                tokens: tokens
                addresses:
                  agreement: {bind: '127.0.0.1:%d'}
                  content: {bind: '127.0.0.1:%d'}
                  admin: {bind: '127.0.0.1:%d'}
                storage: {type: local, root: /}
                limits: {dataDirFreeMin: 64MiB, storageFreeMin: 64MiB}
                %s""".formatted(
                        zone, zone, ports.get(3 * number), ports.get(3 * number + 1), ports.get(3 * number + 2), more));
    }

    /** Those of the node that is configured with this number, which has to be below {@link #NODES}. */
    Addresses addresses(int number) {
        return new Addresses(
                "127.0.0.1:" + ports.get(3 * number),
                "127.0.0.1:" + ports.get(3 * number + 1),
                "127.0.0.1:" + ports.get(3 * number + 2));
    }

    Path home(String zone) {
        return temp.resolve(zone + "-1");
    }

    Path zone(String zone) {
        return temp.resolve("zones").resolve(zone);
    }

    String config(String zone) {
        return home(zone).resolve("node.yaml").toString();
    }

    String client(String zone) {
        return home(zone).resolve("onecopy-network.json").toString();
    }

    String ticket(String zone) {
        return succeed("network", "ticket", "--zone", zone, "--network", client("oslo"))
                .out()
                .strip();
    }

    TestTerminal run(String... words) {
        executed.add(List.of(words));
        TestTerminal terminal = new TestTerminal(Map.of());
        int code = Main.commandLine(terminal.terminal()).execute(words);
        assertThat(code).as(String.join(" ", words) + "\n" + terminal.out()).isNotZero();
        return terminal;
    }

    TestTerminal succeed(String... words) {
        executed.add(List.of(words));
        TestTerminal terminal = new TestTerminal(Map.of());
        int code = Main.commandLine(terminal.terminal()).execute(words);
        assertThat(code)
                .as(String.join(" ", words) + "\n" + terminal.out() + terminal.err())
                .isZero();
        return terminal;
    }

    void start(String zone) throws IOException {
        processes.put(zone, NodeProcesses.process(home(zone)).start());
        assertThat(new Induction(Clock.systemUTC()).awaitReady(home(zone).resolve("node.yaml"), Duration.ofMinutes(2)))
                .as(zone)
                .isTrue();
    }

    void kill(String zone) throws InterruptedException {
        processes.get(zone).destroyForcibly().waitFor();
    }

    /** The administrator's token, which the first node made, opens all nodes. */
    <T> T ask(String zone, Function<AdminClient, T> question) {
        NetworkFile.Node node = NetworkFile.read(Path.of(client(zone))).nodes().getFirst();
        AdminEndpoint endpoint = new AdminEndpoint(
                java.net.URI.create(node.admin()),
                Path.of(NetworkFile.read(Path.of(client(zone))).ca()),
                home("oslo").resolve("admin.token"));
        try (AdminClient client = AdminClient.of(endpoint, Duration.ofSeconds(10))) {
            return question.apply(client);
        }
    }

    Set<String> voters(String asked) {
        return ask(asked, AdminClient::memberships).getFirst().peers().stream()
                .filter(peer -> peer.role() == PeerRole.VOTER)
                .map(PeerView::node)
                .map(NodeId::value)
                .collect(java.util.stream.Collectors.toSet());
    }

    void makeRule(String... zones) {
        Map<ZoneName, String> paths = new TreeMap<>();
        for (String zone : zones) {
            paths.put(new ZoneName(zone), zone(zone).toString());
        }
        RuleSpec spec = new RuleSpec(
                RULE,
                paths,
                List.of(),
                Initial.UNION,
                ConflictPolicy.KEEP_BOTH,
                null,
                RuleSpec.HOLD_DEFAULT,
                Visibility.ORDERED,
                new GuardPolicy(100_000L, 100, Duration.ofMinutes(10)),
                new ArrayList<>(),
                null);
        await().atMost(SOON).ignoreExceptions().until(() -> ask("oslo", client -> client.createRule(spec)) != null);
    }

    void awaitFile(String zone, String name) {
        await().atMost(SOON).until(() -> Files.exists(zone(zone).resolve(name)));
    }
}
