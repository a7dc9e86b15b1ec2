package org.onecopy.model.api;

import com.fasterxml.jackson.annotation.JsonValue;
import org.onecopy.model.Words;

/** What can be done in a zone after something was lost. */
public enum ZoneAccess {
    /** Changes made here are agreed, and other zones' changes are shown. */
    WRITES,
    /** What is there can be read; changes made here wait until a majority is there again. */
    READS,
    /** The storage is there and no node of the zone is: what is changed here is not seen, and nothing new is shown. */
    CUT_OFF,
    /** The zone is lost with its storage. */
    GONE;

    /** The constant as it stands in JSON, in commands and in tables. */
    @JsonValue
    public String word() {
        return Words.of(this);
    }
}
