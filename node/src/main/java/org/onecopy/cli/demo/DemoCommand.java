package org.onecopy.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.onecopy.cli.CurrentNetwork;
import org.onecopy.cli.ExitCode;
import org.onecopy.cli.Table;
import org.onecopy.cli.Terminal;
import org.onecopy.model.ApiJson;
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
    private static final List<ZoneName> ZONES =
            List.of(new ZoneName("oslo"), new ZoneName("lyon"), new ZoneName("kyoto"));

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
            description = "Storages of the zones; only local,local,local for now")
    private String zones = "local,local,local";

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
            for (ZoneName zone : ZONES) {
                Files.createDirectories(place.zone(zone));
            }
            Path source = input == null
                    ? DataSet.in(place.root(), files)
                    : input.toAbsolutePath().normalize();
            TreeCopy copy = new TreeCopy(
                    source, place.zone(ZONES.getFirst()), place.root().resolve("incoming"));
            checkSpace(place, copy);
            List<DemoNode> nodes = DemoPorts.nodes(place, ZONES);
            DemoIdentities identities = new DemoIdentities(place, InstantSource.system());
            UUID network = identities.prepare(place, nodes);
            for (DemoNode node : nodes) {
                DemoConfiguration.write(place, node, nodes, network, identities.tokens());
            }
            return run(place, nodes, new DemoNetwork(place, nodes, identities), copy, line, limit);
        }
    }

    private int run(
            DemoPlace place, List<DemoNode> nodes, DemoNetwork network, TreeCopy copy, LiveLine line, Duration limit)
            throws IOException, InterruptedException {
        Pace pace = new Pace();
        CurrentNetwork current = new CurrentNetwork(terminal);
        Supervisor supervisor = new Supervisor(place, launcher, network::writeFile, line::say);
        Thread stop = new Thread(() -> stop(pace, supervisor, current, place), "demo-stop");
        Runtime.getRuntime().addShutdownHook(stop);
        try (TreeProof proof = new TreeProof(Math.max(2, Runtime.getRuntime().availableProcessors()))) {
            supervisor.start(nodes);
            current.remember(place.networkFile());
            DemoRun run = new DemoRun(network, supervisor, roots(place), line, pace, limit);
            run.awaitRule();
            double start = line.seconds();
            run.copy(copy);
            TreeProof.Outcome outcome = run.prove(proof);
            report(place, copy, outcome, line, line.seconds() - start);
            if (!once) {
                suggest(place, supervisor.pids(), nodes, line);
                pace.awaitStop();
            }
            return outcome.equal() ? ExitCode.OK : ExitCode.NEGATIVE;
        } finally {
            stop(pace, supervisor, current, place);
            removeHook(stop);
        }
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

    private static Map<ZoneName, Path> roots(DemoPlace place) {
        Map<ZoneName, Path> roots = new LinkedHashMap<>();
        ZONES.forEach(zone -> roots.put(zone, place.zone(zone)));
        return roots;
    }

    private void checkOptions() throws IOException {
        if (!zones.equals("local,local,local")) {
            throw new IllegalArgumentException("--zones " + zones + ": only local,local,local is possible for now");
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

    private static void checkSpace(DemoPlace place, TreeCopy copy) throws IOException {
        long needed = copy.bytesToCopy() * ZONES.size();
        needed += needed / 20 + (256L << 20);
        long free = Files.getFileStore(place.root()).getUsableSpace();
        if (free < needed) {
            throw new ProblemException(
                    ProblemCode.STORAGE_NO_SPACE,
                    "three copies need about " + ByteCount.of(needed) + " below " + place.root() + ", where "
                            + ByteCount.of(free) + " are free: free space, or say --dir on a larger disk");
        }
    }

    private void report(DemoPlace place, TreeCopy copy, TreeProof.Outcome outcome, LiveLine line, double seconds)
            throws JsonProcessingException {
        if (json) {
            DemoResult result = new DemoResult(
                    outcome.equal(),
                    seconds,
                    copy.files(),
                    copy.bytes(),
                    outcome.zones(),
                    outcome.differences(),
                    outcome.differencesTotal(),
                    place.networkFile().toString());
            terminal.out().println(ApiJson.strict().writeValueAsString(result));
            terminal.out().flush();
        }
        line.say("");
        line.say("copied %d new or different files (%s); all done after %s"
                .formatted(copy.files(), ByteCount.of(copy.bytes()), DurationText.rough(seconds)));
        if (copy.leftOut() > 0) {
            line.say("left out %d pipes, sockets or devices".formatted(copy.leftOut()));
        }
        Table table = Table.of("ZONE", ">FILES", ">DIRECTORIES", ">LINKS", ">BYTES", "SHA-256 OVER EVERYTHING");
        outcome.zones()
                .forEach(zone -> table.row(
                        zone.zone(),
                        zone.files(),
                        zone.directories(),
                        zone.links(),
                        ByteCount.of(zone.bytes()),
                        zone.digest()));
        line.say(table.render().stripTrailing());
        if (outcome.equal()) {
            line.say("all three zones hold the same, read from their disks");
        } else {
            line.say("THE ZONES DIFFER at " + outcome.differencesTotal() + " paths:");
            outcome.differences().forEach(difference -> line.say("  " + Table.printable(difference)));
            if (outcome.differencesTotal() > outcome.differences().size()) {
                line.say("  … and "
                        + (outcome.differencesTotal() - outcome.differences().size()) + " more");
            }
        }
    }

    private static void suggest(DemoPlace place, Map<DemoNode, Long> pids, List<DemoNode> nodes, LiveLine line) {
        Path first = place.zone(nodes.get(0).zone());
        Path second = place.zone(nodes.get(1).zone());
        line.say("");
        line.say("Now try, in another terminal:");
        line.say("  write here:      echo hello > " + first.resolve("hello.txt"));
        line.say("  look there:      cat " + second.resolve("hello.txt"));
        line.say("  kill a node:     kill -9 " + pids.get(nodes.get(1)) + "   ("
                + nodes.get(1).node() + ", which is started again and catches up)");
        line.say("  ask:             onecopy status; onecopy lag; onecopy events --follow");
        line.say("  stop everything: Ctrl-C here; the same command goes on from where it was");
    }
}
