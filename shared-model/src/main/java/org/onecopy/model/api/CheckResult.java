package org.onecopy.model.api;

import com.fasterxml.jackson.annotation.JsonValue;
import org.onecopy.model.Words;

/** What a check of a storage, or a look at several of them, came to. */
public enum CheckResult {
    /** As it should be. */
    OK,
    /** It works, with a consequence to know of. */
    WARN,
    /** It does not work. */
    FAIL;

    /** The constant as it stands in JSON, in commands and in tables. */
    @JsonValue
    public String word() {
        return Words.of(this);
    }
}
