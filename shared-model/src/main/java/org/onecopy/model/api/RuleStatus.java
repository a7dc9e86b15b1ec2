package org.onecopy.model.api;

import com.fasterxml.jackson.annotation.JsonValue;
import org.onecopy.model.Words;

/** How far a rule is in its life. */
public enum RuleStatus {
    /** In the registry; its first revision is not reported from its membership yet. */
    PENDING,
    /** In effect. */
    ACTIVE,
    /** Its removal is agreed; zones are letting go of it. Removing deletes no data. */
    REMOVING;

    /** The constant as it stands in JSON, in commands and in tables. */
    @JsonValue
    public String word() {
        return Words.of(this);
    }
}
