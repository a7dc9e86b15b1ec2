package org.onecopy.model.api;

import com.fasterxml.jackson.annotation.JsonValue;
import org.onecopy.model.Words;

/** What the guard against mass changes does in one zone. */
public enum GuardState {
    /** Below its limit. */
    WATCHING,
    /** Above its limit: further such operations are held until they are released or rejected. */
    TRIPPED;

    /** The constant as it stands in JSON, in commands and in tables. */
    @JsonValue
    public String word() {
        return Words.of(this);
    }
}
