package org.onecopy.model.api;

import com.fasterxml.jackson.annotation.JsonValue;
import org.onecopy.model.Words;

/** What is taken for right where a zone differs from what is agreed. */
public enum RepairSource {
    /** What is agreed: zones show it again. */
    AGREED,
    /** What lies in one zone: it is proposed as that zone's change. Other zones show again what is agreed. */
    ZONE,
    /** Both: nothing goes, and of contents that differ both are kept. */
    UNION;

    /** The constant as it stands in JSON, in commands and in tables. */
    @JsonValue
    public String word() {
        return Words.of(this);
    }
}
