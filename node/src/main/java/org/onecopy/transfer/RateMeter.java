package org.onecopy.transfer;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** How many bytes a second went by, over the last seconds and the last minute. Safe to call from many threads. */
public final class RateMeter {
    /** What {@link #now} looks back to. */
    public static final int NOW_SECONDS = 5;

    /** What {@link #minute} looks back to. */
    public static final int MINUTE_SECONDS = 60;

    private static final int SLOTS = MINUTE_SECONDS + 2;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final long[] bytes = new long[SLOTS];
    private final long[] seconds = new long[SLOTS];

    /** One that has seen nothing. */
    public RateMeter() {
        Arrays.fill(seconds, Long.MIN_VALUE);
    }

    /**
     * Bytes went by.
     *
     * @param nanos now, by a clock that never goes back
     */
    public synchronized void add(long nanos, long count) {
        long second = Math.floorDiv(nanos, SECOND);
        int slot = Math.floorMod(second, SLOTS);
        if (seconds[slot] != second) {
            seconds[slot] = second;
            bytes[slot] = 0;
        }
        bytes[slot] += count;
    }

    /** Bytes a second over the last five whole seconds. */
    public long now(long nanos) {
        return over(nanos, NOW_SECONDS);
    }

    /** Bytes a second over the last sixty whole seconds. */
    public long minute(long nanos) {
        return over(nanos, MINUTE_SECONDS);
    }

    private synchronized long over(long nanos, int length) {
        long present = Math.floorDiv(nanos, SECOND);
        long sum = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            if (seconds[slot] >= present - length && seconds[slot] < present) {
                sum += bytes[slot];
            }
        }
        return Math.round((double) sum / length);
    }

    /** Whether anything went by within so many seconds. */
    public synchronized boolean within(long nanos, int length) {
        long present = Math.floorDiv(nanos, SECOND);
        return Arrays.stream(seconds).anyMatch(second -> second >= present - length && second <= present);
    }
}
