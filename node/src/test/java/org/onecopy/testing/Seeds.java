package org.onecopy.testing;

import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Runs a property or a simulation once for each of many seeds. A failure names its seed: {@code -Donecopy.seed=N} runs that one alone,
 * {@code -Donecopy.seeds=N} runs so many.
 */
public final class Seeds {
    private static final String ONE = "onecopy.seed";
    private static final String COUNT = "onecopy.seeds";

    private Seeds() {}

    /** What is to hold for every seed. */
    @FunctionalInterface
    public interface Property {
        void check(SplittableRandom random) throws Exception;
    }

    /** Runs a property for the seeds 1 to {@code count}, or as the system properties say. */
    public static void forEach(int count, Property property) {
        Long one = Long.getLong(ONE);
        if (one != null) {
            run(one, property);
            return;
        }
        long last = Objects.requireNonNull(Long.getLong(COUNT, count));
        for (long seed = 1; seed <= last; seed++) {
            run(seed, property);
        }
    }

    private static void run(long seed, Property property) {
        try {
            property.check(new SplittableRandom(seed));
        } catch (Throwable e) {
            String message = "seed " + seed + " (again with -D" + ONE + "=" + seed + "): " + e.getMessage();
            System.err.println(message);
            throw new AssertionError(message, e);
        }
    }
}
