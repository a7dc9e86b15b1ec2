package org.onecopy.cli.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;
import org.onecopy.model.DurationText;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.Words;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.LagView;
import org.onecopy.problem.ProblemException;

/** One demonstration on running nodes: wait until they serve, make the rule, copy, watch, prove. */
final class DemoRun {
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration START_PATIENCE = Duration.ofMinutes(3);

    private final DemoNetwork network;
    private final Supervisor supervisor;
    private final List<ZoneName> zones;
    private final LiveLine line;
    private final Pace pace;
    private final Duration patience;
    private long lastBytes;
    private long lastNanos = System.nanoTime();
    private double rate;

    /** @param patience how long a proof may fail */
    DemoRun(
            DemoNetwork network,
            Supervisor supervisor,
            List<ZoneName> zones,
            LiveLine line,
            Pace pace,
            Duration patience) {
        this.network = network;
        this.supervisor = supervisor;
        this.zones = List.copyOf(zones);
        this.line = line;
        this.pace = pace;
        this.patience = patience;
    }

    /** Waits until all nodes serve and the rule is there. */
    void awaitRule() throws InterruptedException {
        long start = System.nanoTime();
        while (network.ready() < zones.size() || network.ensureRule().isEmpty()) {
            goOnOrFail();
            if (System.nanoTime() - start > START_PATIENCE.toNanos()) {
                throw new ProblemException(
                        ProblemCode.NODE_STARTING,
                        "the nodes do not serve within " + DurationText.exact(START_PATIENCE)
                                + ": look into the node.log files");
            }
            line.show("waiting for the nodes: " + network.ready() + " of " + zones.size() + " serve");
        }
        awaitZones(start);
    }

    /** Waits until every zone takes part: a storage that comes when there is much already is compared with it, one file after the other. */
    private void awaitZones(long start) throws InterruptedException {
        DemoNetwork.Progress progress = network.progress();
        while (progress == null || !progress.isActive()) {
            goOnOrFail();
            if (System.nanoTime() - start > START_PATIENCE.toNanos()) {
                return; // it will be told by the lag
            }
            line.show("waiting for the storages: "
                    + (progress == null
                            ? "no node answers"
                            : progress.lag().stream()
                                    .map(row -> row.zone() + " " + Words.of(row.state()))
                                    .collect(Collectors.joining(", "))));
            progress = network.progress();
        }
    }

    /** Copies and watches until the copy is done. */
    void copy(ZoneCopy copy) throws IOException, InterruptedException {
        CompletableFuture<Void> done = CompletableFuture.runAsync(
                () -> {
                    try {
                        copy.run();
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                },
                task -> Thread.ofPlatform().daemon().name("demo-copy").start(task));
        while (!done.isDone()) {
            goOnOrFail();
            line.show("copying into " + copy.zone() + ": " + copy.files() + " files, " + ByteCount.of(copy.bytes())
                    + "; " + describe(network.progress()));
        }
        try {
            done.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException failed) {
                throw failed;
            }
            throw e;
        }
    }

    /** Watches until the zones are quiet and equal. Tries again while there are writers, as long as the patience lasts. */
    TreeProof.Outcome prove(TreeProof proof) throws IOException, InterruptedException {
        long start = System.nanoTime();
        TreeProof.Outcome last = null;
        while (true) {
            DemoNetwork.Progress progress = network.progress();
            boolean tooLate = System.nanoTime() - start > patience.toNanos();
            if ((progress != null && progress.isQuiet()) || tooLate) {
                line.show("reading every file of every zone");
                try {
                    last = proof.compare();
                } catch (IOException e) {
                    // A storage that was started again a moment ago, or is just being.
                    if (tooLate) {
                        throw e;
                    }
                    line.show("not to be read yet: " + e.getMessage());
                    goOnOrFail();
                    continue;
                }
                if (last.equal() || tooLate) {
                    return last;
                }
            }
            String differing =
                    last == null || last.equal() ? "" : "; " + last.differencesTotal() + " paths still differ";
            line.show(describe(progress) + differing);
            goOnOrFail();
        }
    }

    /** Waits for the next look; throws where the demonstration is stopped or a node cannot be kept up. */
    private void goOnOrFail() throws InterruptedException {
        if (supervisor.failure().isPresent()) {
            throw new ProblemException(
                    ProblemCode.INTERNAL, supervisor.failure().get());
        }
        if (!pace.next(LOOK)) {
            throw new InterruptedException("the demonstration is stopped");
        }
    }

    /** Files, bytes, rate, and the lag of each zone. */
    private String describe(DemoNetwork.@Nullable Progress progress) {
        if (progress == null) {
            return "no node answers at the moment";
        }
        long now = System.nanoTime();
        if (now - lastNanos > 900_000_000L) {
            rate = Math.max(0, progress.bytes() - lastBytes) / ((now - lastNanos) / 1e9);
            lastBytes = progress.bytes();
            lastNanos = now;
        }
        String lag = progress.lag().stream()
                .map(row -> row.zone() + " " + DurationText.rough(row.seconds()) + togo(row))
                .collect(Collectors.joining(", "));
        return progress.files() + " files, " + ByteCount.of(progress.bytes()) + " agreed, " + ByteCount.of((long) rate)
                + "/s; lag " + lag;
    }

    private static String togo(LagView row) {
        long operations = Math.max(0, row.operations() - row.holes());
        String text = operations == 0 ? "" : operations + " to go";
        if (row.holes() > 0) {
            text += (text.isEmpty() ? "" : ", ") + row.holes() + " parked";
        }
        return text.isEmpty() ? "" : " (" + text + ")";
    }
}
