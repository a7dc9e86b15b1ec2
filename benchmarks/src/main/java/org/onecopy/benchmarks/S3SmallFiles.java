package org.onecopy.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.onecopy.model.RuleName;

/**
 * Many small files from a directory to a bucket; beside it the AWS SDK alone and rclone, with the same server. Both the nodes and the SDK
 * have put as many files before anything counts: Java compiles what it does often.
 */
final class S3SmallFiles implements Measurement {
    static final String NAME = "s3-small-files";

    private static final double RATIO_MIN = 0.8;
    private static final List<Integer> AT_ONCE = List.of(4, 8, 16, 32, 64);
    private static final int TRIED_FILES = 1500;
    private static final int ROUNDS = 2;
    private static final long SEED = 51;

    private final S3Setting setting;
    private final TwoZones zones;
    private final int files;
    private final int runs;
    private final List<Double> ours = new ArrayList<>();
    private final List<Double> sdk = new ArrayList<>();
    private final List<Double> rclone = new ArrayList<>();
    private final List<Double> cpuOfNodes = new ArrayList<>();
    private final List<Double> cpuOfServer = new ArrayList<>();
    private final List<String> tried = new ArrayList<>();
    private double coldRate;

    S3SmallFiles(S3Setting setting, int files, int runs) {
        this.setting = setting;
        this.zones = setting.zones();
        this.files = files;
        this.runs = runs;
    }

    @Override
    public Outcome run() throws IOException {
        int best = bestOfSdk();
        zones.progress().accept("%s: the nodes warm up".formatted(NAME));
        coldRate =
                copy(0, Math.min(files, TRIED_FILES) * ROUNDS * AT_ONCE.size()).rate();
        for (int i = 1; i <= runs; i++) {
            zones.progress().accept("%s: run %d of %d".formatted(NAME, i, runs));
            runAll(i, best);
        }
        return outcome(best);
    }

    /** How many requests at once the SDK is fastest with; the first of two rounds only warms it up. */
    private int bestOfSdk() throws IOException {
        Path root = zones.place().fresh("sdk-tries");
        List<Path> paths = new RandomFiles(SEED).writeTree(root, Math.min(files, TRIED_FILES));
        int best = AT_ONCE.getFirst();
        double bestSeconds = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            for (int atOnce : AT_ONCE) {
                zones.progress().accept("the SDK with %d at once".formatted(atOnce));
                String prefix = "sdk-tries-%d-%d/".formatted(round, atOnce);
                double seconds = setting.sdk().putAll(root, paths, prefix, atOnce);
                if (round == 1) {
                    tried.add("%d: %s/s".formatted(atOnce, Report.number(paths.size() / seconds)));
                    best = seconds < bestSeconds ? atOnce : best;
                    bestSeconds = Math.min(seconds, bestSeconds);
                }
            }
        }
        return best;
    }

    /**
     * One copy by the nodes, compared.
     *
     * @param rate files in a second
     * @param cpuOfNodes milliseconds of a core for each file; likewise of the server
     */
    private record Copy(Path root, List<Path> paths, double rate, double cpuOfNodes, double cpuOfServer) {}

    private Copy copy(int number, int count) throws IOException {
        RuleName name = new RuleName("small-" + number);
        Path root = zones.place().fresh(name.value());
        List<Path> paths = new RandomFiles(SEED + number).writeTree(root, count);
        zones.rest();
        double nodesBefore = zones.network().cpuSeconds();
        double serverBefore = setting.server().cpuSeconds();
        long exists = zones.make(zones.rule(name, root));
        long done = zones.awaitShown(name, count, S3Setting.CLOUD);
        double nodes = zones.network().cpuSeconds() - nodesBefore;
        double server = setting.server().cpuSeconds() - serverBefore;
        setting.sdk().checkAllEqual(root, paths, S3Setting.prefix(name));
        zones.remove(name);
        return new Copy(root, paths, count / ((done - exists) / 1e9), nodes * 1e3 / count, server * 1e3 / count);
    }

    private void runAll(int number, int best) throws IOException {
        Copy copy = copy(number, files);
        ours.add(copy.rate());
        cpuOfNodes.add(copy.cpuOfNodes());
        cpuOfServer.add(copy.cpuOfServer());
        Path root = copy.root();
        List<Path> paths = copy.paths();
        zones.rest();
        sdk.add(files / setting.sdk().putAll(root, paths, "sdk-" + number + "/", best));
        zones.rest();
        rclone.add(files
                / zones.tools()
                        .run(
                                "env",
                                "-u",
                                "AWS_CA_BUNDLE", // rclone cannot use it, and needs none here
                                "rclone",
                                "copy",
                                "--config",
                                "/dev/null",
                                "--transfers",
                                String.valueOf(best),
                                "--checkers",
                                String.valueOf(best),
                                "--no-traverse",
                                "--s3-no-check-bucket",
                                "--s3-no-head",
                                "--ignore-times",
                                root + "/",
                                setting.server().rclone("rclone-" + number)));
    }

    private Outcome outcome(int best) {
        Series mine = Series.of("onecopy, from the moment the rule exists", "files/s", ours);
        Series theirs = Series.of("AWS SDK alone, %d requests at once".formatted(best), "files/s", sdk);
        Series clone = Series.of("rclone copy, %d transfers".formatted(best), "files/s", rclone);
        double ratio = mine.statistics().median() / theirs.statistics().median();
        return new Outcome(
                NAME,
                "%d files of %d bytes in %d directories, a directory to a bucket"
                        .formatted(files, RandomFiles.SMALL_BYTES, RandomFiles.DIRECTORIES),
                List.of(
                        mine,
                        theirs,
                        clone,
                        Series.of("processor time of all nodes", "ms/file", cpuOfNodes),
                        Series.of("processor time of the S3 server meanwhile", "ms/file", cpuOfServer)),
                List.of(Verdict.of("rate, onecopy : AWS SDK", ratio, Verdict.Sense.AT_LEAST, RATIO_MIN, "")),
                List.of(
                        "The end is when the bucket's node says that nothing is left to do. All objects were then read and"
                                + " compared, outside the time.",
                        "Both are warm: as many files were copied by either before, by the nodes at %s/s."
                                .formatted(Report.number(coldRate)),
                        "The SDK with so many at once: " + String.join(", ", tried) + "."));
    }
}
