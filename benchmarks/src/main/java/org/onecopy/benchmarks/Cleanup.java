package org.onecopy.benchmarks;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * What must be ended and deleted however the run ends, also with Ctrl-C; the last one that was added goes first. May be closed
 * twice and from two threads: the second waits for the first.
 */
final class Cleanup implements AutoCloseable {
    private final Deque<AutoCloseable> steps = new ArrayDeque<>();
    private final Consumer<String> onNote;
    private volatile boolean closing;

    /** @param onNote told of what could not be cleaned up */
    Cleanup(Consumer<String> onNote) {
        this.onNote = onNote;
    }

    /** Remembers a step; where the run is being ended already, does it at once. */
    <T extends AutoCloseable> T add(T step) {
        synchronized (steps) {
            if (!closing) {
                steps.push(step);
                return step;
            }
        }
        close(step);
        throw new BenchmarkFailure("the benchmark is being stopped");
    }

    /** Whether everything that waits should give up. */
    boolean isClosing() {
        return closing;
    }

    @Override
    public synchronized void close() {
        closing = true;
        while (true) {
            AutoCloseable step;
            synchronized (steps) {
                step = steps.poll();
            }
            if (step == null) {
                return;
            }
            close(step);
        }
    }

    /** Every step gets its turn, whatever the one before did. */
    private void close(AutoCloseable step) {
        try {
            step.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            onNote.accept("could not clean up: " + e);
        }
    }
}
