package org.onecopy.core.lag;

/**
 * How far a zone was behind within a step of time.
 *
 * @param operations agreed and not shown
 * @param bytes of contents that it needed
 * @param millis the age of the oldest operation that it did not show
 */
public record LagFigures(LagRange operations, LagRange bytes, LagRange millis) {
    /** What was measured once. */
    public static LagFigures of(long operations, long bytes, long millis) {
        return new LagFigures(LagRange.of(operations), LagRange.of(bytes), LagRange.of(millis));
    }

    /** Of this time and another. */
    public LagFigures and(LagFigures other) {
        return new LagFigures(operations.and(other.operations), bytes.and(other.bytes), millis.and(other.millis));
    }
}
