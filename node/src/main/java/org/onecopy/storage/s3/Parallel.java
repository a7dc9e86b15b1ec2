package org.onecopy.storage.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Does the same with many things on virtual threads, so many at once as a limit allows. */
final class Parallel {
    private final Semaphore permits;

    Parallel(int most) {
        permits = new Semaphore(most);
    }

    /** Returns once all are done. The first failure is thrown, after all that had begun have ended; what had not begun is left out. */
    <T> void each(List<T> things, Consumer<T> action) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>(things.size());
            for (T thing : things) {
                running.add(threads.submit(() -> limited(thing, action)));
            }
            for (Future<?> one : running) {
                await(one, running);
            }
        }
    }

    private <T> void limited(T thing, Consumer<T> action) {
        permits.acquireUninterruptibly();
        try {
            if (!Thread.currentThread().isInterrupted()) {
                action.accept(thing);
            }
        } finally {
            permits.release();
        }
    }

    private static void await(Future<?> one, List<Future<?>> all) {
        try {
            one.get();
        } catch (InterruptedException e) {
            all.forEach(other -> other.cancel(true));
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } catch (ExecutionException e) {
            all.forEach(other -> other.cancel(true));
            switch (e.getCause()) {
                case RuntimeException problem -> throw problem;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }
}
