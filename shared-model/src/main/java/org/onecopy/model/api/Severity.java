package org.onecopy.model.api;

import com.fasterxml.jackson.annotation.JsonValue;
import org.onecopy.model.Words;

/** How much an event matters. */
public enum Severity {
    /** For the record. */
    INFO,
    /** Something needs a look; nothing is lost. */
    WARNING,
    /** Something does not work. */
    ERROR;

    /** The constant as it stands in JSON, in commands and in tables. */
    @JsonValue
    public String word() {
        return Words.of(this);
    }
}
