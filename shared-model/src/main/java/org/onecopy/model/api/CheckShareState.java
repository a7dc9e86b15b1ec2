package org.onecopy.model.api;

import com.fasterxml.jackson.annotation.JsonValue;
import org.onecopy.model.Words;

/** Where one zone stands in a consistency check. */
public enum CheckShareState {
    /** It has not begun. */
    WAITING,
    RUNNING,
    DONE,
    /** It does not answer: nothing can be said of it. */
    NOT_COMPARED;

    /** The constant as it stands in JSON, in commands and in tables. */
    @JsonValue
    public String word() {
        return Words.of(this);
    }
}
