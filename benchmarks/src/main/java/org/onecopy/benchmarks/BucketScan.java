package org.onecopy.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.onecopy.model.RuleName;

/** Scans of a bucket; beside them a listing of all its keys by the AWS SDK, page after page. */
final class BucketScan implements Measurement {
    static final String NAME = "scan-s3";

    private static final double RATIO_MIN = 0.5;
    private static final double GROWTH_MEGABYTES_MAX = 16;

    private final S3Setting setting;
    private final int objects;
    private final int runs;
    private final Scans scans;
    private final List<Double> rates = new ArrayList<>();
    private final List<Double> cpu = new ArrayList<>();
    private final List<Double> sdkRates = new ArrayList<>();

    BucketScan(S3Setting setting, int objects, int runs) {
        this.setting = setting;
        this.objects = objects;
        this.runs = runs;
        scans = new Scans(setting.zones().network(), setting.zones().patience(), S3Setting.CLOUD);
    }

    @Override
    public Outcome run() throws IOException {
        setting.zones().place().checkSpace(objects * 40_000L + (1L << 30));
        RuleName first = copied(objects / 10);
        double few = scans.heapMegabytes();
        setting.zones().remove(first);
        RuleName name = copied(objects);
        int entries = objects + (objects + 999) / 1000;
        for (int i = 0; i < runs; i++) {
            scans.measure();
            rates.add(entries / scans.seconds.getLast());
            cpu.add(scans.cpu.getLast() / entries * 1e6);
            sdkRates.add(entries / setting.sdk().listAll(S3Setting.prefix(name)));
        }
        return outcome(few, scans.heapMegabytes());
    }

    private RuleName copied(int count) throws IOException {
        RuleName name = new RuleName("objects-" + count);
        setting.zones().progress().accept("%s: %d objects, copied from a directory first".formatted(NAME, count));
        Path root = setting.zones().place().fresh(name.value());
        Scans.write(root, count);
        long _ = setting.zones().make(setting.zones().rule(name, root));
        long _ = setting.zones().awaitShown(name, count, S3Setting.CLOUD);
        scans.rest();
        return name;
    }

    private Outcome outcome(double few, double many) {
        Series ours = Series.of("onecopy, a scan in which nothing changed", "entries/s", rates);
        Series sdk = Series.of("AWS SDK, one listing of all keys", "entries/s", sdkRates);
        return new Outcome(
                NAME,
                "%d objects in directories of 1000, S3Proxy".formatted(objects),
                List.of(
                        ours,
                        Series.of("onecopy, processor time of the node", "µs per entry", cpu),
                        sdk,
                        Series.of(
                                "heap in use after a collection, %d objects".formatted(objects / 10),
                                "MB",
                                List.of(few)),
                        Series.of("heap in use after a collection, %d objects".formatted(objects), "MB", List.of(many)),
                        Series.of("resident memory of the node", "MB", List.of(scans.residentMegabytes()))),
                List.of(
                        Verdict.of(
                                "rate of a scan, onecopy : a listing by the AWS SDK",
                                ours.statistics().median() / sdk.statistics().median(),
                                Verdict.Sense.AT_LEAST,
                                RATIO_MIN,
                                ""),
                        Verdict.of(
                                "heap with ten times the objects, more than before",
                                many - few,
                                Verdict.Sense.AT_MOST,
                                GROWTH_MEGABYTES_MAX,
                                "MB")),
                List.of("A scan lists each directory by itself, and compares each object with the node's records."));
    }
}
