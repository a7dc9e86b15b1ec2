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
            "Everything that is written lies in a new directory below --dir, and is deleted at the end."
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
        Cleanup cleanup = new Cleanup(this::say);
        Thread stop = new Thread(cleanup::close, "bench-stop");
        Runtime.getRuntime().addShutdownHook(stop);
        try (cleanup) {
            checkOptions();
            measure(cleanup);
            return 0;
        } catch (IllegalArgumentException e) {
            say(String.valueOf(e.getMessage()));
            return 2;
        } catch (IOException | RuntimeException e) {
            if (!cleanup.isClosing()) {
                fail(e);
            }
            return 1;
        }
    }

    private void fail(Exception e) {
        if (e instanceof BenchmarkFailure) {
            say(String.valueOf(e.getMessage()));
        } else {
            say("failed: " + e);
            e.printStackTrace(err);
        }
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

    private void measure(Cleanup cleanup) throws IOException {
        BenchPlace place = cleanup.add(BenchPlace.in(directory));
        Machine machine = Machine.look(place.root());
        print(Report.text(machine));
        if (machine.isBusy()) {
            say("the load average is " + Report.number(machine.load())
                    + ": other programs are busy, and the figures will be worse than they should and vary");
        }
        ToolRun tools = cleanup.add(new ToolRun(place.resolve("tool.log")));
        Patience patience = new Patience(cleanup);
        if (isChosen(FirstCopy.NAME)) {
            tools.need("rsync", "rsync");
        }
        say("starting three nodes in " + place.root());
        BenchNetwork network = BenchNetwork.start(place, cleanup, patience);
        Bench bench = new Bench(place, network, tools, patience, this::say);
        List<Outcome> outcomes = new ArrayList<>();
        for (String name : NAMES) {
            if (isChosen(name)) {
                Outcome outcome = measurement(name, bench, cleanup).run();
                outcomes.add(outcome);
                print("\n" + Report.text(outcome).stripTrailing());
            }
        }
        if (json) {
            out.println(new Report(machine, outcomes).json());
            out.flush();
        }
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

    private void print(String text) {
        (json ? err : out).println(text);
        (json ? err : out).flush();
    }

    private void say(String text) {
        err.println("bench: " + text);
        err.flush();
    }
}
