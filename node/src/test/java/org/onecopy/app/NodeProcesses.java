package org.onecopy.app;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.onecopy.cli.demo.servers.FreePorts;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.ConflictPolicy;
import org.onecopy.model.api.Filter;
import org.onecopy.model.api.GuardPolicy;
import org.onecopy.model.api.Initial;
import org.onecopy.model.api.LocationView;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.model.api.Visibility;
import org.onecopy.model.client.AdminClient;
import org.onecopy.model.client.AdminEndpoint;
import org.onecopy.network.identity.ApiToken;
import org.onecopy.network.identity.CertificateAuthority;
import org.onecopy.network.identity.IdentityFiles;

/** A network of node processes from configuration files, several of them in one zone where wanted; driven by signals and the API. */
final class NodeProcesses implements AutoCloseable {
    static final RuleName RULE = new RuleName("shared");
    private static final String HOST = "127.0.0.1";
    static final Filter FEW = new Filter(null, null, 20);

    private final Path directory;
    private final Map<String, Elsewhere> elsewhere;
    private final String more;
    private final Map<String, Node> nodes = new LinkedHashMap<>();

    private record Ports(int agreement, int content, int admin) {}

    private static final class Node {
        final String name;
        final String zone;
        final Ports ports;
        Process process;

        Node(String name, String zone, Ports ports) {
            this.name = name;
            this.zone = zone;
            this.ports = ports;
        }
    }

    /**
     * A zone whose storage is no directory of this machine.
     *
     * @param storage the line of the configuration
     * @param location of the rule in it
     */
    record Elsewhere(String storage, String location) {}

    /** @param zones node to zone, in the order in which they are listed */
    static NodeProcesses start(Path directory, Map<String, String> zones) throws IOException {
        return start(directory, zones, Map.of());
    }

    /** @param elsewhere zones that are no directories */
    static NodeProcesses start(Path directory, Map<String, String> zones, Map<String, Elsewhere> elsewhere)
            throws IOException {
        return start(directory, zones, elsewhere, "");
    }

    /** @param more lines of every node's configuration */
    static NodeProcesses start(Path directory, Map<String, String> zones, Map<String, Elsewhere> elsewhere, String more)
            throws IOException {
        NodeProcesses network = prepare(directory, zones, elsewhere, more);
        for (String node : zones.keySet()) {
            network.launch(node);
        }
        return network;
    }

    /** As {@link #start}, but no process runs yet. */
    static NodeProcesses prepare(
            Path directory, Map<String, String> zones, Map<String, Elsewhere> elsewhere, String more)
            throws IOException {
        NodeProcesses network = new NodeProcesses(directory, elsewhere, more);
        Iterator<Integer> free = FreePorts.find(3 * zones.size(), Set.of()).iterator();
        zones.forEach((node, zone) -> {
            Ports ports = new Ports(free.next(), free.next(), free.next());
            network.nodes.put(node, new Node(node, zone, ports));
        });
        network.configure();
        return network;
    }

    private NodeProcesses(Path directory, Map<String, Elsewhere> elsewhere, String more) {
        this.directory = directory;
        this.more = more;
        this.elsewhere = elsewhere;
    }

    private void configure() throws IOException {
        Files.createDirectories(directory);
        CertificateAuthority authority = CertificateAuthority.create(UUID.randomUUID(), Clock.systemUTC());
        authority.store(directory.resolve("authority"));
        ApiToken token = ApiToken.create();
        Files.writeString(directory.resolve("tokens"), "admin " + token.digest() + "\n");
        token.store(directory.resolve("admin.token"));
        for (Node node : nodes.values()) {
            Path home = Files.createDirectories(directory.resolve(node.name));
            Files.createDirectories(zone(node.zone));
            new IdentityFiles(home.resolve("identity"))
                    .store(authority.newIdentity(
                            new NodeId(node.name), new ZoneName(node.zone), List.of(HOST, "localhost")));
            Files.writeString(home.resolve("node.yaml"), configuration(node, authority.network()));
        }
    }

    private String configuration(Node node, UUID network) {
        StringBuilder members = new StringBuilder();
        for (Node member : nodes.values()) {
            members.append("    - {node: %s, zone: %s, agreement: '%s:%d', content: '%s:%d', admin: '%s:%d'}\n"
                    .formatted(
                            member.name,
                            member.zone,
                            HOST,
                            member.ports.agreement,
                            HOST,
                            member.ports.content,
                            HOST,
                            member.ports.admin));
        }
        return """
                node: %s
                zone: %s
                dataDir: data
                tokens: '%s'
                addresses:
                  agreement: {bind: '127.0.0.1:%d'}
                  content: {bind: '127.0.0.1:%d'}
                  admin: {bind: '127.0.0.1:%d'}
                %s
                network:
                  id: %s
                  ca: identity/network-ca.crt
                  certificate: identity/node.crt
                  key: identity/node.key
                  members:
                %slimits: {dataDirFreeMin: 64MiB, storageFreeMin: 64MiB}
                %s""".formatted(
                        node.name,
                        node.zone,
                        directory.resolve("tokens"),
                        node.ports.agreement,
                        node.ports.content,
                        node.ports.admin,
                        elsewhere.containsKey(node.zone)
                                ? elsewhere.get(node.zone).storage()
                                : "storage: {type: local, root: /}",
                        network,
                        members,
                        more);
    }

    /** Starts the process of a node. */
    void launch(String name) throws IOException {
        launch(name, Map.of());
    }

    /** Starts the process of a node with additional variables in its environment. */
    void launch(String name, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = process(home(name));
        builder.environment().putAll(environment);
        node(name).process = builder.start();
    }

    /** Starts the process of a node from another build. */
    void launchOf(String name, String classPath) throws IOException {
        node(name).process = process(home(name), classPath).start();
    }

    /** A node's process from the configuration {@code node.yaml} in a directory; what it says goes to the file {@code log} there. */
    static ProcessBuilder process(Path home) {
        return process(home, classPath());
    }

    private static ProcessBuilder process(Path home, String classPath) {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx160m",
                        "-Dorg.apache.ratis.thirdparty.io.netty.allocator.useCacheForAllThreads=false",
                        "-cp",
                        classPath,
                        "org.onecopy.app.Main",
                        "node",
                        "run",
                        "--exit-with-parent",
                        "--config",
                        home.resolve("node.yaml").toString())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile()));
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder;
    }

    static String classPath() {
        return System.getProperty(
                "onecopy.nodes.classpath",
                Path.of(System.getProperty("onecopy.root", "."), "node", "target", "onecopy-node.jar")
                        .toString());
    }

    /** Starts a command of the command line, which asks a node; what it prints, errors too, is the process's output. */
    Process cli(String asked, List<String> words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                "org.onecopy.app.Main"));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "LC_ALL",
                        "C.UTF-8",
                        "ONECOPY_URL",
                        "https://" + HOST + ":" + node(asked).ports.admin,
                        "ONECOPY_CA",
                        directory.resolve("authority").resolve("network-ca.crt").toString(),
                        "ONECOPY_TOKEN",
                        directory.resolve("admin.token").toString()));
        return builder.start();
    }

    private Node node(String name) {
        Node node = nodes.get(name);
        if (node == null) {
            throw new IllegalArgumentException("no node " + name);
        }
        return node;
    }

    /** The directory that is a zone's storage, and its location of the rule. */
    Path zone(String zone) {
        return directory.resolve("zones").resolve(zone);
    }

    /** The directory of a node's configuration, identity and data. */
    Path home(String name) {
        return directory.resolve(name);
    }

    int adminPort(String name) {
        return node(name).ports.admin;
    }

    /** What a node's process has written. */
    String log(String name) throws IOException {
        return Files.readString(home(name).resolve("log"));
    }

    /** Waits until a node's process has ended by itself. @return its exit code */
    int exit(String name) throws InterruptedException {
        if (!node(name).process.waitFor(1, TimeUnit.MINUTES)) {
            throw new AssertionError("node " + name + " still runs");
        }
        return node(name).process.exitValue();
    }

    <T> T ask(String name, Function<AdminClient, T> question) {
        return askAs(directory.resolve("admin.token"), name, question);
    }

    /** Asks a node with the token of a file; null: without one. */
    <T> T askAs(Path token, String name, Function<AdminClient, T> question) {
        URI url = URI.create("https://" + HOST + ":" + node(name).ports.admin);
        Path ca = directory.resolve("authority").resolve("network-ca.crt");
        AdminEndpoint endpoint = new AdminEndpoint(url, ca, token);
        try (AdminClient client = AdminClient.of(endpoint, Duration.ofSeconds(10))) {
            return question.apply(client);
        }
    }

    private String location(String zone) {
        return elsewhere.containsKey(zone)
                ? elsewhere.get(zone).location()
                : zone(zone).toString();
    }

    /** Makes the rule over all zones, as soon as all nodes are there. */
    void makeRule() {
        for (String name : nodes.keySet()) {
            await().atMost(Duration.ofMinutes(2)).ignoreExceptions().until(() -> ask(name, AdminClient::ready));
        }
        Map<ZoneName, String> paths = new TreeMap<>();
        nodes.values().forEach(node -> paths.put(new ZoneName(node.zone), location(node.zone)));
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
                List.of(),
                null);
        String first = nodes.keySet().iterator().next();
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(() -> ask(first, client -> client.createRule(spec)) != null);
    }

    /** Who writes the rule in a zone, as a node says it; empty while nobody does. */
    String writer(String zone, String asked) {
        return ask(asked, client -> client.rule(RULE)).zones().stream()
                .filter(location -> location.zone().value().equals(zone))
                .map(LocationView::writer)
                .map(writer -> writer == null ? "" : writer.value())
                .findFirst()
                .orElse("");
    }

    /** What each node says of itself, the rule and what waits, and how its log ends: why a test waited in vain. */
    String account() {
        StringBuilder account = new StringBuilder();
        for (Node node : nodes.values()) {
            account.append("\n== ").append(node.name).append(node.process.isAlive() ? " runs" : " is dead");
            try {
                String told = ask(
                        node.name,
                        client -> "\n" + client.status() + "\n" + client.rule(RULE) + "\n" + client.lag() + "\n"
                                + client.transfers(FEW) + "\n" + client.parked(FEW));
                account.append(told);
            } catch (RuntimeException e) {
                account.append("\ndoes not answer: ").append(e);
            }
            account.append("\nlog:").append(lastLines(node.name, 25));
        }
        return account.toString();
    }

    private String lastLines(String name, int count) {
        try {
            List<String> lines = log(name).lines().toList();
            return "\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
        } catch (IOException e) {
            return " " + e;
        }
    }

    /** Kills a node with signal 9. */
    void kill(String name) throws InterruptedException {
        node(name).process.destroyForcibly().waitFor();
    }

    /** Sends a signal to a node. */
    void signal(String name, String signal) throws IOException, InterruptedException {
        new ProcessBuilder(
                        "kill", "-" + signal, Long.toString(node(name).process.pid()))
                .start()
                .waitFor();
    }

    @Override
    public void close() {
        for (Node node : nodes.values()) {
            if (node.process != null) {
                node.process.destroyForcibly();
            }
        }
        for (Node node : nodes.values()) {
            try {
                if (node.process != null) {
                    node.process.waitFor();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
