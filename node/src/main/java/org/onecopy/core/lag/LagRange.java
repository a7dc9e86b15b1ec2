package org.onecopy.core.lag;

/** The least and the greatest of some figures. */
public record LagRange(long low, long high) {
    /** One figure. */
    public static LagRange of(long figure) {
        return new LagRange(figure, figure);
    }

    /** Of these and those. */
    public LagRange and(LagRange other) {
        return new LagRange(Math.min(low, other.low), Math.max(high, other.high));
    }
}
