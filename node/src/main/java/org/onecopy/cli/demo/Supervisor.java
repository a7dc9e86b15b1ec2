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
 * Keeps the node processes running. One that ends by itself or is killed is started again: at once, then after 1, 2, 4, 8 s while
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

    private final DemoPlace place;
    private final NodeLauncher launcher;
    private final Consumer<Map<DemoNode, Long>> onPids;
    private final Consumer<String> onNote;
    private final Map<DemoNode, Child> children = new LinkedHashMap<>();
    private final ScheduledExecutorService again = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("demo-supervisor").factory());
    private boolean stopping;
    private Optional<String> failure = Optional.empty();

    /**
     * @param onPids told of all pids whenever one changed
     * @param onNote told what happened, in words
     */
    Supervisor(DemoPlace place, NodeLauncher launcher, Consumer<Map<DemoNode, Long>> onPids, Consumer<String> onNote) {
        this.place = place;
        this.launcher = launcher;
        this.onPids = onPids;
        this.onNote = onNote;
    }

    private record Child(Process process, long startedNanos, int fastEnds, int quickEnds) {}

    synchronized void start(List<DemoNode> nodes) throws IOException {
        for (DemoNode node : nodes) {
            launch(node, 0, 0);
        }
        onPids.accept(pids());
    }

    /** Why a node was given up; empty while all is well. */
    synchronized Optional<String> failure() {
        return failure;
    }

    private synchronized void launch(DemoNode node, int fastEnds, int quickEnds) throws IOException {
        Process process = launcher.start(DemoConfiguration.file(place, node), log(node));
        children.put(node, new Child(process, System.nanoTime(), fastEnds, quickEnds));
        CompletableFuture<Process> end = process.onExit();
        end.thenAccept(ended -> onEnd(node, ended)).exceptionally(failed -> {
            onNote.accept("cannot watch node " + node.node() + ": " + failed);
            return null;
        });
    }

    private synchronized void onEnd(DemoNode node, Process ended) {
        Child child = children.get(node);
        if (stopping || child == null || child.process.pid() != ended.pid()) {
            return;
        }
        Duration lived = Duration.ofNanos(System.nanoTime() - child.startedNanos);
        boolean killed = ended.exitValue() > SIGNAL_BASE;
        int fastEnds = lived.compareTo(FAST) < 0 && !killed ? child.fastEnds + 1 : 0;
        int quickEnds = lived.compareTo(STEADY) < 0 ? child.quickEnds + 1 : 0;
        if (fastEnds >= FAST_ENDS_MAX || ended.exitValue() == ExitCode.USAGE) {
            giveUp(node, ended.exitValue());
            return;
        }
        long delay = quickEnds <= 1 ? 0 : Math.min(8, 1L << (quickEnds - 2));
        onNote.accept("node " + node.node() + " ended (exit code " + ended.exitValue() + "): starting it again"
                + (delay == 0 ? "" : " in " + delay + " s"));
        try {
            var _ = again.schedule(() -> restart(node, fastEnds, quickEnds), delay, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            onNote.accept("node " + node.node() + " is not started again: the demonstration stops");
        }
    }

    private synchronized void restart(DemoNode node, int fastEnds, int quickEnds) {
        if (stopping) {
            return;
        }
        try {
            launch(node, fastEnds, quickEnds);
            onPids.accept(pids());
        } catch (IOException e) {
            failure = Optional.of("cannot start node " + node.node() + ": " + e.getMessage());
        }
    }

    private void giveUp(DemoNode node, int exitCode) {
        failure = Optional.of("node " + node.node() + " does not stay up (exit code " + exitCode + "); the end of "
                + log(node) + ":\n" + tail(log(node)));
    }

    /** The process of each node that was started. */
    synchronized Map<DemoNode, Long> pids() {
        Map<DemoNode, Long> pids = new LinkedHashMap<>();
        children.forEach((node, child) -> pids.put(node, child.process.pid()));
        return pids;
    }

    private Path log(DemoNode node) {
        return place.node(node.node()).resolve("node.log");
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

    /** Stops all nodes: asks, and after ten seconds kills. May be called twice. */
    @Override
    public void close() {
        List<Process> running = new ArrayList<>();
        synchronized (this) {
            stopping = true;
            again.shutdownNow();
            children.values().forEach(child -> running.add(child.process));
        }
        running.forEach(Process::destroy);
        CompletableFuture<?> ends =
                CompletableFuture.allOf(running.stream().map(Process::onExit).toArray(CompletableFuture[]::new));
        try {
            ends.get(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            onNote.accept("a node does not stop: killing it");
        } catch (ExecutionException e) {
            onNote.accept("cannot wait for the nodes: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running.forEach(Process::destroyForcibly);
    }
}
