package org.onecopy.model.api;

import com.fasterxml.jackson.annotation.JsonValue;
import org.onecopy.model.Words;

/** What a transfer is doing. */
public enum TransferState {
    /** Waits for its turn. */
    QUEUED,
    /** Bytes are on their way. */
    FETCHING,
    /** All bytes are here and verified; waits to be published in order. */
    STAGED,
    /** Failed and will be tried again. */
    WAITING;

    /** The constant as it stands in JSON, in commands and in tables. */
    @JsonValue
    public String word() {
        return Words.of(this);
    }
}
