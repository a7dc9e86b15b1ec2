package org.onecopy.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.onecopy.model.ByteCount;

/** One large file that is moved into a rule at rest; beside it {@code rsync -a} over ssh on loopback. */
final class LargeFile implements Measurement {
    static final String NAME = "large-file";

    private static final double RATIO_MIN = 1;
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final Duration LOOK_FILE = Duration.ofMillis(2);
    private static final Duration LOOK_LAG = Duration.ofMillis(5);
    private static final String FILE = "large.bin";
    private static final long SEED = 43;

    private final Bench bench;
    private final Cleanup cleanup;
    private final ByteCount size;
    private final int runs;
    private final List<Double> ours = new ArrayList<>();
    private final List<Double> visible = new ArrayList<>();
    private final List<Double> rsync = new ArrayList<>();
    private final List<Double> rsyncAndSync = new ArrayList<>();

    LargeFile(Bench bench, Cleanup cleanup, ByteCount size, int runs) {
        this.bench = bench;
        this.cleanup = cleanup;
        this.size = size;
        this.runs = runs;
    }

    @Override
    public Outcome run() throws IOException {
        bench.place().checkSpace(size.value() * 4 + (1L << 30));
        try (PrivateSshd sshd = cleanup.add(PrivateSshd.start(bench))) {
            for (int i = 1; i <= runs; i++) {
                bench.progress().accept("%s: run %d of %d".formatted(NAME, i, runs));
                runBoth(i, sshd);
            }
        }
        return outcome();
    }

    private void runBoth(int number, PrivateSshd sshd) throws IOException {
        try (Trial trial = Trial.prepare(bench, NAME + "-" + number)) {
            Path prepared = trial.beside("prepared").resolve(FILE);
            new RandomFiles(SEED + number).writeLarge(prepared, size.value());
            trial.createRuleAtRest();
            timeOnecopy(trial, prepared);
            RandomFiles.checkEqual(trial.oslo().resolve(FILE), trial.lyon().resolve(FILE));
            trial.removeRule();
            bench.tools().run("sync");
            bench.network().settle();
            timeRsync(trial, sshd);
            trial.deleteFiles();
        }
    }

    private void timeOnecopy(Trial trial, Path prepared) throws IOException {
        Path copy = trial.lyon().resolve(FILE);
        long start = System.nanoTime();
        Files.move(prepared, trial.oslo().resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        long seen = bench.patience()
                .await(
                        NAME + " is not done",
                        LIMIT,
                        LOOK_FILE,
                        () -> copy.toFile().length() == size.value());
        long done = bench.patience()
                .await(
                        NAME + " is not durable",
                        LIMIT,
                        LOOK_LAG,
                        () -> bench.network().showsEverything(trial.name(), 2, List.of(Trial.LYON)));
        ours.add(rate((done - start) / 1e9));
        visible.add(rate((seen - start) / 1e9));
    }

    private void timeRsync(Trial trial, PrivateSshd sshd) throws IOException {
        Path target = trial.beside("rsync");
        double copied = bench.tools()
                .run(
                        "rsync",
                        "-a",
                        "-e",
                        sshd.shell(),
                        trial.oslo().resolve(FILE).toString(),
                        sshd.remote(target));
        double synced = bench.tools().run("sync");
        RandomFiles.checkEqual(trial.oslo().resolve(FILE), target.resolve(FILE));
        rsync.add(rate(copied));
        rsyncAndSync.add(rate(copied + synced));
    }

    private double rate(double seconds) {
        return size.value() / 1e6 / seconds;
    }

    private Outcome outcome() {
        Series durable = Series.of("onecopy, until durable", "MB/s", ours);
        Series theirs = Series.of("rsync -a over ssh", "MB/s", rsync);
        double ratio = durable.statistics().median() / theirs.statistics().median();
        return new Outcome(
                NAME,
                "one file of " + size.exact() + ", moved into oslo, until it is in lyon",
                List.of(
                        durable,
                        Series.of("onecopy, until visible", "MB/s", visible),
                        theirs,
                        Series.of("rsync -a over ssh, then sync", "MB/s", rsyncAndSync)),
                List.of(Verdict.of("rate, onecopy : rsync -a over ssh", ratio, Verdict.Sense.AT_LEAST, RATIO_MIN, "")),
                List.of(
                        "From before the rename until the file has its full length and lyon's node says that nothing is"
                                + " left to do. Contents were then compared, outside the time.",
                        "rsync's file need not be durable when rsync ends; ours is."));
    }
}
