package org.onecopy.benchmarks;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.onecopy.model.api.CheckDepth;

/**
 * Many small files of one zone are damaged as by a failing disk, and mended from another zone; beside it the first copy of the same files.
 * Both in memory: only there can bytes be changed without the file system knowing of it.
 */
final class RepairTime implements Measurement {
    static final String NAME = "check-repair";

    private static final double RATIO_MAX = 1;
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final long SEED = 67;

    private final Bench bench;
    private final int files;
    private final int runs;
    private final List<Double> copies = new ArrayList<>();
    private final List<Double> checked = new ArrayList<>();
    private final List<Double> repairs = new ArrayList<>();

    RepairTime(Bench bench, int files, int runs) {
        this.bench = bench;
        this.files = files;
        this.runs = runs;
    }

    @Override
    public Outcome run() throws IOException {
        bench.place().checkSpace((long) runs * files * RandomFiles.SMALL_BYTES * 8 + (1L << 29));
        Checks checks = new Checks(bench);
        for (int i = 1; i <= runs; i++) {
            bench.progress().accept("%s: run %d of %d".formatted(NAME, i, runs));
            try (Trial trial = Trial.prepare(bench, NAME + "-" + i)) {
                List<Path> paths = new RandomFiles(SEED + i).writeTree(trial.oslo(), files);
                bench.network().settle();
                copies.add(copy(trial));
                for (Path path : paths) {
                    damage(trial.lyon().resolve(path));
                }
                bench.network().settle();
                Checks.Done done = checks.check(trial.name(), CheckDepth.DIGEST, null);
                checked.add(done.seconds());
                if (done.view().differences() != files) {
                    throw new BenchmarkFailure("the check found %d differences where there are %d"
                            .formatted(done.view().differences(), files));
                }
                bench.network().settle();
                repairs.add(checks.repair(trial.name(), files));
                for (Path path : paths) {
                    RandomFiles.checkEqual(
                            trial.oslo().resolve(path), trial.lyon().resolve(path));
                }
            }
        }
        return outcome();
    }

    private double copy(Trial trial) {
        long begun = System.nanoTime();
        trial.createRule();
        long done = bench.patience()
                .await(
                        NAME + " is not copied",
                        LIMIT,
                        LOOK,
                        () -> RandomFiles.countNames(trial.lyon()) >= files
                                && bench.network().showsEverything(trial.name(), files, List.of(Trial.LYON)));
        return (done - begun) / 1e9;
    }

    /** A page that was read is written to, of which Linux takes no note where files live in memory. */
    private static void damage(Path file) throws IOException {
        Object before = Files.getAttribute(file, "unix:ctime");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer bytes = channel.map(MapMode.READ_WRITE, 0, channel.size());
            int at = (int) (channel.size() / 2);
            bytes.put(at, (byte) (bytes.get(at) ^ 1));
        }
        if (!Files.getAttribute(file, "unix:ctime").equals(before)) {
            throw new BenchmarkFailure("the file system has noticed that " + file + " was changed");
        }
    }

    private Outcome outcome() {
        Series first = Series.of("first copy", "s", copies);
        Series repair = Series.of("repair", "s", repairs);
        return new Outcome(
                NAME,
                "%d files of %d bytes, damaged in one of two zones, in memory"
                        .formatted(files, RandomFiles.SMALL_BYTES),
                List.of(repair, first, Series.of("the check that finds them, both zones", "s", checked)),
                List.of(Verdict.of(
                        "time, repair : first copy",
                        repair.statistics().median() / first.statistics().median(),
                        Verdict.Sense.AT_MOST,
                        RATIO_MAX,
                        "")),
                List.of(
                        "All contents were compared afterwards, outside the time. Memory makes nothing durable: both are"
                                + " faster here than on a disk."));
    }
}
