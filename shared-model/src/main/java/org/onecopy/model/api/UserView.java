package org.onecopy.model.api;

import java.util.List;
import org.onecopy.model.Grant;
import org.onecopy.model.UserName;

/**
 * A user. Lists are ordered by name.
 *
 * @param roles of which all add up; may be empty
 * @param disabled cannot log in, and sessions and tokens do not count
 */
public record UserView(UserName name, List<Grant> roles, boolean disabled) {
    public UserView {
        roles = List.copyOf(roles);
    }
}
