package org.onecopy.model.api;

import com.fasterxml.jackson.annotation.JsonValue;
import org.onecopy.model.Words;

/** Why a content cannot be had. */
public enum LostState {
    /** Only zones hold it that are not heard of: it comes when one of them is back, and is lost with them. */
    OUT_OF_REACH,
    /** Every zone said for certain that it has it no more, so another content took its place, or the file was removed. */
    GONE;

    /** The constant as it stands in JSON, in commands and in tables. */
    @JsonValue
    public String word() {
        return Words.of(this);
    }
}
