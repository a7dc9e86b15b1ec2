package org.onecopy.simulation;

import org.onecopy.location.Ticks;

/** The one time of a simulation: moves only when told to. */
final class SimClock implements Ticks {
    private static final long START_MILLIS = 1_700_000_000_000L;

    private long nanos = 1_000_000_000L;

    void advanceMillis(long millis) {
        nanos += millis * 1_000_000;
    }

    @Override
    public long wallMillis() {
        return START_MILLIS + nanos / 1_000_000;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    /** The wall's time, never the same twice, as storages stamp their objects. */
    long stamp() {
        nanos++;
        return START_MILLIS * 1_000_000 + nanos;
    }
}
