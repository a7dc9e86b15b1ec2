package org.onecopy.model.api;

import com.fasterxml.jackson.annotation.JsonValue;
import org.onecopy.model.Words;

/** Where a plan of a migration stands. */
public enum MigrationPlanState {
    /** The trees are being read: its numbers grow. */
    RUNNING,
    DONE,
    /** A zone did not answer, or could not be read. */
    FAILED,
    CANCELLED;

    /** The constant as it stands in JSON and in tables. */
    @JsonValue
    public String word() {
        return Words.of(this);
    }
}
