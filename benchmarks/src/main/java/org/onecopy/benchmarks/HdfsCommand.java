package org.onecopy.benchmarks;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.onecopy.model.ByteCount;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code onecopy bench hdfs}. */
@Command(
        name = "hdfs",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Measure a directory and HDFS as zones, beside Hadoop's own client and DistCp, with a NameNode and a DataNode on this machine.")
final class HdfsCommand implements Callable<Integer> {
    private static final List<String> NAMES = List.of(HdfsSmallFiles.NAME, HdfsLargeFile.NAME);

    private final PrintStream out;
    private final PrintStream err;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = "Measure only hdfs-small-files or hdfs-large-file; may be repeated (default: all)")
    private List<String> only = new ArrayList<>();

    @Option(names = "--files", paramLabel = "N", description = "Files of hdfs-small-files")
    private int files = 10_000;

    @Option(names = "--size", paramLabel = "SIZE", description = "Size of hdfs-large-file's file")
    private String size = "1GiB";

    @Option(names = "--runs", paramLabel = "N", description = "Runs of each")
    private int runs = 3;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Where the data lies, that of HDFS too; its file system is what is measured")
    private Path directory = Path.of("onecopy-bench");

    @Option(names = "--json", description = "Print the result for machines")
    private boolean json;

    HdfsCommand(PrintStream out, PrintStream err) {
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
            if (files < 1 || runs < 1 || ByteCount.parse(size).value() < 1) {
                throw new IllegalArgumentException("--files, --runs and --size must be at least 1");
            }
            BenchPlace place = cleanup.add(BenchPlace.in(directory));
            Machine machine = frame.machine(place);
            frame.say("starting HDFS and two nodes in " + place.root());
            HdfsSetting setting = HdfsSetting.start(place, cleanup, frame::say);
            List<Outcome> outcomes = new ArrayList<>();
            for (String name : NAMES) {
                if (only.isEmpty() || only.contains(name)) {
                    Measurement measurement = name.equals(HdfsSmallFiles.NAME)
                            ? new HdfsSmallFiles(setting, files, runs)
                            : new HdfsLargeFile(setting, ByteCount.parse(size), runs);
                    Outcome outcome = measurement.run();
                    outcomes.add(outcome);
                    frame.print(outcome);
                }
            }
            frame.end(machine, outcomes);
        });
    }
}
