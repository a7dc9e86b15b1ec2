package org.onecopy.transfer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The buckets of limits, by their names, and what goes through them. Bytes leave once each limit that concerns them has something left. Who
 * could go on goes on in the order in which they came, so that connections which share a limit get the same of it, and one that waits for a
 * slower limit as well holds nobody up. Safe to call from many threads.
 */
public final class PacedBuckets {
    /** A limit that was changed counts after so long at most, also for those who wait. */
    private static final long WAIT_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(100);

    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Limited> limits = new HashMap<>();
    private final Set<Waiter> waiting = new LinkedHashSet<>();
    private long waitedNanos;
    private long bytesInAll;

    /** @param nanos a clock that never goes back */
    public PacedBuckets(LongSupplier nanos) {
        this.nanos = nanos;
    }

    private static final class Limited {
        final TokenBucket bucket;
        final RateMeter meter = new RateMeter();
        long rate;
        long heldNanos;

        /** When contents had to wait for it last. */
        long heldAt = Long.MIN_VALUE;

        Limited(long rate, long now) {
            bucket = new TokenBucket(rate, now);
            this.rate = rate;
        }
    }

    /** One who waits; each is itself only. */
    private static final class Waiter {
        final List<String> names;
        final Condition turn;

        Waiter(List<String> names, Condition turn) {
            this.names = names;
            this.turn = turn;
        }
    }

    /**
     * What goes through one limit.
     *
     * @param now bytes a second over the last five seconds
     * @param minute bytes a second over the last minute
     * @param heldMillis how long contents had to wait for it since it holds, all connections together
     */
    public record Use(long now, long minute, long heldMillis) {
        /** Of a limit that does not hold. */
        public static final Use NONE = new Use(0, 0, 0);
    }

    /** The limits are these now, each in bytes a second; those that are not named are none any more. */
    public void follow(Map<String, Long> rates) {
        lock.lock();
        try {
            long now = nanos.getAsLong();
            limits.keySet().retainAll(rates.keySet());
            rates.forEach((name, rate) -> {
                Limited known = limits.computeIfAbsent(name, ignored -> new Limited(rate, now));
                if (known.rate != rate) {
                    known.rate = rate;
                    known.bucket.rate(rate, now);
                }
            });
            waiting.forEach(waiter -> waiter.turn.signal());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until bytes may leave, and counts them. Where the thread is interrupted they leave at once.
     *
     * @param names the limits that concern them; one that is none any more holds nobody up
     * @return the name of the limit that they waited for last; null where they did not wait
     */
    public @Nullable String await(List<String> names, long bytes) {
        String held = null;
        lock.lock();
        try {
            Waiter self = new Waiter(names, lock.newCondition());
            waiting.add(self);
            try {
                long began = nanos.getAsLong();
                for (long now = began; !mayGo(self, now); now = nanos.getAsLong()) {
                    held = slowest(names, now, held);
                    long wait = waitNanos(names, now); // 0: it is somebody else's turn, who signals then
                    long _ = self.turn.awaitNanos(wait == 0 ? WAIT_NANOS_MAX : Math.min(wait, WAIT_NANOS_MAX));
                    if (held != null) {
                        hold(held, now);
                    }
                }
                waitedNanos += nanos.getAsLong() - began;
            } finally {
                waiting.remove(self);
                take(names, bytes);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the connection ends by itself
        } finally {
            lock.unlock();
        }
        return held;
    }

    private void hold(String name, long sinceNanos) {
        Limited limited = limits.get(name);
        if (limited != null) {
            long now = nanos.getAsLong();
            limited.heldAt = now;
            limited.heldNanos += now - sinceNanos;
        }
    }

    /** Whether all its limits have something left, and nobody who came before could go on through one of them. */
    private boolean mayGo(Waiter self, long now) {
        if (waitNanos(self.names, now) > 0) {
            return false;
        }
        for (Waiter earlier : waiting) {
            if (earlier.equals(self)) {
                return true;
            }
            if (earlier.names.stream().anyMatch(self.names::contains) && waitNanos(earlier.names, now) == 0) {
                earlier.turn.signal();
                return false;
            }
        }
        return true;
    }

    private long waitNanos(List<String> names, long now) {
        long wait = 0;
        for (String name : names) {
            Limited limited = limits.get(name);
            wait = limited == null ? wait : Math.max(wait, limited.bucket.waitNanos(now));
        }
        return wait;
    }

    private @Nullable String slowest(List<String> names, long now, @Nullable String before) {
        String slowest = before;
        long longest = 0;
        for (String name : names) {
            Limited limited = limits.get(name);
            long wait = limited == null ? 0 : limited.bucket.waitNanos(now);
            if (wait > longest) {
                longest = wait;
                slowest = name;
            }
        }
        return slowest;
    }

    private void take(List<String> names, long bytes) {
        long now = nanos.getAsLong();
        List<Limited> concerned = new ArrayList<>();
        for (String name : names) {
            Limited limited = limits.get(name);
            if (limited != null) {
                concerned.add(limited);
            }
        }
        bytesInAll += concerned.isEmpty() ? 0 : bytes;
        for (Limited limited : concerned) {
            limited.bucket.take(bytes);
            limited.meter.add(now, bytes);
        }
        wakeNext(now);
    }

    /** Who can go on soonest looks again, and knows then for how long to wait. */
    private void wakeNext(long now) {
        Waiter soonest = null;
        long least = Long.MAX_VALUE;
        for (Waiter waiter : waiting) {
            long wait = waitNanos(waiter.names, now);
            if (wait < least) {
                least = wait;
                soonest = waiter;
            }
        }
        if (soonest != null) {
            soonest.turn.signal();
        }
    }

    /** Nanoseconds that were waited since the start, all threads together. */
    public long waitedNanos() {
        lock.lock();
        try {
            return waitedNanos;
        } finally {
            lock.unlock();
        }
    }

    /** Bytes that left within limits since the start. */
    public long bytes() {
        lock.lock();
        try {
            return bytesInAll;
        } finally {
            lock.unlock();
        }
    }

    /** What goes through a limit. */
    public Use use(String name) {
        lock.lock();
        try {
            Limited limited = limits.get(name);
            long now = nanos.getAsLong();
            return limited == null
                    ? Use.NONE
                    : new Use(
                            limited.meter.now(now),
                            limited.meter.minute(now),
                            TimeUnit.NANOSECONDS.toMillis(limited.heldNanos));
        } finally {
            lock.unlock();
        }
    }

    /** Whether contents went through a limit, or waited for it, within so many seconds. */
    public boolean isUsed(String name, int seconds) {
        lock.lock();
        try {
            Limited limited = limits.get(name);
            return limited != null && (limited.meter.within(nanos.getAsLong(), seconds) || isHeld(limited, seconds));
        } finally {
            lock.unlock();
        }
    }

    /** Whether contents had to wait for a limit within so many seconds. */
    public boolean holdsBack(String name, int seconds) {
        lock.lock();
        try {
            Limited limited = limits.get(name);
            return limited != null && isHeld(limited, seconds);
        } finally {
            lock.unlock();
        }
    }

    private boolean isHeld(Limited limited, int seconds) {
        return limited.heldAt != Long.MIN_VALUE
                && nanos.getAsLong() - limited.heldAt <= TimeUnit.SECONDS.toNanos(seconds);
    }
}
