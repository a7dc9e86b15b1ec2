package org.onecopy.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.onecopy.model.ZoneName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code onecopy bench scan}. */
@Command(
        name = "scan",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Measure scans of trees in which nothing has changed, beside find and a plain listing by the AWS SDK.")
final class ScanCommand implements Callable<Integer> {
    /** Scans follow each other as soon as they may. */
    private static final String OFTEN = "\ncapture: {mode: scan, scanInterval: 2s}";

    private static final List<String> NAMES = List.of(LocalScan.NAME, BucketScan.NAME);

    private final PrintStream out;
    private final PrintStream err;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = "Measure only scan-local or scan-s3; may be repeated (default: both)")
    private List<String> only = new ArrayList<>();

    @Option(names = "--files", paramLabel = "N", description = "Files, and objects; a tenth of them is measured first")
    private int files = 100_000;

    @Option(names = "--runs", paramLabel = "N", description = "Scans that are measured")
    private int runs = 5;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Where the data lies, that of the S3 server too; its file system is what is measured")
    private Path directory = Path.of("onecopy-bench");

    @Option(names = "--json", description = "Print the result for machines")
    private boolean json;

    ScanCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        Frame frame = new Frame(out, err, json);
        return frame.run(cleanup -> {
            for (String name : only) {
                if (!NAMES.contains(name)) {
                    throw new IllegalArgumentException(
                            "--only " + name + ": expected one of " + String.join(", ", NAMES));
                }
            }
            if (files < 10 || runs < 1) {
                throw new IllegalArgumentException("--files must be at least 10, and --runs at least 1");
            }
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

    private Outcome measure(String name, BenchPlace place, Frame frame, Cleanup outer) throws IOException {
        frame.say("starting the nodes of " + name + " in " + place.root());
        try (Cleanup cleanup = outer.add(new Cleanup(frame::say))) {
            BenchPlace own = place.inner(name);
            if (name.equals(BucketScan.NAME)) {
                S3Setting setting = S3Setting.start(own, cleanup, frame::say, OFTEN);
                return new BucketScan(setting, files, runs).run();
            }
            Patience patience = new Patience(cleanup);
            ToolRun tools = cleanup.add(new ToolRun(own.resolve("tool.log")));
            Map<ZoneName, String> storages = new LinkedHashMap<>();
            storages.put(Trial.OSLO, "storage: {type: local, root: /}" + OFTEN);
            storages.put(Trial.LYON, "storage: {type: local, root: /}");
            BenchNetwork network = BenchNodes.start(own, storages, cleanup, patience);
            return new LocalScan(new Bench(own, network, tools, patience, frame::say), files, runs).run();
        }
    }
}
