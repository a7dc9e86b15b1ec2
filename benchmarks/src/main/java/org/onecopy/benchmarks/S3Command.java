package org.onecopy.benchmarks;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.onecopy.model.ByteCount;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code onecopy bench s3}. */
@Command(
        name = "s3",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Measure a directory and a bucket as zones, beside the AWS SDK and rclone, with one S3 server on this machine.")
final class S3Command implements Callable<Integer> {
    private static final List<String> NAMES = List.of(S3SmallFiles.NAME, S3LargeFile.NAME);

    private final PrintStream out;
    private final PrintStream err;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = "Measure only s3-small-files or s3-large-file; may be repeated (default: all)")
    private List<String> only = new ArrayList<>();

    @Option(names = "--files", paramLabel = "N", description = "Files of s3-small-files")
    private int files = 10_000;

    @Option(names = "--size", paramLabel = "SIZE", description = "Size of s3-large-file's file")
    private String size = "1GiB";

    @Option(names = "--runs", paramLabel = "N", description = "Runs of each")
    private int runs = 3;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Where the data lies, that of the S3 server too; its file system is what is measured")
    private Path directory = Path.of("onecopy-bench");

    @Option(names = "--json", description = "Print the result for machines")
    private boolean json;

    S3Command(PrintStream out, PrintStream err) {
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
            BenchPlace place = cleanup.add(BenchPlace.in(directory));
            Machine machine = frame.machine(place);
            frame.say("starting an S3 server and two nodes in " + place.root());
            S3Setting setting = S3Setting.start(place, cleanup, frame::say);
            List<Outcome> outcomes = new ArrayList<>();
            for (String name : NAMES) {
                if (only.isEmpty() || only.contains(name)) {
                    Measurement measurement = name.equals(S3SmallFiles.NAME)
                            ? new S3SmallFiles(setting, files, runs)
                            : new S3LargeFile(setting, ByteCount.parse(size), runs);
                    Outcome outcome = measurement.run();
                    outcomes.add(outcome);
                    frame.print(outcome);
                }
            }
            frame.end(machine, outcomes);
        });
    }
}
