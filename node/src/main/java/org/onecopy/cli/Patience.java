package org.onecopy.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.DurationText;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

/** Asks twice a second how far something is, until it has ended or the time is up. */
final class Patience {
    private static final long LOOK_EVERY_MILLIS = 500;

    private final long untilNanos;
    private final boolean isLimited;
    private final String meanwhile;

    /**
     * Begins to wait now.
     *
     * @param atMost a duration; null: without end
     * @param meanwhile what is so where somebody interrupts the waiting, such as {@code the check goes on}
     */
    Patience(@Nullable String atMost, String meanwhile) {
        isLimited = atMost != null;
        untilNanos = atMost == null
                ? 0
                : System.nanoTime() + DurationText.parse(atMost).toNanos();
        this.meanwhile = meanwhile;
    }

    /**
     * Waits.
     *
     * @param begun how it stands now
     * @param goesOn whether it has not ended
     * @param ask how it stands by then
     * @return how it stood last
     */
    <T> T await(T begun, Predicate<T> goesOn, UnaryOperator<T> ask) {
        T last = begun;
        while (goesOn.test(last) && !(isLimited && System.nanoTime() - untilNanos >= 0)) {
            pause();
            last = ask.apply(last);
        }
        return last;
    }

    private void pause() {
        try {
            boolean _ = new CountDownLatch(1).await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(ProblemCode.OUTCOME_UNKNOWN, "interrupted; " + meanwhile, e);
        }
    }
}
