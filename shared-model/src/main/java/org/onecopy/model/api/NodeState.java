package org.onecopy.model.api;

import com.fasterxml.jackson.annotation.JsonValue;
import org.onecopy.model.Words;

/** What a node is doing. */
public enum NodeState {
    /** Not ready to serve yet. */
    STARTING,
    /** Ready. */
    RUNNING,
    /** Going down in order. */
    STOPPING,
    /** Does not answer the node that was asked. */
    UNREACHABLE;

    /** The constant as it stands in JSON, in commands and in tables. */
    @JsonValue
    public String word() {
        return Words.of(this);
    }
}
