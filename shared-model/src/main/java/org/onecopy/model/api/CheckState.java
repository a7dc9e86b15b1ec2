package org.onecopy.model.api;

import com.fasterxml.jackson.annotation.JsonValue;
import org.onecopy.model.Words;

/** Where a consistency check stands. */
public enum CheckState {
    /** Some zone is at it. */
    RUNNING,
    /** What is left is to be compared by zones that do not answer: it goes on by itself once they do. */
    INCOMPLETE,
    /** Every zone has compared all of it. */
    DONE,
    /** Somebody ended it before. */
    CANCELLED;

    /** The constant as it stands in JSON, in commands and in tables. */
    @JsonValue
    public String word() {
        return Words.of(this);
    }
}
