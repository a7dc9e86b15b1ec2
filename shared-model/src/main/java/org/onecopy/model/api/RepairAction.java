package org.onecopy.model.api;

import com.fasterxml.jackson.annotation.JsonValue;
import org.onecopy.model.Words;

/** What a repair does about one difference. */
public enum RepairAction {
    /** What is agreed is shown again, a directory with all that is in it. */
    SHOW,
    /** What is agreed is shown again, and what lies there goes to the zone's trash. */
    REPLACE,
    /** What is agreed is shown again, and what lies there becomes a conflict copy. */
    KEEP_BOTH,
    /** What lies there goes to the zone's trash. */
    TRASH,
    /** Mode, owner and the like are set again. */
    SET_ATTRIBUTES,
    /** What lies there is proposed as a change of the zone. */
    PROPOSE,
    /** What does not lie there is proposed as removed, a directory with all that is in it. */
    PROPOSE_REMOVAL,
    /** What the zone has parked is tried again. */
    RETRY,
    /** Nothing, for a reason. */
    LEAVE;

    /** The constant as it stands in JSON, in commands and in tables. */
    @JsonValue
    public String word() {
        return Words.of(this);
    }
}
