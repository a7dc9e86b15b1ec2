package org.onecopy.model.api;

import com.fasterxml.jackson.annotation.JsonValue;
import org.onecopy.model.Words;

/** Who keeps the name when two zones changed a file without knowing of each other. */
public enum ConflictPolicy {
    /** The first in the log order keeps it; the other becomes a conflict copy. */
    KEEP_BOTH,
    /** The preferred zone keeps it; the other becomes a conflict copy. */
    PREFERRED_ZONE;

    /** The constant as it stands in JSON, in commands and in tables. */
    @JsonValue
    public String word() {
        return Words.of(this);
    }
}
