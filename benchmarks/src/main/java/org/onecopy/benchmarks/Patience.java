package org.onecopy.benchmarks;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition by looking again and again: the things that are measured here tell nobody when they happen. */
final class Patience {
    private final Cleanup cleanup;

    /** @param cleanup once it begins, every wait ends with a failure */
    Patience(Cleanup cleanup) {
        this.cleanup = cleanup;
    }

    /**
     * Returns when the condition was seen to hold.
     *
     * @param every pause between two looks
     * @return {@link System#nanoTime()} right after the look
     * @throws BenchmarkFailure where it does not hold within the limit
     */
    long await(String what, Duration limit, Duration every, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > limit.toNanos()) {
                throw new BenchmarkFailure("gave up after " + limit.toSeconds() + " s: " + what);
            }
            pause(every);
        }
        return System.nanoTime();
    }

    /** Lets this much time pass. */
    void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            pause(Duration.ofNanos(Math.min(left, 100_000_000L)));
        }
    }

    private void pause(Duration time) {
        if (cleanup.isClosing()) {
            throw new BenchmarkFailure("the benchmark is being stopped");
        }
        LockSupport.parkNanos(time.toNanos());
    }
}
