package org.onecopy.model.api;

import com.fasterxml.jackson.annotation.JsonValue;
import org.onecopy.model.Words;

/** What users did in a fenced zone. */
public enum HeldChangeKind {
    CREATED,
    WRITTEN,
    MOVED,
    REMOVED,
    ATTRIBUTES;

    /** The constant as it stands in JSON, in commands and in tables. */
    @JsonValue
    public String word() {
        return Words.of(this);
    }
}
