package org.onecopy.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Many small files that lie in one zone before the rule is made; beside it {@code rsync -a} and {@code sync}. */
final class FirstCopy implements Measurement {
    static final String NAME = "first-copy";

    private static final double RATIO_MAX = 1.5;
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final Duration LOOK_RULE = Duration.ofMillis(10);
    private static final Duration LOOK_NAMES = Duration.ofMillis(20);
    private static final Duration LOOK_LAG = Duration.ofMillis(10);
    private static final long SEED = 41;

    private final Bench bench;
    private final int files;
    private final int runs;
    private final List<Double> fromRule = new ArrayList<>();
    private final List<Double> fromRequest = new ArrayList<>();
    private final List<Double> cpu = new ArrayList<>();
    private final List<Double> rsync = new ArrayList<>();
    private final List<Double> rsyncAndSync = new ArrayList<>();

    FirstCopy(Bench bench, int files, int runs) {
        this.bench = bench;
        this.files = files;
        this.runs = runs;
    }

    @Override
    public Outcome run() throws IOException {
        bench.place().checkSpace((long) runs * files * RandomFiles.SMALL_BYTES * 8 + (1L << 30));
        for (int i = 1; i <= runs; i++) {
            bench.progress().accept("%s: run %d of %d".formatted(NAME, i, runs));
            runBoth(i);
        }
        return outcome();
    }

    private void runBoth(int number) throws IOException {
        try (Trial trial = Trial.prepare(bench, NAME + "-" + number)) {
            List<Path> paths = new RandomFiles(SEED + number).writeTree(trial.oslo(), files);
            rest();
            timeOnecopy(trial);
            check(trial, paths);
            trial.removeRule();
            rest();
            timeRsync(trial);
        }
    }

    private void rest() {
        bench.tools().run("sync");
        bench.network().settle();
    }

    private void timeOnecopy(Trial trial) {
        double cpuBefore = bench.network().cpuSeconds();
        long requested = System.nanoTime();
        CompletableFuture<Void> request = CompletableFuture.runAsync(
                trial::createRule, task -> Thread.ofVirtual().start(task));
        long exists = bench.patience()
                .await(
                        "no rule",
                        LIMIT,
                        LOOK_RULE,
                        () -> request.isDone() || bench.network().isListed(Trial.OSLO, trial.name()));
        // Looking at names costs nearly nothing; the API is asked once there is something to ask.
        bench.patience().await(NAME + " is not done", LIMIT, LOOK_NAMES, () -> {
            if (request.isCompletedExceptionally()) {
                request.join();
            }
            return RandomFiles.countNames(trial.lyon()) >= files;
        });
        long done = bench.patience()
                .await(
                        NAME + " is not durable",
                        LIMIT,
                        LOOK_LAG,
                        () -> bench.network().showsEverything(trial.name(), files, List.of(Trial.LYON)));
        cpu.add(bench.network().cpuSeconds() - cpuBefore);
        request.join();
        fromRule.add((done - exists) / 1e9);
        fromRequest.add((done - requested) / 1e9);
    }

    private static void check(Trial trial, List<Path> paths) {
        for (Path path : paths) {
            RandomFiles.checkEqual(trial.oslo().resolve(path), trial.lyon().resolve(path));
        }
    }

    private void timeRsync(Trial trial) throws IOException {
        Path target = trial.beside("rsync");
        double copied = bench.tools().run("rsync", "-a", trial.oslo() + "/", target + "/");
        double synced = bench.tools().run("sync");
        if (RandomFiles.countNames(target) != files || Files.size(target.resolve("dir-00/file-000000.bin")) == 0) {
            throw new BenchmarkFailure("rsync left files out");
        }
        rsync.add(copied);
        rsyncAndSync.add(copied + synced);
    }

    private Outcome outcome() {
        Series ours = Series.of("onecopy, from the moment the rule exists", "s", fromRule);
        Series theirs = Series.of("rsync -a, then sync", "s", rsyncAndSync);
        double ratio = ours.statistics().median() / theirs.statistics().median();
        return new Outcome(
                NAME,
                "%d files of %d bytes in %d directories, oslo to lyon"
                        .formatted(files, RandomFiles.SMALL_BYTES, RandomFiles.DIRECTORIES),
                List.of(
                        ours,
                        Series.of("onecopy, from before the request", "s", fromRequest),
                        Series.of("onecopy, processor time of all nodes", "s", cpu),
                        theirs,
                        Series.of("rsync -a alone", "s", rsync)),
                List.of(Verdict.of("time, onecopy : rsync -a, then sync", ratio, Verdict.Sense.AT_MOST, RATIO_MAX, "")),
                List.of(
                        "The rule exists when the API lists it or its creation has returned, whichever is seen first.",
                        "The end is when all names are there and lyon's node says that nothing is left to do (readable"
                                + " and durable). All contents were then compared, outside the time."));
    }
}
