package org.onecopy.writer;

/**
 * When the whole tree is looked at again. Where hints tell of changes, at a fixed interval, for what they missed. Where scans are all
 * there is: soon after one that found something, ever later after those that did not, up to the same interval, and so that scans take no
 * more than a fifth of the time.
 */
final class ScanPace {
    private static final long SOONEST_NANOS = 2_000_000_000L;
    private static final int PAUSE_PER_SCAN = 4;

    private final boolean adaptive;
    private final long longestNanos;
    private boolean started;
    private boolean running;
    private long beganAtNanos;
    private long endedAtNanos;
    private long pauseNanos;

    /**
     * A pace that begins with a scan at once.
     *
     * @param adaptive whether scans are all there is
     * @param longestNanos from the beginning of one scan to that of the next, where nothing changes
     */
    ScanPace(boolean adaptive, long longestNanos) {
        this.adaptive = adaptive;
        this.longestNanos = longestNanos;
        pauseNanos = Math.min(SOONEST_NANOS, longestNanos);
    }

    /** The next scan is due at once. */
    void startAnew() {
        started = false;
        running = false;
    }

    boolean isStarted() {
        return started;
    }

    boolean isDue(long now) {
        return !started || now - dueNanos() >= 0;
    }

    /** When the next scan is due; Long.MAX_VALUE while one runs, where that decides. */
    long dueNanos() {
        if (!adaptive) {
            return beganAtNanos + longestNanos;
        }
        return running ? Long.MAX_VALUE : endedAtNanos + pauseNanos;
    }

    void begun(long now) {
        started = true;
        running = true;
        beganAtNanos = now;
    }

    boolean isRunning() {
        return running;
    }

    /** @param found whether anything had changed */
    void ended(long now, boolean found) {
        running = false;
        endedAtNanos = now;
        long least = Math.max(SOONEST_NANOS, PAUSE_PER_SCAN * (now - beganAtNanos));
        long wanted = found ? least : Math.max(least, pauseNanos + pauseNanos / 2);
        pauseNanos = Math.min(longestNanos, wanted);
    }
}
