package org.onecopy.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The number of a replication rule: given once by the network's registry, never reused, also after the rule's removal. */
public record RuleId(@JsonValue long value) implements Comparable<RuleId> {
    /** @throws IllegalArgumentException where the number is not positive */
    @JsonCreator
    public RuleId {
        if (value <= 0) {
            throw new IllegalArgumentException("rule id must be positive, not " + value);
        }
    }

    @Override
    public int compareTo(RuleId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
