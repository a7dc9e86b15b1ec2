package org.onecopy.console.lag.history;

import java.util.Locale;
import org.onecopy.model.ByteCount;
import org.onecopy.model.DurationText;
import org.onecopy.model.api.LagPoint;
import org.onecopy.model.api.LagView;

/** In what lag is measured. */
public enum Measure {
    SECONDS("Seconds"),
    OPERATIONS("Operations"),
    BYTES("Bytes");

    private final String title;

    Measure(String title) {
        this.title = title;
    }

    /** As a choice shows it. */
    public String title() {
        return title;
    }

    /** This figure of a zone's lag. */
    public double of(LagView lag) {
        return switch (this) {
            case SECONDS -> lag.seconds();
            case OPERATIONS -> lag.operations();
            case BYTES -> lag.bytes().value();
        };
    }

    /** The least figure of a step of time. */
    public double low(LagPoint point) {
        return switch (this) {
            case SECONDS -> point.secondsLow();
            case OPERATIONS -> point.operationsLow();
            case BYTES -> point.bytesLow().value();
        };
    }

    /** The greatest figure of a step of time. */
    public double high(LagPoint point) {
        return switch (this) {
            case SECONDS -> point.secondsHigh();
            case OPERATIONS -> point.operationsHigh();
            case BYTES -> point.bytesHigh().value();
        };
    }

    /** A figure for people. */
    public String show(double value) {
        return switch (this) {
            case SECONDS -> DurationText.rough(value);
            case OPERATIONS -> String.format(Locale.ROOT, "%,d", Math.round(value));
            case BYTES -> ByteCount.of(Math.max(0, Math.round(value))).toString();
        };
    }

    @Override
    public String toString() {
        return title;
    }
}
