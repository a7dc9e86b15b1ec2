package org.onecopy.model.api;

import com.fasterxml.jackson.annotation.JsonValue;
import org.onecopy.model.Words;

/** How a zone stands to a rule. */
public enum LocationState {
    /** Its storage is being compared with the agreed tree, for the first time or anew: it proposes no deletes. */
    JOINING,
    /** Takes part. */
    ACTIVE,
    /** Was away too long: it compares its storage with the namespace before it takes part again. */
    MUST_RECONCILE,
    /** Nothing is published here until an administrator or a remedy lets it go on. */
    PAUSED,
    /** Takes part, but what its users do is not agreed: see the fences of the rule. */
    FENCED;

    /** The constant as it stands in JSON, in commands and in tables. */
    @JsonValue
    public String word() {
        return Words.of(this);
    }
}
