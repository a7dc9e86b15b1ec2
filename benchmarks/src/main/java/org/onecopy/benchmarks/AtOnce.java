package org.onecopy.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Does the same with many things, so many at a time, as the clients do beside which onecopy is measured. */
final class AtOnce {
    private AtOnce() {}

    /**
     * Returns when all is done.
     *
     * @throws BenchmarkFailure where it failed with one of them
     */
    static <T> void each(List<T> things, int atOnce, Consumer<T> action) {
        Semaphore permits = new Semaphore(atOnce);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (T thing : things) {
                permits.acquireUninterruptibly();
                running.add(threads.submit(() -> {
                    try {
                        action.accept(thing);
                    } finally {
                        permits.release();
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkFailure("interrupted", e);
        } catch (ExecutionException e) {
            throw new BenchmarkFailure("the client failed: " + e.getCause(), e);
        }
    }

    /** @return seconds that an action takes */
    static double timed(Runnable action) {
        long start = System.nanoTime();
        action.run();
        return (System.nanoTime() - start) / 1e9;
    }
}
