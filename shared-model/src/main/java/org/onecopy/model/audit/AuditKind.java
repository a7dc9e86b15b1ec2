package org.onecopy.model.audit;

import com.fasterxml.jackson.annotation.JsonValue;
import org.onecopy.model.Words;

/** What an entry of the audit says. */
public enum AuditKind {
    /** Somebody did something, or may have: see the outcome. */
    ACT,
    /** Somebody who may do it asked for something that was not done. */
    REFUSED,
    /** Somebody asked for something without being known, or allowed to. */
    DENIED,
    /** How far a node's own chain had come. */
    ANCHOR;

    /** The constant as it stands in JSON, in commands and in tables. */
    @JsonValue
    public String word() {
        return Words.of(this);
    }
}
