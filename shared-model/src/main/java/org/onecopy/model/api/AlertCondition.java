package org.onecopy.model.api;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.onecopy.model.ByteCount;
import org.onecopy.model.DurationText;
import org.onecopy.model.Words;

/** What an alert is about. */
public enum AlertCondition {
    /** A zone does not show what is agreed, or has not reported: seconds, of a rule in a zone. */
    LAG(Unit.SECONDS, true),
    /** Bytes that one zone only holds: of a rule in that zone. */
    AT_RISK_BYTES(Unit.BYTES, true),
    /** Age of the oldest content that one zone only holds: seconds, of a rule in that zone. */
    AT_RISK_AGE(Unit.SECONDS, true),
    /** How many more voters may be lost while changes can still be agreed: of a membership, or of the network's registry. */
    QUORUM_MARGIN(Unit.COUNT, false),
    /** No changes can be agreed: 1 while there is no leader, as one node sees it. */
    NO_QUORUM(Unit.COUNT, true),
    /** Contents that no zone holds which is heard of: how many, of a rule. */
    OUT_OF_REACH(Unit.COUNT, true),
    /** Changes that a zone cannot show for now and that wait for somebody: how many, of a rule in a zone. */
    PARKED(Unit.COUNT, true),
    /** What checks of a rule have found and nobody has mended: how many differences, in all its zones together. */
    DIFFERENCES(Unit.COUNT, true),
    /** 1 while a node cannot use its zone's storage for a rule. */
    STORAGE_UNAVAILABLE(Unit.COUNT, true),
    /** Bytes free on the disk that holds a node's state. */
    DATA_DISK(Unit.BYTES, false),
    /** Seconds until a node's certificate, or its network's authority, ends. */
    CERTIFICATE(Unit.SECONDS, false);

    private enum Unit {
        SECONDS,
        BYTES,
        COUNT
    }

    private final Unit unit;
    private final boolean badAbove;

    AlertCondition(Unit unit, boolean badAbove) {
        this.unit = unit;
        this.badAbove = badAbove;
    }

    /** Whether large figures are bad; else small ones are. */
    public boolean badAbove() {
        return badAbove;
    }

    /** A figure of this condition for people. */
    public String show(double value) {
        if (Double.isNaN(value)) {
            return "unknown";
        }
        return switch (unit) {
            case SECONDS -> value < 0 ? "-" + DurationText.rough(-value) : DurationText.rough(value);
            case BYTES -> new ByteCount(Math.max(0, (long) value)).toString();
            case COUNT -> String.format(Locale.ROOT, "%d", (long) value);
        };
    }

    /** The constant as it stands in JSON, in commands and in tables. */
    @JsonValue
    public String word() {
        return Words.of(this);
    }
}
