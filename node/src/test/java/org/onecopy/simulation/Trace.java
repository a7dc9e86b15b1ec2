package org.onecopy.simulation;

import java.util.ArrayDeque;

/** The last events of a simulation, for people who look for a bug. */
final class Trace {
    private static final int EVENTS_MAX = Integer.getInteger("onecopy.trace", 400);

    private final ArrayDeque<String> events = new ArrayDeque<>();
    private final SimClock clock;

    Trace(SimClock clock) {
        this.clock = clock;
    }

    void add(String who, String what) {
        if (events.size() >= EVENTS_MAX) {
            events.removeFirst();
        }
        events.add("%9.3f %-5s %s".formatted(clock.nanos() / 1e9, who, what));
    }

    @Override
    public String toString() {
        return String.join("\n", events);
    }
}
