package org.onecopy.model.api;

import com.fasterxml.jackson.annotation.JsonValue;
import org.onecopy.model.Words;

/** By what somebody is known to a node. */
public enum CallerKind {
    /** A user who has logged in. */
    USER,
    /** An agreed API token. */
    TOKEN,
    /** A line of the node's own tokens file: has all roles. */
    TOKENS_FILE;

    /** The constant as it stands in JSON, in commands and in tables. */
    @JsonValue
    public String word() {
        return Words.of(this);
    }
}
