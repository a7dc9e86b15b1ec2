package org.onecopy.model.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * For how long no messages of an alert are wanted.
 *
 * @param duration more than nothing, at most 30 days
 * @param why in somebody's words, at most 500 characters
 */
public record SilenceSpec(Duration duration, @Nullable String why) {
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final int WHY_LENGTH_MAX = 500;

    /** @throws IllegalArgumentException where it is for too long or says too much */
    public SilenceSpec {
        if (duration == null || duration.isZero() || duration.isNegative() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("an alert is silenced for more than 0s and at most 30d");
        }
        if (why != null && why.length() > WHY_LENGTH_MAX) {
            throw new IllegalArgumentException("'why' has at most " + WHY_LENGTH_MAX + " characters");
        }
    }
}
