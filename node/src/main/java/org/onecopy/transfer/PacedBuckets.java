package org.onecopy.transfer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The buckets of limits, by their names, and what goes through them. Bytes leave once each limit that concerns them has something left. Safe
 * to call from many threads.
 */
public final class PacedBuckets {
    /** A limit that was changed counts after so long at most, also for those who wait. */
    private static final long WAIT_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long METER_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Limited> limits = new HashMap<>();
    private long waitedNanos;
    private long bytesInAll;

    /** @param nanos a clock that never goes back */
    public PacedBuckets(LongSupplier nanos) {
        this.nanos = nanos;
    }

    private static final class Limited {
        final TokenBucket bucket;
        long rate;
        long beganNanos;
        long bytes;
        long bytesBefore;

        Limited(long rate, long now) {
            bucket = new TokenBucket(rate, now);
            this.rate = rate;
            beganNanos = now;
        }

        void roll(long now) {
            long periods = (now - beganNanos) / METER_NANOS;
            if (periods > 0) {
                bytesBefore = periods == 1 ? bytes : 0;
                bytes = 0;
                beganNanos += periods * METER_NANOS;
            }
        }
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
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until bytes may leave, and counts them.
     *
     * @param names the limits that concern them; one that is none any more holds nobody up
     * @param look called now and then while it is waited, so that somebody looks whether the limits are others
     */
    public void await(List<String> names, long bytes, Runnable look) {
        lock.lock();
        try {
            long began = nanos.getAsLong();
            while (true) {
                look.run();
                long now = nanos.getAsLong();
                List<Limited> concerned = new ArrayList<>();
                long wait = 0;
                for (String name : names) {
                    Limited limited = limits.get(name);
                    if (limited != null) {
                        concerned.add(limited);
                        wait = Math.max(wait, limited.bucket.waitNanos(now));
                    }
                }
                if (wait == 0) {
                    waitedNanos += now - began;
                    bytesInAll += concerned.isEmpty() ? 0 : bytes;
                    for (Limited limited : concerned) {
                        limited.bucket.take(bytes);
                        limited.roll(now);
                        limited.bytes += bytes;
                    }
                    return;
                }
                long _ = changed.awaitNanos(Math.min(wait, WAIT_NANOS_MAX));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the connection ends by itself
        } finally {
            lock.unlock();
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

    /** Bytes a second that have gone through a limit, over the last five to ten seconds; 0 where there is none of that name. */
    public long usedBytesPerSecond(String name) {
        lock.lock();
        try {
            Limited limited = limits.get(name);
            if (limited == null) {
                return 0;
            }
            long now = nanos.getAsLong();
            limited.roll(now);
            return Math.round((limited.bytes + limited.bytesBefore)
                    * 1e9
                    / (METER_NANOS + Math.max(1, now - limited.beganNanos)));
        } finally {
            lock.unlock();
        }
    }
}
