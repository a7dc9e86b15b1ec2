package org.onecopy.model.api;

import com.fasterxml.jackson.annotation.JsonValue;
import org.onecopy.model.Words;

/** How a plan tells whether two zones have the same file. A migration itself always reads. */
public enum MigrationCompare {
    /** By length and time of change: a guess. */
    SIZE,
    /** By reading both. */
    DIGEST;

    /** The constant as it stands in JSON and in commands. */
    @JsonValue
    public String word() {
        return Words.of(this);
    }
}
