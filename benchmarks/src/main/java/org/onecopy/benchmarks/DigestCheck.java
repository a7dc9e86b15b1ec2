package org.onecopy.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.onecopy.model.ByteCount;
import org.onecopy.model.api.CheckDepth;

/** Checks of one zone that read every content; beside them {@code sha256sum} with as many processes as there are cores. */
final class DigestCheck implements Measurement {
    static final String NAME = "check-digest";

    private static final double RATIO_MIN = 1;
    private static final int FILES = 64;
    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final long SEED = 61;

    private final Bench bench;
    private final ByteCount size;
    private final int runs;

    DigestCheck(Bench bench, ByteCount size, int runs) {
        this.bench = bench;
        this.size = size;
        this.runs = runs;
    }

    @Override
    public Outcome run() throws IOException {
        bench.place().checkSpace(size.value() * 3 + (1L << 30));
        List<Double> rates = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        List<Double> sums = new ArrayList<>();
        Checks checks = new Checks(bench);
        try (Trial trial = Trial.prepare(bench, NAME)) {
            write(trial.oslo());
            trial.createRule();
            bench.patience()
                    .await(
                            NAME + " is not copied",
                            LIMIT,
                            LOOK,
                            () -> bench.network()
                                    .showsEverything(trial.name(), FILES, List.of(Trial.OSLO, Trial.LYON)));
            double megabytes = size.value() / FILES * FILES / 1e6;
            for (int i = 0; i < runs; i++) {
                bench.progress().accept("%s: run %d of %d".formatted(NAME, i + 1, runs));
                bench.tools().run("sync");
                bench.network().settle();
                sums.add(megabytes / bench.tools().run(sha256sum(trial.oslo())));
                double before = bench.network().cpuSeconds();
                Checks.Done done = checks.check(trial.name(), CheckDepth.DIGEST, Trial.OSLO);
                cpu.add(bench.network().cpuSeconds() - before);
                if (done.view().differences() != 0) {
                    throw new BenchmarkFailure("the check found differences where there are none");
                }
                rates.add(megabytes / done.seconds());
            }
            trial.removeRule();
            trial.deleteFiles();
        }
        Series ours = Series.of("onecopy, a check of contents", "MB/s", rates);
        Series theirs = Series.of("sha256sum, as many as cores", "MB/s", sums);
        return new Outcome(
                NAME,
                "%d files of %s together, one zone".formatted(FILES, size),
                List.of(ours, Series.of("onecopy, processor time of all nodes", "s", cpu), theirs),
                List.of(Verdict.of(
                        "rate, onecopy : sha256sum",
                        ours.statistics().median() / theirs.statistics().median(),
                        Verdict.Sense.AT_LEAST,
                        RATIO_MIN,
                        "")),
                List.of(
                        "Both read from the page cache where the files fit into it: then SHA-256 is what bounds them."));
    }

    private void write(Path root) throws IOException {
        RandomFiles contents = new RandomFiles(SEED);
        for (int i = 0; i < FILES; i++) {
            contents.writeLarge(root.resolve("file-%02d.bin".formatted(i)), size.value() / FILES);
        }
        if (Files.size(root.resolve("file-00.bin")) == 0) {
            throw new BenchmarkFailure("--size must be at least %d bytes".formatted(FILES));
        }
    }

    private static String[] sha256sum(Path root) {
        int cores = Runtime.getRuntime().availableProcessors();
        return new String[] {
            "sh", "-c", "find '" + root + "' -type f -print0 | xargs -0 -n 1 -P " + cores + " sha256sum"
        };
    }
}
