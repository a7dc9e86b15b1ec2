package org.onecopy.model.api;

import com.fasterxml.jackson.annotation.JsonValue;
import org.onecopy.model.Words;

/** In which order a zone shows other zones' changes. */
public enum Visibility {
    /** In log order; a slow content is waited for up to the rule's hold. */
    ORDERED,
    /** As soon as what a change depends on is there. */
    EAGER;

    /** The constant as it stands in JSON, in commands and in tables. */
    @JsonValue
    public String word() {
        return Words.of(this);
    }
}
