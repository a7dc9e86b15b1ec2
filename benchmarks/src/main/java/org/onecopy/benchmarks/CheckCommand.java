package org.onecopy.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.onecopy.model.ByteCount;
import org.onecopy.model.ZoneName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code onecopy bench check}. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Measure checks beside find and sha256sum, a repair beside the first copy of the same files,"
                    + " and what both do to users who write meanwhile.",
            "Damage that no file system knows of can only be made in memory: check-repair works below /dev/shm."
        })
final class CheckCommand implements Callable<Integer> {
    private static final List<String> NAMES =
            List.of(MetadataCheck.NAME, CheckMemory.NAME, DigestCheck.NAME, RepairTime.NAME, CheckedWrites.NAME);

    private final PrintStream out;
    private final PrintStream err;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Measure only check-metadata, check-memory, check-digest, check-repair or check-writers; may be"
                            + " repeated"
                            + " (default: all)")
    private List<String> only = new ArrayList<>();

    @Option(names = "--files", paramLabel = "N", description = "Files of check-metadata and check-writers")
    private int files = 100_000;

    @Option(names = "--entries", paramLabel = "N", description = "Files of check-memory")
    private int entries = 10_000_000;

    @Option(names = "--differences", paramLabel = "N", description = "Files of 4 KiB that check-repair damages")
    private int differences = 10_000;

    @Option(names = "--size", paramLabel = "SIZE", description = "Bytes that check-digest reads")
    private String size = "1GiB";

    @Option(names = "--runs", paramLabel = "N", description = "Runs of each; check-repair has at most three")
    private int runs = 5;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Where the data lies; its file system is what is measured")
    private Path directory = Path.of("onecopy-bench");

    @Option(names = "--json", description = "Print the result for machines")
    private boolean json;

    CheckCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        Frame frame = new Frame(out, err, json);
        return frame.run(cleanup -> {
            checkOptions();
            BenchPlace place = cleanup.add(BenchPlace.in(directory));
            Machine machine = frame.machine(place);
            List<Outcome> outcomes = new ArrayList<>();
            for (String name : NAMES) {
                if (only.isEmpty() || only.contains(name)) {
                    Outcome outcome = measure(name, place, frame, cleanup);
                    outcomes.add(outcome);
                    frame.print(outcome);
                }
            }
            frame.end(machine, outcomes);
        });
    }

    private void checkOptions() {
        for (String name : only) {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("--only " + name + ": expected one of " + String.join(", ", NAMES));
            }
        }
        if (files < 1
                || entries < 1
                || differences < 1
                || runs < 1
                || ByteCount.parse(size).value() < 1) {
            throw new IllegalArgumentException(
                    "--files, --entries, --differences, --size and --runs must be at least 1");
        }
    }

    private Outcome measure(String name, BenchPlace outer, Frame frame, Cleanup cleanup) throws IOException {
        try (Cleanup own = cleanup.add(new Cleanup(frame::say))) {
            if (name.equals(CheckMemory.NAME)) {
                frame.say(name + ": comparing a made-up storage, which takes some minutes");
                BenchPlace place = outer.inner(name);
                return new CheckMemory(place, own.add(new ToolRun(place.resolve("tool.log"))), entries).run();
            }
            frame.say("starting the nodes of " + name);
            BenchPlace place = name.equals(RepairTime.NAME) ? own.add(memory()) : outer.inner(name);
            Patience patience = new Patience(own);
            ToolRun tools = own.add(new ToolRun(place.resolve("tool.log")));
            Map<ZoneName, String> storages = new LinkedHashMap<>();
            storages.put(Trial.OSLO, "storage: {type: local, root: /}");
            storages.put(Trial.LYON, "storage: {type: local, root: /}");
            BenchNetwork network = BenchNodes.start(place, storages, own, patience);
            return measurement(name, new Bench(place, network, tools, patience, frame::say))
                    .run();
        }
    }

    private static BenchPlace memory() throws IOException {
        Path memory = Path.of("/dev/shm");
        if (!Files.isWritable(memory) || !Files.getFileStore(memory).type().equals("tmpfs")) {
            throw new BenchmarkFailure(RepairTime.NAME + " needs a file system in memory at " + memory);
        }
        return BenchPlace.in(memory);
    }

    private Measurement measurement(String name, Bench bench) {
        return switch (name) {
            case MetadataCheck.NAME -> new MetadataCheck(bench, files, runs);
            case DigestCheck.NAME -> new DigestCheck(bench, ByteCount.parse(size), runs);
            case RepairTime.NAME -> new RepairTime(bench, differences, Math.min(runs, 3));
            case CheckedWrites.NAME -> new CheckedWrites(bench, files);
            default -> throw new IllegalArgumentException(name);
        };
    }
}
