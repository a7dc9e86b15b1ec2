package org.onecopy.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What somebody may do beside looking, which every role includes. Roles add up; none includes another's acts. */
public enum Role {
    /** Looks at everything but users, tokens and the audit. */
    VIEWER,
    /** Decides what is asked while rules run: parked changes, the guard, trying out a storage. */
    OPERATOR,
    /** Creates, edits and removes rules. */
    RULE_ADMIN,
    /** Says who may do what: users and tokens. */
    SECURITY_ADMIN;

    /** The constant as it stands in JSON, in commands and in tables. */
    @JsonValue
    public String word() {
        return Words.of(this);
    }

    /** Whether the role may be limited to some rules. */
    public boolean canBeScoped() {
        return this == OPERATOR || this == RULE_ADMIN;
    }

    /** @throws IllegalArgumentException where there is no such role */
    @JsonCreator
    public static Role parse(String word) {
        return Words.parse(Role.class, word);
    }
}
