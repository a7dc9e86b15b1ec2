package org.onecopy.model.api;

import com.fasterxml.jackson.annotation.JsonValue;
import org.onecopy.model.Words;

/** Where a migration stands. */
public enum MigrationState {
    RUNNING,
    /** What is not there yet is held up until somebody lets it go on. */
    PAUSED,
    /** Somebody ended it before it was done: what is not there yet is held up until another one begins. */
    CANCELLED,
    /** Every zone has what was there. */
    DONE;

    /** The constant as it stands in JSON, in commands and in tables. */
    @JsonValue
    public String word() {
        return Words.of(this);
    }
}
