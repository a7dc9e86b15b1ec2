package org.onecopy.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.onecopy.model.RuleName;

/** Scans of a directory tree; beside them {@code find}, which prints of each entry what a scan compares. */
final class LocalScan implements Measurement {
    static final String NAME = "scan-local";

    private static final double RATE_MIN = 20_000;
    private static final double GROWTH_MEGABYTES_MAX = 16;
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Bench bench;
    private final int files;
    private final int runs;
    private final Scans scans;
    private final List<Double> rates = new ArrayList<>();
    private final List<Double> cpu = new ArrayList<>();
    private final List<Double> findRates = new ArrayList<>();

    LocalScan(Bench bench, int files, int runs) {
        this.bench = bench;
        this.files = files;
        this.runs = runs;
        scans = new Scans(bench.network(), bench.patience(), Trial.OSLO);
    }

    @Override
    public Outcome run() throws IOException {
        bench.place().checkSpace(files * 20_000L + (1L << 30));
        double few;
        try (Trial trial = trial(files / 10)) {
            scans.rest();
            few = scans.heapMegabytes();
            bench.progress().accept("heap of the node after " + trial.name() + ": " + Report.number(few) + " MB");
        }
        double many;
        try (Trial trial = trial(files)) {
            scans.rest();
            int entries = files + (files + 999) / 1000;
            for (int i = 0; i < runs; i++) {
                scans.measure();
                rates.add(entries / scans.seconds.getLast());
                cpu.add(scans.cpu.getLast() / entries * 1e6);
                Path tree = trial.oslo();
                findRates.add(entries / bench.tools().run("find", tree.toString(), "-printf", "%s %T@\n"));
            }
            many = scans.heapMegabytes();
        }
        return outcome(few, many);
    }

    private Trial trial(int count) throws IOException {
        Trial trial = Trial.prepare(bench, "files-" + count);
        bench.progress().accept("%s: %d files, copied to another zone first".formatted(NAME, count));
        Scans.write(trial.oslo(), count);
        trial.createRule();
        RuleName name = trial.name();
        bench.patience()
                .await(
                        name + " is not copied",
                        LIMIT,
                        LOOK,
                        () -> bench.network().showsEverything(name, count, List.of(Trial.OSLO, Trial.LYON)));
        return trial;
    }

    private Outcome outcome(double few, double many) {
        Series ours = Series.of("onecopy, a scan in which nothing changed", "entries/s", rates);
        return new Outcome(
                NAME,
                "%d files in directories of 1000".formatted(files),
                List.of(
                        ours,
                        Series.of("onecopy, processor time of the node", "µs per entry", cpu),
                        Series.of("find -printf '%s %T@'", "entries/s", findRates),
                        Series.of("heap in use after a collection, %d files".formatted(files / 10), "MB", List.of(few)),
                        Series.of("heap in use after a collection, %d files".formatted(files), "MB", List.of(many)),
                        Series.of("resident memory of the node", "MB", List.of(scans.residentMegabytes()))),
                List.of(
                        Verdict.of(
                                "rate of a scan",
                                ours.statistics().median(),
                                Verdict.Sense.AT_LEAST,
                                RATE_MIN,
                                "entries/s"),
                        Verdict.of(
                                "heap with ten times the files, more than before",
                                many - few,
                                Verdict.Sense.AT_MOST,
                                GROWTH_MEGABYTES_MAX,
                                "MB")),
                List.of(
                        "A scan looks at every entry, and at what the node's records say of it. find looks and compares nothing.",
                        "The processor time includes what else the node did between two scans."));
    }
}
