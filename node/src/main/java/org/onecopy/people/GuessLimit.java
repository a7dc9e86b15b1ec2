package org.onecopy.people;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes guessing slow: after some failures in a row a key (a user's name, a client's address) has to wait, twice as long after each further
 * one. In memory only, and each node for itself: with N nodes a guesser has N times the attempts. Who is known and who is not are treated
 * alike. Safe to call from many threads.
 */
final class GuessLimit {
    /** The first wait. */
    static final Duration WAIT_MIN = Duration.ofSeconds(30);

    /** The longest wait; after as long without a failure, a key is forgotten. */
    static final Duration WAIT_MAX = Duration.ofMinutes(15);

    private static final int KEYS_MAX = 10_000;

    private final int freeFailures;
    private final LongSupplier nanos;

    /** The one that failed longest ago is the first. */
    private final LinkedHashMap<String, Failures> byKey = new LinkedHashMap<>(16, 0.75f, false);

    /**
     * A limit.
     *
     * @param freeFailures so many failures in a row cost nothing
     * @param nanos a clock that never goes back
     */
    GuessLimit(int freeFailures, LongSupplier nanos) {
        this.freeFailures = freeFailures;
        this.nanos = nanos;
    }

    private record Failures(int count, long atNanos, long waitNanos) {}

    /** How long a key has to wait; zero where it may try. */
    synchronized Duration waits(String key) {
        Failures failures = current(key);
        if (failures == null) {
            return Duration.ZERO;
        }
        long left = failures.waitNanos - (nanos.getAsLong() - failures.atNanos);
        return left <= 0 ? Duration.ZERO : Duration.ofNanos(left);
    }

    /** Counts an attempt, before it is known how it ends: attempts side by side must not all be free. */
    synchronized void attempted(String key) {
        Failures before = current(key);
        int count = before == null ? 1 : before.count + 1;
        byKey.remove(key);
        if (byKey.size() >= KEYS_MAX) {
            var _ = byKey.pollFirstEntry();
        }
        byKey.put(key, new Failures(count, nanos.getAsLong(), waitNanos(count)));
    }

    /** The attempt was right: the failures before are forgotten. */
    synchronized void succeeded(String key) {
        byKey.remove(key);
    }

    private long waitNanos(int count) {
        if (count < freeFailures) {
            return 0;
        }
        int doublings = Math.min(count - freeFailures, 10);
        return Math.min(WAIT_MIN.toNanos() << doublings, WAIT_MAX.toNanos());
    }

    private @Nullable Failures current(String key) {
        Failures failures = byKey.get(key);
        if (failures != null && nanos.getAsLong() - failures.atNanos > failures.waitNanos + WAIT_MAX.toNanos()) {
            byKey.remove(key);
            return null;
        }
        return failures;
    }

    /** How many keys are remembered, for tests. */
    synchronized Map<String, Integer> counts() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        byKey.forEach((key, failures) -> counts.put(key, failures.count));
        return counts;
    }

    /** Whole seconds to say to who waits. */
    static long seconds(Duration wait) {
        return Math.max(1, TimeUnit.MILLISECONDS.toSeconds(wait.toMillis() + 999));
    }
}
