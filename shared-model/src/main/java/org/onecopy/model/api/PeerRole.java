package org.onecopy.model.api;

import com.fasterxml.jackson.annotation.JsonValue;
import org.onecopy.model.Words;

/** What a node does in a membership. */
public enum PeerRole {
    /** Votes and learns. */
    VOTER,
    /** Learns and does not vote. */
    LISTENER,
    /** Votes and holds no data. */
    WITNESS;

    /** The constant as it stands in JSON, in commands and in tables. */
    @JsonValue
    public String word() {
        return Words.of(this);
    }
}
