package org.onecopy.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.onecopy.model.ByteCount;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code onecopy bench}. Progress goes to standard error, the figures to standard output. */
@Command(
        name = "onecopy bench",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Measure Onecopy on this machine: three real nodes, and other tools beside them in the same run.",
        footer = {
            "",
            "Ends with 0 also where a target is missed; with 1 where something failed or data was wrong.",
            "Everything that is written lies in a new directory below --dir, and is deleted at the end.",
            "'onecopy bench s3' measures a bucket as a zone, 'onecopy bench hdfs' HDFS, 'onecopy bench failover' a killed leader,"
                    + " 'onecopy bench wan' zones that are far apart, 'onecopy bench scan' looks at trees in which nothing changed,"
                    + " 'onecopy bench check' measures checks and repairs."
        })
final class BenchCommand implements Callable<Integer> {
    private static final List<String> NAMES = List.of(FirstCopy.NAME, LargeFile.NAME, WriteLag.NAME, IdleNodes.NAME);

    private final PrintStream out;
    private final PrintStream err;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = "Measure only first-copy, large-file, lag or idle; may be repeated (default: all)")
    private List<String> only = new ArrayList<>();

    @Option(names = "--files", paramLabel = "N", description = "Files of first-copy")
    private int files = 10_000;

    @Option(names = "--size", paramLabel = "SIZE", description = "Size of large-file's file")
    private String size = "1GiB";

    @Option(names = "--runs", paramLabel = "N", description = "Runs of first-copy and of large-file")
    private int runs = 5;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Where the data lies; its file system is what is measured")
    private Path directory = Path.of("onecopy-bench");

    @Option(names = "--json", description = "Print the result for machines")
    private boolean json;

    BenchCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        Frame frame = new Frame(out, err, json);
        return frame.run(cleanup -> {
            checkOptions();
            measure(frame, cleanup);
        });
    }

    private void checkOptions() {
        for (String name : only) {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("--only " + name + ": expected one of " + String.join(", ", NAMES));
            }
        }
        if (files < 1 || runs < 1 || ByteCount.parse(size).value() < 1) {
            throw new IllegalArgumentException("--files, --runs and --size must be at least 1");
        }
    }

    private void measure(Frame frame, Cleanup cleanup) throws IOException {
        BenchPlace place = cleanup.add(BenchPlace.in(directory));
        Machine machine = frame.machine(place);
        ToolRun tools = cleanup.add(new ToolRun(place.resolve("tool.log")));
        Patience patience = new Patience(cleanup);
        if (isChosen(FirstCopy.NAME)) {
            tools.need("rsync", "rsync");
        }
        frame.say("starting three nodes in " + place.root());
        BenchNetwork network = BenchNetwork.start(place, cleanup, patience);
        Bench bench = new Bench(place, network, tools, patience, frame::say);
        List<Outcome> outcomes = new ArrayList<>();
        for (String name : NAMES) {
            if (isChosen(name)) {
                Outcome outcome = measurement(name, bench, cleanup).run();
                outcomes.add(outcome);
                frame.print(outcome);
            }
        }
        frame.end(machine, outcomes);
    }

    private boolean isChosen(String name) {
        return only.isEmpty() || only.contains(name);
    }

    private Measurement measurement(String name, Bench bench, Cleanup cleanup) {
        return switch (name) {
            case FirstCopy.NAME -> new FirstCopy(bench, files, runs);
            case LargeFile.NAME -> new LargeFile(bench, cleanup, ByteCount.parse(size), runs);
            case WriteLag.NAME -> new WriteLag(bench);
            case IdleNodes.NAME -> new IdleNodes(bench);
            default -> throw new IllegalArgumentException(name);
        };
    }
}
