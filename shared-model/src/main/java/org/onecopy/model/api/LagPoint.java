package org.onecopy.model.api;

import java.time.Instant;
import org.onecopy.model.ByteCount;

/**
 * How far a zone was behind within a step of time: the least and the greatest that was measured.
 *
 * @param time when the step begins
 * @param operationsLow agreed and not shown, as {@link LagView#operations}
 * @param bytesLow of contents that the zone needed, as {@link LagView#bytes}
 * @param secondsLow age of the oldest operation that it did not show, as {@link LagView#seconds}
 */
public record LagPoint(
        Instant time,
        long operationsLow,
        long operationsHigh,
        ByteCount bytesLow,
        ByteCount bytesHigh,
        double secondsLow,
        double secondsHigh) {}
