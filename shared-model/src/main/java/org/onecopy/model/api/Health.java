package org.onecopy.model.api;

import com.fasterxml.jackson.annotation.JsonValue;
import org.onecopy.model.Words;

/** The whole in one word. */
public enum Health {
    /** Everything works. */
    HEALTHY,
    /** Works, with the listed reasons. */
    DEGRADED,
    /** Changes cannot be agreed, or this node cannot serve. */
    DOWN;

    /** The constant as it stands in JSON, in commands and in tables. */
    @JsonValue
    public String word() {
        return Words.of(this);
    }
}
