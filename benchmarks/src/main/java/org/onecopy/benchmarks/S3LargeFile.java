package org.onecopy.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.onecopy.model.ByteCount;
import org.onecopy.model.RuleName;

/** One large file from a directory to a bucket, and one from the bucket to the directory; beside it the AWS SDK in parts. */
final class S3LargeFile implements Measurement {
    static final String NAME = "s3-large-file";

    private static final double RATIO_MIN = 0.8;
    private static final String FILE = "large.bin";
    private static final List<Integer> AT_ONCE = List.of(2, 4, 8);
    private static final long PART_BYTES = 16 << 20;
    private static final long TRIED_BYTES = 256 << 20;
    private static final long SEED = 53;

    private final S3Setting setting;
    private final TwoZones zones;
    private final long bytes;
    private final int runs;
    private final List<Double> up = new ArrayList<>();
    private final List<Double> upSdk = new ArrayList<>();
    private final List<Double> down = new ArrayList<>();
    private final List<Double> downSdk = new ArrayList<>();
    private int upAtOnce;
    private int downAtOnce;

    S3LargeFile(S3Setting setting, ByteCount size, int runs) {
        this.setting = setting;
        this.zones = setting.zones();
        this.bytes = size.value();
        this.runs = runs;
    }

    @Override
    public Outcome run() throws IOException {
        zones.place().checkSpace(bytes * 8 + (1L << 30));
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
        double bestUp = Double.MAX_VALUE;
        double bestDown = Double.MAX_VALUE;
        for (int atOnce : AT_ONCE) {
            zones.progress().accept("the SDK with %d parts at once".formatted(atOnce));
            String key = "large-tries/" + atOnce;
            double there = setting.sdk().putLarge(file, length, key, PART_BYTES, atOnce);
            double back = setting.sdk().getLarge(key, length, place.resolve("back-" + atOnce), PART_BYTES, atOnce);
            upAtOnce = there < bestUp ? atOnce : upAtOnce;
            downAtOnce = back < bestDown ? atOnce : downAtOnce;
            bestUp = Math.min(bestUp, there);
            bestDown = Math.min(bestDown, back);
        }
        BenchPlace.delete(place);
    }

    private void upload(int number) throws IOException {
        RuleName name = new RuleName("up-" + number);
        Path root = zones.place().fresh(name.value());
        Path file = root.resolve(FILE);
        new RandomFiles(SEED + number).writeLarge(file, bytes);
        zones.rest();
        long exists = zones.make(zones.rule(name, root));
        long done = zones.awaitShown(name, 1, S3Setting.CLOUD);
        up.add(rate((done - exists) / 1e9));
        setting.sdk().checkEqual(file, S3Setting.prefix(name) + FILE);
        zones.remove(name);
        zones.rest();
        upSdk.add(rate(setting.sdk().putLarge(file, bytes, "sdk-up/" + number, PART_BYTES, upAtOnce)));
        BenchPlace.delete(root);
    }

    private void download(int number) throws IOException {
        RuleName name = new RuleName("down-" + number);
        Path root = zones.place().fresh(name.value());
        Path file = zones.place().fresh("down-sdk-" + number).resolve(FILE);
        new RandomFiles(SEED + 100 + number).writeLarge(file, bytes);
        String key = S3Setting.prefix(name) + FILE;
        double _ = setting.sdk().putLarge(file, bytes, key, PART_BYTES, upAtOnce);
        zones.rest();
        long exists = zones.make(zones.rule(name, root));
        long done = zones.awaitShown(name, 1, TwoZones.OSLO);
        down.add(rate((done - exists) / 1e9));
        RandomFiles.checkEqual(file, root.resolve(FILE));
        zones.remove(name);
        Files.delete(file);
        zones.rest();
        downSdk.add(rate(setting.sdk().getLarge(key, bytes, file, PART_BYTES, downAtOnce)));
        BenchPlace.delete(root);
        Files.delete(file);
    }

    private double rate(double seconds) {
        return bytes / 1e6 / seconds;
    }

    private Outcome outcome() {
        Series there = Series.of("onecopy, directory to bucket", "MB/s", up);
        Series sdkThere = Series.of("AWS SDK up, %d parts at once".formatted(upAtOnce), "MB/s", upSdk);
        Series back = Series.of("onecopy, bucket to directory", "MB/s", down);
        Series sdkBack = Series.of("AWS SDK down, %d ranges at once".formatted(downAtOnce), "MB/s", downSdk);
        return new Outcome(
                NAME,
                "one file of " + new ByteCount(bytes).exact() + ", to a bucket and from a bucket",
                List.of(there, sdkThere, back, sdkBack),
                List.of(
                        Verdict.of(
                                "rate to the bucket, onecopy : AWS SDK",
                                ratio(there, sdkThere),
                                Verdict.Sense.AT_LEAST,
                                RATIO_MIN,
                                ""),
                        Verdict.of(
                                "rate from the bucket, onecopy : AWS SDK",
                                ratio(back, sdkBack),
                                Verdict.Sense.AT_LEAST,
                                RATIO_MIN,
                                "")),
                List.of(
                        "From the moment the rule exists until the other zone's node says that nothing is left to do. Contents"
                                + " were then compared, outside the time.",
                        "The SDK neither reads a file before it sends it nor makes it durable; onecopy does."));
    }

    private static double ratio(Series ours, Series theirs) {
        return ours.statistics().median() / theirs.statistics().median();
    }
}
