package org.onecopy.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.RuleName;

/** Many small files from a directory to HDFS; beside it Hadoop's own client alone and DistCp, with the same cluster. */
final class HdfsSmallFiles implements Measurement {
    static final String NAME = "hdfs-small-files";

    private static final double RATIO_MIN = 0.8;
    private static final List<Integer> AT_ONCE = List.of(4, 8, 16, 32, 64);
    private static final int TRIED_FILES = 1500;
    private static final long SEED = 61;

    private final HdfsSetting setting;
    private final TwoZones zones;
    private final int files;
    private final int runs;
    private final List<Double> ours = new ArrayList<>();
    private final List<Double> client = new ArrayList<>();
    private final List<Double> distCp = new ArrayList<>();
    private final List<Double> cpuOfNodes = new ArrayList<>();
    private final List<Double> cpuOfDaemons = new ArrayList<>();
    private final List<String> tried = new ArrayList<>();
    private String calls = "";
    private @Nullable String withoutDistCp;

    HdfsSmallFiles(HdfsSetting setting, int files, int runs) {
        this.setting = setting;
        this.zones = setting.zones();
        this.files = files;
        this.runs = runs;
    }

    @Override
    public Outcome run() throws IOException {
        int best = bestOfClient();
        for (int i = 1; i <= runs; i++) {
            zones.progress().accept("%s: run %d of %d".formatted(NAME, i, runs));
            runAll(i, best);
        }
        return outcome(best);
    }

    /** How many files at once the client is fastest with; the first of two rounds only warms it and the daemons up. */
    private int bestOfClient() throws IOException {
        Path root = zones.place().fresh("client-tries");
        List<Path> paths = new RandomFiles(SEED).writeTree(root, Math.min(files, TRIED_FILES));
        int best = AT_ONCE.getFirst();
        double bestSeconds = Double.MAX_VALUE;
        for (int round = 0; round < 2; round++) {
            for (int atOnce : AT_ONCE) {
                zones.progress().accept("Hadoop's client with %d at once".formatted(atOnce));
                String directory = "/client-tries/%d-%d".formatted(round, atOnce);
                double seconds = setting.client().putAll(root, paths, directory, atOnce);
                if (round == 1) {
                    tried.add("%d: %s/s".formatted(atOnce, Report.number(paths.size() / seconds)));
                    best = seconds < bestSeconds ? atOnce : best;
                    bestSeconds = Math.min(seconds, bestSeconds);
                }
            }
        }
        setting.client().delete("/client-tries");
        return best;
    }

    private void runAll(int number, int best) throws IOException {
        RuleName name = new RuleName("small-" + number);
        Path root = zones.place().fresh(name.value());
        List<Path> paths = new RandomFiles(SEED + number).writeTree(root, files);
        zones.rest();
        double nodesBefore = zones.network().cpuSeconds();
        double daemonsBefore = setting.cluster().cpuSeconds();
        NameNodeCalls callsBefore = NameNodeCalls.soFar(setting.cluster());
        long exists = zones.make(zones.rule(name, root));
        long done = zones.awaitShown(name, files, HdfsSetting.CLUSTER);
        cpuOfNodes.add((zones.network().cpuSeconds() - nodesBefore) * 1e3 / files);
        cpuOfDaemons.add((setting.cluster().cpuSeconds() - daemonsBefore) * 1e3 / files);
        calls = NameNodeCalls.soFar(setting.cluster()).since(callsBefore, files);
        ours.add(files / ((done - exists) / 1e9));
        setting.client().checkAllEqual(root, paths, HdfsSetting.path(name));
        zones.remove(name);
        zones.rest();
        client.add(files / setting.client().putAll(root, paths, "/client-" + number, best));
        zones.rest();
        runDistCp(number, root, paths, best);
    }

    /** Where it cannot run, the rest is measured all the same. */
    private void runDistCp(int number, Path root, List<Path> paths, int best) {
        String to = "/distcp-" + number;
        try {
            if (withoutDistCp == null) {
                distCp.add(files / setting.distCp().copy(root, to, best));
                setting.client().checkAllEqual(root, paths, to);
            }
        } catch (BenchmarkFailure e) {
            withoutDistCp = e.getMessage();
            zones.progress().accept("DistCp is left out: " + e.getMessage());
        }
    }

    private Outcome outcome(int best) {
        Series mine = Series.of("onecopy, from the moment the rule exists", "files/s", ours);
        Series theirs = Series.of("Hadoop's client alone, %d files at once".formatted(best), "files/s", client);
        List<Series> series = new ArrayList<>(List.of(mine, theirs));
        if (!distCp.isEmpty()) {
            series.add(Series.of("hadoop distcp -m %d, its start included".formatted(best), "files/s", distCp));
        }
        series.add(Series.of("processor time of all nodes", "ms/file", cpuOfNodes));
        series.add(Series.of("processor time of NameNode and DataNode meanwhile", "ms/file", cpuOfDaemons));
        double ratio = mine.statistics().median() / theirs.statistics().median();
        return new Outcome(
                NAME,
                "%d files of %d bytes in %d directories, a directory to HDFS"
                        .formatted(files, RandomFiles.SMALL_BYTES, RandomFiles.DIRECTORIES),
                series,
                List.of(Verdict.of("rate, onecopy : Hadoop's client", ratio, Verdict.Sense.AT_LEAST, RATIO_MIN, "")),
                List.of(
                        "The end is when HDFS's node says that nothing is left to do. All files were then read and compared,"
                                + " outside the time.",
                        "The client syncs each block to the disk, as onecopy does; DistCp does not.",
                        withoutDistCp == null
                                ? "DistCp runs with MapReduce's local runner, in one process."
                                : "DistCp did not run: " + withoutDistCp,
                        "The client with so many at once: " + String.join(", ", tried) + ".",
                        "Calls to the NameNode for each file, onecopy's last run: " + calls + "."));
    }
}
