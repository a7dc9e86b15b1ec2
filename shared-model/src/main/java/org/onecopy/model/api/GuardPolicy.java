package org.onecopy.model.api;

import java.time.Duration;

/**
 * When a zone's deletes, overwrites and truncations stop and ask: above {@code files} or above {@code percent} of the rule's
 * files within {@code window}, whichever comes first.
 * <p>In JSON an absent field has its default; the accessors return the defaults.
 *
 * @param files more than 0, default 1000
 * @param percent 1 to 100, default 5
 * @param window default 10 minutes
 */
public record GuardPolicy(Long files, Integer percent, Duration window) {
    /** The defaults. */
    public static final GuardPolicy DEFAULT = new GuardPolicy(1_000L, 5, Duration.ofMinutes(10));

    /** @throws IllegalArgumentException where a number is out of its range */
    public GuardPolicy {
        files = files == null ? DEFAULT.files : files;
        percent = percent == null ? DEFAULT.percent : percent;
        window = window == null ? DEFAULT.window : window;
        if (files <= 0) {
            throw new IllegalArgumentException("guard: files must be more than 0, not " + files);
        }
        if (percent < 1 || percent > 100) {
            throw new IllegalArgumentException("guard: percent must be 1 to 100, not " + percent);
        }
        if (!window.isPositive()) {
            throw new IllegalArgumentException("guard: window must be more than 0s");
        }
    }
}
