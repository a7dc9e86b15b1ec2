package org.onecopy.model.api;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.Grant;
import org.onecopy.model.UserName;

/**
 * An API token to be made.
 *
 * @param owner a user with whom the token ends, and who limits what it may do; absent: nobody
 * @param roles absent: none
 * @param lifetime from one minute to ten years; absent: 90 days
 */
public record TokenSpec(UserName name, @Nullable UserName owner, List<Grant> roles, Duration lifetime) {
    /** What a token lives where nothing is said. */
    public static final Duration LIFETIME_DEFAULT = Duration.ofDays(90);

    private static final Duration LIFETIME_MIN = Duration.ofMinutes(1);
    private static final Duration LIFETIME_MAX = Duration.ofDays(3660);

    /** @throws IllegalArgumentException where the name is missing or the lifetime out of range */
    public TokenSpec {
        Required.field("name", name);
        roles = roles == null ? List.of() : List.copyOf(roles);
        lifetime = lifetime == null ? LIFETIME_DEFAULT : lifetime;
        if (lifetime.compareTo(LIFETIME_MIN) < 0 || lifetime.compareTo(LIFETIME_MAX) > 0) {
            throw new IllegalArgumentException("a token lives from 1m to 3660d");
        }
    }
}
