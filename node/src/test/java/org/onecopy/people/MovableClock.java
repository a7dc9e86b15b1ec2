package org.onecopy.people;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that goes when it is told to. */
public final class MovableClock implements InstantSource {
    private volatile Instant now = Instant.now();

    @Override
    public Instant instant() {
        return now;
    }

    public long nanos() {
        return Duration.between(Instant.EPOCH, now).toNanos();
    }

    public synchronized void pass(Duration time) {
        now = now.plus(time);
    }
}
