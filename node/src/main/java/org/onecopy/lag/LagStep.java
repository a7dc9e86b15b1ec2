package org.onecopy.lag;

import java.time.Duration;
import java.util.Locale;

/** How finely lag is kept, and for how long. */
enum LagStep {
    FINE("a", 10, 60, Duration.ofHours(1)),
    MIDDLE("b", 60, 60, Duration.ofDays(1)),
    COARSE("c", 900, 96, Duration.ofDays(35));

    private final String key;
    private final long seconds;
    private final int perBlock;
    private final Duration kept;

    LagStep(String key, long seconds, int perBlock, Duration kept) {
        this.key = key;
        this.seconds = seconds;
        this.perBlock = perBlock;
        this.kept = kept;
    }

    long seconds() {
        return seconds;
    }

    Duration kept() {
        return kept;
    }

    /** Number of the step in which a time lies, counted from 1970. */
    long step(long epochSecond) {
        return Math.floorDiv(epochSecond, seconds);
    }

    /** Number of the block in which a step lies. */
    long block(long step) {
        return Math.floorDiv(step, perBlock);
    }

    /** Number of a step within its block. */
    int within(long step) {
        return (int) Math.floorMod(step, (long) perBlock);
    }

    /** The first step of a block. */
    long first(long block) {
        return block * perBlock;
    }

    /** With what the keys of a block begin; in the order of time. */
    String prefix(long block) {
        return String.format(Locale.ROOT, "%s/%010d/", key, block);
    }
}
