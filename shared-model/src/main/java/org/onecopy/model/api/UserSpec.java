package org.onecopy.model.api;

import java.util.List;
import org.onecopy.model.Grant;
import org.onecopy.model.UserName;

/**
 * A user to be made.
 *
 * @param password of 12 to 256 characters
 * @param roles absent: none
 */
public record UserSpec(UserName name, String password, List<Grant> roles) {
    public UserSpec {
        Required.field("name", name);
        Required.field("password", password);
        roles = roles == null ? List.of() : List.copyOf(roles);
    }

    /** Never shows the password. */
    @Override
    public String toString() {
        return "UserSpec[" + name + "]";
    }
}
