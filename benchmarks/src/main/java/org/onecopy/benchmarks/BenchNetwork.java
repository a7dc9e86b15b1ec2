package org.onecopy.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.onecopy.cli.NetworkFile;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.LagView;
import org.onecopy.model.api.LocationState;
import org.onecopy.model.api.RuleView;
import org.onecopy.model.client.AdminClient;
import org.onecopy.model.client.AdminEndpoint;
import org.onecopy.model.client.ProblemResponseException;
import org.onecopy.model.client.UnreachableException;

/** Nodes, each a process of its own, and their admin API: three as {@code onecopy demo} starts them, or those of {@link BenchNodes}. */
final class BenchNetwork implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration ORDER_LIMIT = Duration.ofMinutes(1);
    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(200);
    /** Share of one core that the nodes together may use and still count as at rest. */
    private static final double REST_SHARE_MAX = 0.3;

    private final List<Process> roots;
    private final Path log;
    private final Patience patience;
    private final List<NodeProcess> processes = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();

    private record Node(ZoneName zone, AdminClient client) {}

    private BenchNetwork(List<Process> roots, Path log, Patience patience) {
        this.roots = List.copyOf(roots);
        this.log = log;
        this.patience = patience;
    }

    /** Starts it, and waits until it is at rest. */
    static BenchNetwork start(BenchPlace place, Cleanup cleanup, Patience patience) throws IOException {
        Path input = place.fresh("demo-input");
        Files.writeString(input.resolve("hello.txt"), "hello\n");
        Path home = place.resolve("demo");
        Path log = place.resolve("demo.log");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(Objects.requireNonNull(System.getProperty("java.home")), "bin", "java")
                                .toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        Objects.requireNonNull(System.getProperty("java.class.path")),
                        "org.onecopy.app.Main",
                        "demo",
                        "--zones",
                        "local,local,local",
                        "--dir",
                        home.toString(),
                        "--input",
                        input.toString()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        // It remembers the running demonstration for a user: these nodes are none of the user's.
        builder.environment().put("XDG_STATE_HOME", place.resolve("state").toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        BenchNetwork network = cleanup.add(new BenchNetwork(List.of(builder.start()), log, patience));
        NetworkFile file = network.awaitServing(home.resolve("network.json"));
        network.awaitRest(Objects.requireNonNull(file.rule()));
        return network;
    }

    /** Nodes that are started already, as a file of them says; waits until each of them serves. */
    static BenchNetwork of(List<Process> nodes, Path file, Path log, Cleanup cleanup, Patience patience) {
        BenchNetwork network = cleanup.add(new BenchNetwork(nodes, log, patience));
        network.awaitServing(file);
        patience.await("the nodes do not serve:\n" + ToolRun.tail(log), START_LIMIT, LOOK, () -> {
            network.checkRunning();
            return network.nodes.stream().allMatch(node -> isReady(node.client()));
        });
        return network;
    }

    private static boolean isReady(AdminClient client) {
        try {
            return client.ready();
        } catch (UnreachableException | ProblemResponseException e) {
            return false;
        }
    }

    private NetworkFile awaitServing(Path file) {
        patience.await("the nodes do not start", START_LIMIT, LOOK, () -> {
            checkRunning();
            return Files.exists(file) && NetworkFile.read(file).nodes().stream().allMatch(node -> node.pid() != null);
        });
        NetworkFile network = NetworkFile.read(file);
        for (NetworkFile.Node node : network.nodes()) {
            processes.add(new NodeProcess(node.node(), Objects.requireNonNull(node.pid())));
            AdminEndpoint endpoint =
                    new AdminEndpoint(URI.create(node.admin()), Path.of(network.ca()), Path.of(network.token()));
            nodes.add(new Node(node.zone(), AdminClient.of(endpoint, ORDER_LIMIT)));
        }
        return network;
    }

    private void awaitRest(RuleName rule) {
        List<ZoneName> zones = nodes.stream().map(Node::zone).toList();
        patience.await("the nodes do not come to rest:\n" + ToolRun.tail(log), START_LIMIT, LOOK, () -> {
            checkRunning();
            return showsEverything(rule, 1, zones);
        });
    }

    private void checkRunning() {
        if (!roots.stream().allMatch(Process::isAlive)) {
            throw new BenchmarkFailure("the network ended:\n" + ToolRun.tail(log));
        }
    }

    List<NodeProcess> processes() {
        return List.copyOf(processes);
    }

    /** The admin API of a zone's node. */
    AdminClient client(ZoneName zone) {
        return nodes.stream()
                .filter(node -> node.zone().equals(zone))
                .findFirst()
                .orElseThrow(() -> new BenchmarkFailure("no node in zone " + zone))
                .client();
    }

    /** Orders something of the first node that takes it; with {@code done} as the refusal that means it is done already. */
    void order(String what, ProblemCode done, Consumer<AdminClient> order) {
        patience.await(what, ORDER_LIMIT, LOOK, () -> nodes.stream().anyMatch(node -> isTaken(node, done, order)));
    }

    private static boolean isTaken(Node node, ProblemCode done, Consumer<AdminClient> order) {
        try {
            order.accept(node.client());
            return true;
        } catch (ProblemResponseException e) {
            if (e.problem().code().equals(done.code())) {
                return true;
            }
            if (e.problem().action().equals("rejected")) {
                throw e;
            }
            return false;
        } catch (UnreachableException e) {
            return false;
        }
    }

    /** Whether the API shows a rule of this name, in whatever state. */
    boolean isListed(ZoneName asked, RuleName rule) {
        try {
            return client(asked).rules().stream().anyMatch(view -> view.name().equals(rule));
        } catch (UnreachableException | ProblemResponseException e) {
            return false;
        }
    }

    /** Whether so many files are agreed, and every one of these zones, asked itself, shows and takes part in everything. */
    boolean showsEverything(RuleName rule, long files, List<ZoneName> zones) {
        try {
            return zones.stream().allMatch(zone -> showsEverything(zone, rule, files));
        } catch (UnreachableException | ProblemResponseException e) {
            return false;
        }
    }

    private boolean showsEverything(ZoneName zone, RuleName rule, long files) {
        AdminClient client = client(zone);
        RuleView view = client.rule(rule);
        // The files first: a lag asked before they were agreed would say nothing about them.
        return view.files() >= files
                && client.lag().stream()
                        .anyMatch(row -> row.rule().equals(rule) && row.zone().equals(zone) && isNone(row));
    }

    private static boolean isNone(LagView row) {
        return row.operations() == 0
                && row.holes() == 0
                && row.state() == LocationState.ACTIVE
                && row.lowWaterIndex() >= row.agreedIndex();
    }

    /** Waits until the nodes together use little of a core for two seconds; goes on after a minute even if they do not. */
    void settle() {
        long end = System.nanoTime() + SETTLE_LIMIT.toNanos();
        for (int calm = 0; calm < 2 && System.nanoTime() < end; ) {
            long start = System.nanoTime();
            double before = cpuSeconds();
            patience.pass(Duration.ofSeconds(1));
            double share = (cpuSeconds() - before) / ((System.nanoTime() - start) / 1e9);
            calm = share < REST_SHARE_MAX ? calm + 1 : 0;
        }
    }

    /** Seconds of a core that all nodes together have used so far. */
    double cpuSeconds() {
        return processes.stream().mapToDouble(NodeProcess::cpuSeconds).sum();
    }

    /** Stops the nodes: asks, then kills. */
    @Override
    public void close() {
        nodes.forEach(node -> node.client().close());
        List<ProcessHandle> children =
                roots.stream().flatMap(Process::descendants).toList();
        roots.forEach(Process::destroy);
        for (Process root : roots) {
            try {
                if (!root.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    root.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                root.destroyForcibly();
            }
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
