package org.onecopy.model.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.Grant;
import org.onecopy.model.UserName;

/**
 * Who asks.
 *
 * @param owner of a token; absent where nobody owns it, and for others
 * @param roles of which all add up; of a token that is owned, only what its owner may do too counts
 * @param expires when it ends, absent for lines of the tokens file
 */
public record WhoView(
        String name,
        CallerKind kind,
        @Nullable UserName owner,
        List<Grant> roles,
        @Nullable Instant expires) {
    public WhoView {
        roles = List.copyOf(roles);
    }
}
