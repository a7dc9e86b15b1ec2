package org.onecopy.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.api.CheckDepth;
import org.onecopy.model.api.CheckView;

/** From the write of a small file until the other zone shows it, at rest and while a check at the depth of digests runs in both zones. */
final class CheckedWrites implements Measurement {
    static final String NAME = "check-writers";

    private static final double RATIO_MAX = 2;
    private static final int WRITES = 200;
    private static final Duration BETWEEN = Duration.ofMillis(50);
    private static final Duration LOOK = Duration.ofNanos(300_000);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long SEED = 71;

    private final Bench bench;
    private final int files;
    private final RandomFiles contents = new RandomFiles(SEED);
    private int written;

    CheckedWrites(Bench bench, int files) {
        this.bench = bench;
        this.files = files;
    }

    @Override
    public Outcome run() throws IOException {
        Checks checks = new Checks(bench);
        List<Double> rest = new ArrayList<>();
        List<Double> during = new ArrayList<>();
        try (Trial trial = MetadataCheck.copied(bench, files, NAME)) {
            Files.createDirectory(trial.oslo().resolve("written"));
            bench.progress().accept(NAME + ": at rest");
            write(trial, rest, () -> rest.size() >= WRITES);
            while (during.size() < WRITES) {
                bench.progress().accept(NAME + ": while a check runs, " + during.size() + " of " + WRITES);
                bench.network().settle();
                CheckView check = checks.begin(trial.name(), CheckDepth.DIGEST, null);
                write(trial, during, () -> during.size() >= WRITES || checks.isDone(check));
                checks.await(check);
            }
        }
        return outcome(
                Series.of("write to visible, at rest", "ms", rest), Series.of("while a check runs", "ms", during));
    }

    private void write(Trial trial, List<Double> millis, BooleanSupplier isEnough) throws IOException {
        while (!isEnough.getAsBoolean()) {
            Path name = Path.of("written", "file-%04d.bin".formatted(written++));
            byte[] content = contents.small();
            Path copy = trial.lyon().resolve(name);
            long start = System.nanoTime();
            Files.write(trial.oslo().resolve(name), content);
            long seen = bench.patience()
                    .await(
                            name + " does not appear in lyon",
                            LIMIT,
                            LOOK,
                            () -> Files.exists(copy) && copy.toFile().length() == content.length);
            millis.add((seen - start) / 1e6);
            bench.patience().pass(BETWEEN.minusNanos(System.nanoTime() - start));
        }
    }

    private Outcome outcome(Series rest, Series during) {
        double ratio = tail(during.statistics().p99()) / tail(rest.statistics().p99());
        return new Outcome(
                NAME,
                "%d files of %d bytes written into oslo beside %d others"
                        .formatted(WRITES, RandomFiles.SMALL_BYTES, files),
                List.of(rest, during),
                List.of(Verdict.of("p99, during a check : at rest", ratio, Verdict.Sense.AT_MOST, RATIO_MAX, "")),
                List.of(
                        "The check reads every content in both zones, on the same cores. The same again until enough were written."));
    }

    private static double tail(@Nullable Double p99) {
        return Objects.requireNonNull(p99);
    }
}
