package org.onecopy.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.onecopy.cli.ExitCode;
import org.onecopy.cli.Table;

/**
 * Keeps the processes of nodes and of storages' servers running. One that ends by itself or is killed is started again: at once, then after 1, 2, 4, 8 s while
 * it keeps ending within a minute. One that ends by itself {@link #FAST_ENDS_MAX} times without having lived ten seconds is given up, and so is one whose
 * configuration is wrong.
 */
final class Supervisor implements AutoCloseable {
    static final int FAST_ENDS_MAX = 4;

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
    private static final Duration STEADY = Duration.ofMinutes(1);
    private static final Duration FAST = Duration.ofSeconds(10);
    /** Exit codes above this one are signals. */
    private static final int SIGNAL_BASE = 128;

    private static final int TAIL_LINES = 12;

    private final Consumer<Map<String, Long>> onPids;
    private final Consumer<String> onNote;
    private final Map<Kept, Child> children = new LinkedHashMap<>();
    private final ScheduledExecutorService again = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("demo-supervisor").factory());
    private boolean stopping;
    private Optional<String> failure = Optional.empty();

    /**
     * @param onPids told of all pids by name whenever one changed
     * @param onNote told what happened, in words
     */
    Supervisor(Consumer<Map<String, Long>> onPids, Consumer<String> onNote) {
        this.onPids = onPids;
        this.onNote = onNote;
    }

    private record Child(Process process, long startedNanos, int fastEnds, int quickEnds) {}

    /** Starts them in this order; those that have to be prepared follow later. */
    synchronized void start(List<Kept> processes) throws IOException {
        for (Kept kept : processes) {
            Kept.Preparation preparation = kept.preparation();
            if (preparation == null) {
                launch(kept, 0, 0);
            } else {
                again.execute(() -> prepare(kept, preparation));
            }
        }
        onPids.accept(pids());
    }

    private void prepare(Kept kept, Kept.Preparation preparation) {
        try {
            preparation.run();
            restart(kept, 0, 0);
        } catch (IOException | RuntimeException e) {
            fail("cannot prepare " + kept.title() + ": " + e.getMessage() + "\n" + tail(kept.log()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the demonstration stops
        }
    }

    private synchronized void fail(String why) {
        failure = Optional.of(why);
    }

    /** Why a process was given up; empty while all is well. */
    synchronized Optional<String> failure() {
        return failure;
    }

    private synchronized void launch(Kept kept, int fastEnds, int quickEnds) throws IOException {
        Process process = kept.starter().start();
        children.put(kept, new Child(process, System.nanoTime(), fastEnds, quickEnds));
        CompletableFuture<Process> end = process.onExit();
        end.thenAccept(ended -> onEnd(kept, ended)).exceptionally(failed -> {
            onNote.accept("cannot watch " + kept.title() + ": " + failed);
            return null;
        });
    }

    private synchronized void onEnd(Kept kept, Process ended) {
        Child child = children.get(kept);
        if (stopping || child == null || child.process.pid() != ended.pid()) {
            return;
        }
        Duration lived = Duration.ofNanos(System.nanoTime() - child.startedNanos);
        boolean killed = ended.exitValue() > SIGNAL_BASE;
        int fastEnds = lived.compareTo(FAST) < 0 && !killed ? child.fastEnds + 1 : 0;
        int quickEnds = lived.compareTo(STEADY) < 0 ? child.quickEnds + 1 : 0;
        if (fastEnds >= FAST_ENDS_MAX || (kept.isNode() && ended.exitValue() == ExitCode.USAGE)) {
            giveUp(kept, ended.exitValue());
            return;
        }
        long delay = quickEnds <= 1 ? 0 : Math.min(8, 1L << (quickEnds - 2));
        onNote.accept(kept.title() + " ended (exit code " + ended.exitValue() + "): starting it again"
                + (delay == 0 ? "" : " in " + delay + " s"));
        try {
            var _ = again.schedule(() -> restart(kept, fastEnds, quickEnds), delay, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            onNote.accept(kept.title() + " is not started again: the demonstration stops");
        }
    }

    private synchronized void restart(Kept kept, int fastEnds, int quickEnds) {
        if (stopping) {
            return;
        }
        try {
            launch(kept, fastEnds, quickEnds);
            onPids.accept(pids());
        } catch (IOException e) {
            failure = Optional.of("cannot start " + kept.title() + ": " + e.getMessage());
        }
    }

    private void giveUp(Kept kept, int exitCode) {
        failure = Optional.of(kept.title() + " does not stay up (exit code " + exitCode + "); the end of " + kept.log()
                + ":\n" + tail(kept.log()));
    }

    /** The process of each that was started, by name. */
    synchronized Map<String, Long> pids() {
        Map<String, Long> pids = new LinkedHashMap<>();
        children.forEach((kept, child) -> pids.put(kept.name(), child.process.pid()));
        return pids;
    }

    private static String tail(Path log) {
        try {
            List<String> lines = Files.readAllLines(log, java.nio.charset.StandardCharsets.ISO_8859_1);
            return String.join(
                    "\n",
                    lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()).stream()
                            .map(line -> "  " + Table.printable(line))
                            .toList());
        } catch (IOException e) {
            return "  (cannot be read: " + e.getMessage() + ")";
        }
    }

    /** Stops all nodes, then all servers: asks, and after ten seconds kills. May be called twice. */
    @Override
    public void close() {
        List<Process> nodes = new ArrayList<>();
        List<Process> servers = new ArrayList<>();
        synchronized (this) {
            stopping = true;
            again.shutdownNow();
            children.forEach((kept, child) -> (kept.isNode() ? nodes : servers).add(child.process));
        }
        stop(nodes);
        stop(servers);
    }

    private void stop(List<Process> running) {
        running.forEach(Process::destroy);
        CompletableFuture<?> ends =
                CompletableFuture.allOf(running.stream().map(Process::onExit).toArray(CompletableFuture[]::new));
        try {
            ends.get(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            onNote.accept("a process does not stop: killing it");
        } catch (ExecutionException e) {
            onNote.accept("cannot wait for the end of processes: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running.forEach(Process::destroyForcibly);
    }
}
