package org.onecopy.model.api;

import com.fasterxml.jackson.annotation.JsonValue;
import org.onecopy.model.Words;

/** How a zone's storage differs from what is agreed. */
public enum DifferenceKind {
    /** It is agreed, and does not lie in the storage; of a directory: with all that is in it. */
    MISSING,
    /** It lies in the storage, and is not agreed; of a directory: with all that is in it. */
    EXTRA,
    /** Kind, length, bytes or link text are others. */
    CONTENT,
    /** Mode, owner, group or what else the rule preserves are others. */
    ATTRIBUTES,
    /** It went on changing, or was on its way, for as long as was waited. */
    IN_FLUX,
    /** The storage does not let it be read. */
    UNREADABLE;

    /** The constant as it stands in JSON, in commands and in tables. */
    @JsonValue
    public String word() {
        return Words.of(this);
    }
}
