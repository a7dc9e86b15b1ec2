package org.onecopy.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.onecopy.cli.CurrentNetwork;
import org.onecopy.cli.ExitCode;
import org.onecopy.cli.Terminal;
import org.onecopy.cli.demo.readers.TreeReader;
import org.onecopy.model.ByteCount;
import org.onecopy.model.DurationText;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.ZoneName;
import org.onecopy.problem.ProblemException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code onecopy demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Start three zones on this machine, copy files into one, and prove that all three hold the same.")
public final class DemoCommand implements Callable<Integer> {
    /** Readers wait for servers most of the time. */
    private static final int PROOF_THREADS_MIN = 6;

    private final Terminal terminal;
    private final NodeLauncher launcher;

    @Option(names = "--input", paramLabel = "DIR", description = "What to copy (default: a data set that is made)")
    private @Nullable Path input;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Where the demonstration lives (default: ./onecopy-demo)")
    private Path directory = Path.of("onecopy-demo");

    @Option(names = "--once", description = "End after the proof: exit code 0, or 1 and the differences")
    private boolean once;

    @Option(names = "--json", description = "Print the result for machines; progress goes to standard error")
    private boolean json;

    @Option(names = "--files", paramLabel = "N", description = "Size of the data set that is made (default: 3000)")
    private int files = 3_000;

    @Option(
            names = "--zones",
            paramLabel = "TYPES",
            description =
                    "Storages of the three zones: local (a directory), hdfs, s3 (default: local,hdfs,s3, or as the"
                            + " demonstration in DIR has them)")
    private @Nullable String zones;

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            description = "How long to wait until all zones are equal (default: 15m)")
    private String patience = "15m";

    public DemoCommand(Terminal terminal) {
        this(terminal, NodeLauncher.ofThisProgram(terminal.environment()));
    }

    DemoCommand(Terminal terminal, NodeLauncher launcher) {
        this.terminal = terminal;
        this.launcher = launcher;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        checkOptions();
        Duration limit = DurationText.parse(patience);
        LiveLine line = new LiveLine(terminal, json ? terminal.err() : terminal.out());
        try (DemoPlace place = DemoPlace.open(directory)) {
            List<String> types = DemoZones.choose(place, zones);
            List<DemoNode> nodes = DemoPorts.nodes(place, DemoZones.ZONES);
            Map<ZoneName, DemoStorage> storages = DemoZones.open(place, types, nodes);
            Path source = input == null
                    ? DataSet.in(place.root(), files)
                    : input.toAbsolutePath().normalize();
            ZoneCopy copy = copy(place, storages, source);
            checkSpace(place, copy);
            DemoIdentities identities = new DemoIdentities(place, InstantSource.system());
            UUID network = identities.prepare(place, nodes);
            for (DemoNode node : nodes) {
                DemoStorage storage = Objects.requireNonNull(storages.get(node.zone()));
                DemoConfiguration.write(place, node, storage, nodes, network, identities.tokens());
            }
            return run(place, nodes, storages, new DemoNetwork(place, nodes, storages, identities), copy, line, limit);
        }
    }

    /** Into the first zone that is a directory, because a directory holds everything; else into the first zone. */
    private static ZoneCopy copy(DemoPlace place, Map<ZoneName, DemoStorage> storages, Path source) {
        for (Map.Entry<ZoneName, DemoStorage> zone : storages.entrySet()) {
            if (zone.getValue() instanceof LocalZone local) {
                return new TreeCopy(
                        zone.getKey(), source, local.root(), place.root().resolve("incoming"));
            }
        }
        ZoneName first = storages.keySet().iterator().next();
        return switch (Objects.requireNonNull(storages.get(first))) {
            case HdfsZone hdfs -> new UploadCopy(first, source, hdfs.reader());
            case S3Zone s3 -> new UploadCopy(first, source, s3.reader());
            case LocalZone local -> throw new IllegalStateException("a directory was looked for: " + local);
        };
    }

    private int run(
            DemoPlace place,
            List<DemoNode> nodes,
            Map<ZoneName, DemoStorage> storages,
            DemoNetwork network,
            ZoneCopy copy,
            LiveLine line,
            Duration limit)
            throws IOException, InterruptedException {
        Pace pace = new Pace();
        CurrentNetwork current = new CurrentNetwork(terminal);
        Supervisor supervisor = new Supervisor(network::writeFile, line::say);
        Thread stop = new Thread(() -> stop(pace, supervisor, current, place), "demo-stop");
        Runtime.getRuntime().addShutdownHook(stop);
        try (TreeProof proof = new TreeProof(readers(storages), network::parked, proofThreads())) {
            supervisor.start(processes(place, nodes, storages));
            current.remember(place.networkFile());
            DemoRun run = new DemoRun(network, supervisor, List.copyOf(storages.keySet()), line, pace, limit);
            run.awaitRule();
            double start = line.seconds();
            run.copy(copy);
            TreeProof.Outcome outcome = run.prove(proof);
            DemoReport report = new DemoReport(line, storages);
            double seconds = line.seconds() - start;
            if (json) {
                DemoReport.json(terminal, DemoReport.result(copy, outcome, seconds, place.networkFile()));
            }
            report.outcome(copy, outcome, seconds);
            if (!once) {
                report.suggest(nodes, supervisor.pids());
                pace.awaitStop();
            }
            return outcome.equal() ? ExitCode.OK : ExitCode.NEGATIVE;
        } finally {
            stop(pace, supervisor, current, place);
            removeHook(stop);
        }
    }

    /** Servers that take long to start come first. */
    private List<Kept> processes(DemoPlace place, List<DemoNode> nodes, Map<ZoneName, DemoStorage> storages) {
        List<Kept> processes = new ArrayList<>();
        storages.values().forEach(storage -> processes.addAll(storage.servers()));
        for (DemoNode node : nodes) {
            Path log = place.node(node.node()).resolve("node.log");
            processes.add(new Kept(
                    node.node().value(),
                    "node " + node.node(),
                    true,
                    log,
                    null,
                    () -> launcher.start(DemoConfiguration.file(place, node), log)));
        }
        return processes;
    }

    private static Map<ZoneName, TreeReader> readers(Map<ZoneName, DemoStorage> storages) {
        Map<ZoneName, TreeReader> readers = new LinkedHashMap<>();
        storages.forEach((zone, storage) -> readers.put(zone, storage.reader()));
        return readers;
    }

    private static int proofThreads() {
        return Math.max(PROOF_THREADS_MIN, 2 * Runtime.getRuntime().availableProcessors());
    }

    private static void removeHook(Thread stop) {
        try {
            Runtime.getRuntime().removeShutdownHook(stop);
        } catch (IllegalStateException e) {
            // The process is going down already, and the hook runs: nothing to take back.
        }
    }

    private static void stop(Pace pace, Supervisor supervisor, CurrentNetwork current, DemoPlace place) {
        supervisor.close();
        pace.stop();
        try {
            current.forget(place.networkFile());
        } catch (IOException e) {
            // It is a convenience only: who looks there finds nodes that do not answer.
        }
    }

    private void checkOptions() throws IOException {
        if (zones != null) {
            DemoZones.types(zones);
        }
        if (files < 1 || files > 10_000_000) {
            throw new IllegalArgumentException("--files must be 1 to 10000000, not " + files);
        }
        if (input == null) {
            return;
        }
        if (!Files.isDirectory(input)) {
            throw new IllegalArgumentException("--input " + input + ": there is no such directory");
        }
        Path from = input.toRealPath();
        Path to = realOfExisting(directory.toAbsolutePath().normalize());
        if (to.startsWith(from) || from.startsWith(to)) {
            throw new IllegalArgumentException(
                    "--input " + from + " and --dir " + to + " must lie apart: one is inside the other");
        }
    }

    /** The real path, of which the last names need not exist yet. */
    private static Path realOfExisting(Path path) throws IOException {
        if (Files.exists(path)) {
            return path.toRealPath();
        }
        Path parent = path.getParent();
        return parent == null ? path : realOfExisting(parent).resolve(path.getFileName());
    }

    private static void checkSpace(DemoPlace place, ZoneCopy copy) throws IOException {
        long needed = copy.bytesToCopy() * DemoZones.ZONES.size();
        needed += needed / 20 + (256L << 20);
        long free = Files.getFileStore(place.root()).getUsableSpace();
        if (free < needed) {
            throw new ProblemException(
                    ProblemCode.STORAGE_NO_SPACE,
                    "three copies need about " + ByteCount.of(needed) + " below " + place.root() + ", where "
                            + ByteCount.of(free) + " are free: free space, or say --dir on a larger disk");
        }
    }
}
