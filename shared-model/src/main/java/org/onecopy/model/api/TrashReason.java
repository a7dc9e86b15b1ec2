package org.onecopy.model.api;

import com.fasterxml.jackson.annotation.JsonValue;
import org.onecopy.model.Words;

/** Why something lies in the trash. */
public enum TrashReason {
    /** Its file was removed. */
    REMOVED,
    /** Its file got another content. */
    REPLACED,
    /** It was removed or replaced, and its file holds the same content again. */
    RETURNED,
    /** It was never agreed, or nobody knows any more of which file it was. */
    UNKNOWN;

    /** The constant as it stands in JSON, in commands and in tables. */
    @JsonValue
    public String word() {
        return Words.of(this);
    }
}
