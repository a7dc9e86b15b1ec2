package org.onecopy.cli.demo.wan;

import java.time.Duration;

/**
 * How packets fare on their way from one zone to another; the way back is another one.
 *
 * @param delay of each packet
 * @param jitter up to so much more, at random; packets do not overtake each other for it
 * @param loss share of the packets that are lost, from 0 to 1
 * @param bytesPerSecond 0: without limit
 * @param cut nothing arrives, and nobody is told
 */
public record Way(Duration delay, Duration jitter, double loss, long bytesPerSecond, boolean cut) {
    /** As within one machine. */
    public static final Way OPEN = new Way(Duration.ZERO, Duration.ZERO, 0, 0, false);

    public Way {
        if (delay.isNegative() || jitter.isNegative() || !(loss >= 0 && loss <= 1) || bytesPerSecond < 0) {
            throw new IllegalArgumentException("no way is like this: " + delay + ", jitter " + jitter + ", loss " + loss
                    + ", " + bytesPerSecond + " bytes/s");
        }
    }

    public Way withDelay(Duration other) {
        return new Way(other, jitter, loss, bytesPerSecond, cut);
    }

    public Way withJitter(Duration other) {
        return new Way(delay, other, loss, bytesPerSecond, cut);
    }

    public Way withLoss(double other) {
        return new Way(delay, jitter, other, bytesPerSecond, cut);
    }

    public Way withRate(long bytes) {
        return new Way(delay, jitter, loss, bytes, cut);
    }

    public Way severed() {
        return new Way(delay, jitter, loss, bytesPerSecond, true);
    }

    public Way healed() {
        return new Way(delay, jitter, loss, bytesPerSecond, false);
    }
}
