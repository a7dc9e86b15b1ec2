package org.onecopy.model.api;

import com.fasterxml.jackson.annotation.JsonValue;
import org.onecopy.model.Words;

/** How deep a consistency check looks. */
public enum CheckDepth {
    /** Names, kinds, lengths, link texts and attributes; contents only of files whose time is not the agreed one. */
    METADATA,
    /** All that, and every byte of every content. */
    DIGEST;

    /** The constant as it stands in JSON, in commands and in tables. */
    @JsonValue
    public String word() {
        return Words.of(this);
    }
}
