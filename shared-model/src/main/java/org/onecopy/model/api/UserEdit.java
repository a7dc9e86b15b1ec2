package org.onecopy.model.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.Grant;

/**
 * What changes of a user.
 *
 * @param roles all that the user is to have; absent: as they are
 * @param disabled absent: as it is
 */
public record UserEdit(
        @Nullable List<Grant> roles, @Nullable Boolean disabled) {
    /** @throws IllegalArgumentException where nothing changes */
    public UserEdit {
        if (roles == null && disabled == null) {
            throw new IllegalArgumentException("nothing changes: give roles, or disabled");
        }
        roles = roles == null ? null : List.copyOf(roles);
    }
}
