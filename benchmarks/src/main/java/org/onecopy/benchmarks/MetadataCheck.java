package org.onecopy.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.onecopy.model.api.CheckDepth;

/** Checks of one zone at the depth of metadata; beside them {@code find}, which prints what such a check compares. */
final class MetadataCheck implements Measurement {
    static final String NAME = "check-metadata";

    private static final double RATIO_MIN = 0.5;
    private static final Duration LIMIT = Duration.ofMinutes(60);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Bench bench;
    private final int files;
    private final int runs;

    MetadataCheck(Bench bench, int files, int runs) {
        this.bench = bench;
        this.files = files;
        this.runs = runs;
    }

    @Override
    public Outcome run() throws IOException {
        List<Double> rates = new ArrayList<>();
        List<Double> findRates = new ArrayList<>();
        Checks checks = new Checks(bench);
        try (Trial trial = copied(bench, files, NAME)) {
            int entries = files + (files + 999) / 1000;
            for (int i = 0; i < runs; i++) {
                bench.progress().accept("%s: run %d of %d".formatted(NAME, i + 1, runs));
                bench.network().settle();
                findRates.add(entries
                        / bench.tools().run("find", trial.oslo().toString(), "-printf", "%p %y %s %m %U %G %T@ %C@\n"));
                Checks.Done done = checks.check(trial.name(), CheckDepth.METADATA, Trial.OSLO);
                if (done.view().differences() != 0) {
                    throw new BenchmarkFailure("the check found differences where there are none");
                }
                rates.add(entries / done.seconds());
            }
        }
        Series ours = Series.of("onecopy, a check of metadata", "entries/s", rates);
        Series theirs = Series.of("find -printf", "entries/s", findRates);
        return new Outcome(
                NAME,
                "%d files in directories of 1000, one zone".formatted(files),
                List.of(ours, theirs),
                List.of(Verdict.of(
                        "rate, onecopy : find",
                        ours.statistics().median() / theirs.statistics().median(),
                        Verdict.Sense.AT_LEAST,
                        RATIO_MIN,
                        "")),
                List.of("From before the request until the API says that the check is done. find compares nothing."));
    }

    /** A rule with so many small files, which both zones show. */
    static Trial copied(Bench bench, int files, String name) throws IOException {
        bench.place().checkSpace(files * 20_000L + (1L << 30));
        Trial trial = Trial.prepare(bench, name);
        bench.progress().accept("%s: %d files, copied to another zone first".formatted(name, files));
        Scans.write(trial.oslo(), files);
        trial.createRule();
        bench.patience()
                .await(
                        name + " is not copied",
                        LIMIT,
                        LOOK,
                        () -> bench.network().showsEverything(trial.name(), files, List.of(Trial.OSLO, Trial.LYON)));
        bench.tools().run("sync");
        bench.network().settle();
        return trial;
    }
}
