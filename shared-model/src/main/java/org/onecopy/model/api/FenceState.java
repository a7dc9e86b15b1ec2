package org.onecopy.model.api;

import com.fasterxml.jackson.annotation.JsonValue;
import org.onecopy.model.Words;

/** Where a fence stands. */
public enum FenceState {
    /** Another zone does not show all yet that was agreed before the fence, or the fenced zone has not been compared since. */
    WAITING,
    /** All other zones show it, and users have changed something in the fenced zone that waits there. */
    HELD,
    /** All other zones show everything up to the fence, and nothing waits in the fenced zone. */
    DONE;

    /** The constant as it stands in JSON, in commands and in tables. */
    @JsonValue
    public String word() {
        return Words.of(this);
    }
}
