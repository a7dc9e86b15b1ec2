package org.onecopy.model.api;

import com.fasterxml.jackson.annotation.JsonValue;
import org.onecopy.model.Words;

/** How a conflict is settled. */
public enum ConflictKeep {
    /** What kept the name stays, and the copy goes to the trash. */
    ORIGINAL,
    /** The copy gets the name, and what has it now goes to the trash. */
    COPY,
    /** Both stay: the copy gets an ordinary name beside the other. */
    BOTH;

    /** The constant as it stands in JSON, in commands and in tables. */
    @JsonValue
    public String word() {
        return Words.of(this);
    }
}
