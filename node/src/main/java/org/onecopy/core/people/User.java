package org.onecopy.core.people;

import java.util.List;
import org.onecopy.model.Grant;
import org.onecopy.model.UserName;

/**
 * Somebody who can log in.
 *
 * @param passwordHash in the form of PHC strings, with its parameters and salt in it; never the password
 * @param disabled cannot log in, and sessions and tokens that this user owns do not count
 */
public record User(UserName name, String passwordHash, List<Grant> grants, boolean disabled) {
    public User {
        grants = List.copyOf(grants);
    }

    /** Never shows the hash. */
    @Override
    public String toString() {
        return "User[" + name + " " + grants + (disabled ? " disabled" : "") + "]";
    }
}
