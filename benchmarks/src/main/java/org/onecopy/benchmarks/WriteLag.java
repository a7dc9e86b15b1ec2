package org.onecopy.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** From the write of a small file in one zone until it can be seen in the other, at rest. */
final class WriteLag implements Measurement {
    static final String NAME = "lag";

    private static final double P50_MILLIS_MAX = 60;
    private static final double P99_MILLIS_MAX = 250;
    private static final int FILES = 300;
    private static final Duration BETWEEN = Duration.ofMillis(50);
    private static final Duration LOOK = Duration.ofNanos(300_000);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long SEED = 47;

    private final Bench bench;

    WriteLag(Bench bench) {
        this.bench = bench;
    }

    @Override
    public Outcome run() throws IOException {
        List<Double> millis = new ArrayList<>();
        RandomFiles contents = new RandomFiles(SEED);
        try (Trial trial = Trial.prepare(bench, NAME)) {
            trial.createRuleAtRest();
            bench.progress().accept("%s: %d files".formatted(NAME, FILES));
            for (int i = 0; i < FILES; i++) {
                String name = "file-%03d.bin".formatted(i);
                long start = System.nanoTime();
                millis.add(time(trial, name, contents.small()));
                RandomFiles.checkEqual(trial.oslo().resolve(name), trial.lyon().resolve(name));
                bench.patience().pass(BETWEEN.minusNanos(System.nanoTime() - start));
            }
        }
        return outcome(Series.of("write to visible", "ms", millis));
    }

    private double time(Trial trial, String name, byte[] content) throws IOException {
        Path copy = trial.lyon().resolve(name);
        long start = System.nanoTime();
        Files.write(trial.oslo().resolve(name), content);
        long seen = bench.patience()
                .await(
                        name + " does not appear in lyon",
                        LIMIT,
                        LOOK,
                        () -> Files.exists(copy) && copy.toFile().length() == content.length);
        return (seen - start) / 1e6;
    }

    private static Outcome outcome(Series series) {
        double p99 = Objects.requireNonNull(series.statistics().p99());
        return new Outcome(
                NAME,
                "%d files of %d bytes written into oslo, one after the other, at least %d ms apart"
                        .formatted(FILES, RandomFiles.SMALL_BYTES, BETWEEN.toMillis()),
                List.of(series),
                List.of(
                        Verdict.of(
                                "write to visible, p50",
                                series.statistics().median(),
                                Verdict.Sense.AT_MOST,
                                P50_MILLIS_MAX,
                                "ms"),
                        Verdict.of("write to visible, p99", p99, Verdict.Sense.AT_MOST, P99_MILLIS_MAX, "ms")),
                List.of(
                        "From before the file is opened for writing until lyon's directory shows it with its full length; the next"
                                + " file is written once the one before was seen."));
    }
}
