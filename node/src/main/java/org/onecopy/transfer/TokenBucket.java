package org.onecopy.transfer;

/**
 * So many bytes a second, counted by a clock that comes from outside. Whoever finds anything in the bucket may take, also more than is in
 * it: the next ones wait until that is filled up again. So a rate that changes counts at once, for those who wait as well. Holds a quarter of
 * a second at most. For one thread at a time.
 */
final class TokenBucket {
    private static final double NANOS = 1e9;
    private static final double BURST_SECONDS = 0.25;

    private double bytesPerSecond;
    private double tokens;
    private long atNanos;

    TokenBucket(long bytesPerSecond, long nowNanos) {
        this.bytesPerSecond = bytesPerSecond;
        tokens = bytesPerSecond * BURST_SECONDS;
        atNanos = nowNanos;
    }

    /** From now on another rate holds. */
    void rate(long newBytesPerSecond, long nowNanos) {
        fill(nowNanos);
        bytesPerSecond = newBytesPerSecond;
        tokens = Math.min(tokens, bytesPerSecond * BURST_SECONDS);
    }

    /** How many nanoseconds nothing can be taken for, at the present rate; 0 where something can be. */
    long waitNanos(long nowNanos) {
        fill(nowNanos);
        return tokens > 0 ? 0 : (long) Math.ceil(-tokens / bytesPerSecond * NANOS) + 1;
    }

    /** Takes, whatever is there. */
    void take(long bytes) {
        tokens -= bytes;
    }

    private void fill(long nowNanos) {
        double passed = Math.max(0, nowNanos - atNanos) / NANOS;
        atNanos = nowNanos;
        tokens = Math.min(bytesPerSecond * BURST_SECONDS, tokens + passed * bytesPerSecond);
    }
}
