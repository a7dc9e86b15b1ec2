package org.onecopy.app;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.onecopy.writer.Wakeup;

/** Waits until something has come about. */
final class Waiting {
    private Waiting() {}

    /** Looks now and then, until it is so or so much time has passed. An interruption ends it, too. */
    static void until(Duration atMost, Duration every, BooleanSupplier condition) {
        long until = System.nanoTime() + atMost.toNanos();
        Wakeup never = new Wakeup();
        try {
            while (!condition.getAsBoolean() && System.nanoTime() - until < 0) {
                never.await(every.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
