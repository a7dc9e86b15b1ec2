package org.onecopy.location;

/** The two clocks: what the wall says (for people and for the log, never for a decision), and what has passed. */
public interface Ticks {
    /** Milliseconds since 1970; may jump. */
    long wallMillis();

    /** Nanoseconds from an arbitrary start; never jumps. */
    long nanos();
}
