package org.onecopy.model.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.Grant;
import org.onecopy.model.UserName;

/**
 * An API token or a session, without its secret. Lists are ordered by name, then by id.
 *
 * @param name of a session: its user's
 * @param owner the user with whom it ends, absent where nobody owns it
 * @param roles empty for a session, which has those of its user
 * @param session whether it came of a login
 * @param revoked whether it counts no more
 */
public record TokenView(
        String id,
        UserName name,
        @Nullable UserName owner,
        List<Grant> roles,
        Instant expires,
        boolean session,
        boolean revoked) {
    public TokenView {
        roles = List.copyOf(roles);
    }
}
