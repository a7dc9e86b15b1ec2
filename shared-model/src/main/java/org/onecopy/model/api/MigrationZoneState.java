package org.onecopy.model.api;

import com.fasterxml.jackson.annotation.JsonValue;
import org.onecopy.model.Words;

/** Where a zone stands in a migration. */
public enum MigrationZoneState {
    /** What lies in it is still being read. */
    COMPARING,
    /** What others have is still on its way to it. */
    BRINGING,
    /** It has nothing to do but to wait for others. */
    WAITING,
    /** The migration is paused, or was cancelled, and something is missing. */
    HELD,
    /** It shows all that was there. */
    DONE;

    /** The constant as it stands in JSON and in tables. */
    @JsonValue
    public String word() {
        return Words.of(this);
    }
}
