package org.onecopy.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.onecopy.model.ByteCount;
import org.onecopy.model.RuleName;

/** One large file from a directory to HDFS, and one from HDFS to the directory; beside it Hadoop's own client. */
final class HdfsLargeFile implements Measurement {
    static final String NAME = "hdfs-large-file";

    private static final double RATIO_MIN = 0.8;
    private static final String FILE = "large.bin";
    private static final List<Integer> AT_ONCE = List.of(1, 2, 4, 8);
    private static final long PART_BYTES = 16 << 20;
    private static final long TRIED_BYTES = 256 << 20;
    private static final long SEED = 63;

    private final HdfsSetting setting;
    private final TwoZones zones;
    private final long bytes;
    private final int runs;
    private final List<Double> up = new ArrayList<>();
    private final List<Double> upClient = new ArrayList<>();
    private final List<Double> down = new ArrayList<>();
    private final List<Double> downClient = new ArrayList<>();
    private int atOnceDown = AT_ONCE.getFirst();

    HdfsLargeFile(HdfsSetting setting, ByteCount size, int runs) {
        this.setting = setting;
        this.zones = setting.zones();
        this.bytes = size.value();
        this.runs = runs;
    }

    @Override
    public Outcome run() throws IOException {
        zones.place().checkSpace(bytes * 6 + (1L << 30));
        findBest();
        for (int i = 1; i <= runs; i++) {
            zones.progress().accept("%s: run %d of %d".formatted(NAME, i, runs));
            upload(i);
            download(i);
        }
        return outcome();
    }

    private void findBest() throws IOException {
        Path place = zones.place().fresh("large-tries");
        Path file = place.resolve(FILE);
        long length = Math.min(bytes, TRIED_BYTES);
        new RandomFiles(SEED).writeLarge(file, length);
        double _ = setting.client().putLarge(file, "/large-tries");
        double best = Double.MAX_VALUE;
        for (int atOnce : AT_ONCE) {
            zones.progress().accept("Hadoop's client with %d ranges at once".formatted(atOnce));
            double back =
                    setting.client().getLarge("/large-tries", length, place.resolve("b" + atOnce), PART_BYTES, atOnce);
            atOnceDown = back < best ? atOnce : atOnceDown;
            best = Math.min(best, back);
        }
        setting.client().delete("/large-tries");
        BenchPlace.delete(place);
    }

    private void upload(int number) throws IOException {
        RuleName name = new RuleName("up-" + number);
        Path root = zones.place().fresh(name.value());
        Path file = root.resolve(FILE);
        new RandomFiles(SEED + number).writeLarge(file, bytes);
        zones.rest();
        long exists = zones.make(zones.rule(name, root));
        long done = zones.awaitShown(name, 1, HdfsSetting.CLUSTER);
        up.add(rate((done - exists) / 1e9));
        setting.client().checkEqual(file, HdfsSetting.path(name) + "/" + FILE);
        zones.remove(name);
        setting.client().delete(HdfsSetting.path(name));
        zones.rest();
        upClient.add(rate(setting.client().putLarge(file, "/client-up")));
        setting.client().delete("/client-up");
        BenchPlace.delete(root);
    }

    private void download(int number) throws IOException {
        RuleName name = new RuleName("down-" + number);
        Path root = zones.place().fresh(name.value());
        Path file = zones.place().fresh("down-client-" + number).resolve(FILE);
        new RandomFiles(SEED + 100 + number).writeLarge(file, bytes);
        String path = HdfsSetting.path(name) + "/" + FILE;
        double _ = setting.client().putLarge(file, path);
        zones.rest();
        long exists = zones.make(zones.rule(name, root));
        long done = zones.awaitShown(name, 1, TwoZones.OSLO);
        down.add(rate((done - exists) / 1e9));
        RandomFiles.checkEqual(file, root.resolve(FILE));
        zones.remove(name);
        Files.delete(file);
        zones.rest();
        downClient.add(rate(setting.client().getLarge(path, bytes, file, PART_BYTES, atOnceDown)));
        setting.client().delete(HdfsSetting.path(name));
        BenchPlace.delete(root);
        Files.delete(file);
    }

    private double rate(double seconds) {
        return bytes / 1e6 / seconds;
    }

    private Outcome outcome() {
        Series there = Series.of("onecopy, directory to HDFS", "MB/s", up);
        Series clientThere = Series.of("Hadoop's client, one stream", "MB/s", upClient);
        Series back = Series.of("onecopy, HDFS to directory", "MB/s", down);
        Series clientBack = Series.of("Hadoop's client, %d ranges at once".formatted(atOnceDown), "MB/s", downClient);
        return new Outcome(
                NAME,
                "one file of " + new ByteCount(bytes).exact() + ", to HDFS and from HDFS",
                List.of(there, clientThere, back, clientBack),
                List.of(
                        verdict("rate to HDFS, onecopy : Hadoop's client", there, clientThere),
                        verdict("rate from HDFS, onecopy : Hadoop's client", back, clientBack)),
                List.of(
                        "From the moment the rule exists until the other zone's node says that nothing is left to do. Contents"
                                + " were then compared, outside the time.",
                        "The client does not read a file before it sends it, nor makes durable what it fetched; onecopy does."));
    }

    private static Verdict verdict(String what, Series ours, Series theirs) {
        double ratio = ours.statistics().median() / theirs.statistics().median();
        return Verdict.of(what, ratio, Verdict.Sense.AT_LEAST, RATIO_MIN, "");
    }
}
