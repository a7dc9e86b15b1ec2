package org.onecopy.model.api;

import org.jspecify.annotations.Nullable;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;

/**
 * Which items of a long list are asked for.
 *
 * @param rule only this rule's, or null for all
 * @param zone only this zone's, or null for all
 * @param limit at most this many, 1 to {@link #LIMIT_MAX}
 */
public record Filter(@Nullable RuleName rule, @Nullable ZoneName zone, int limit) {
    public static final int LIMIT_MAX = 10_000;
    public static final int LIMIT_DEFAULT = 1_000;

    /** The first items of all. */
    public static final Filter FIRST = new Filter(null, null, LIMIT_DEFAULT);

    /** @throws IllegalArgumentException where the limit is out of its range */
    public Filter {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("limit must be 1 to " + LIMIT_MAX + ", not " + limit);
        }
    }

    /** Whether an item of this rule and zone is asked for. */
    public boolean matches(RuleName itemRule, ZoneName itemZone) {
        return (rule == null || rule.equals(itemRule)) && (zone == null || zone.equals(itemZone));
    }
}
