package org.onecopy.model.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;

/**
 * A consistency check: what the zones' storages hold, compared with what is agreed. The newest of a rule comes first.
 *
 * @param check the place in the order at which it was cut; names the check within its rule
 * @param path of the directory that is compared; empty: the whole tree
 * @param by who asked for it
 * @param cancelledBy who ended it; null where nobody did
 * @param differences of all zones together, so far
 * @param certifiable whether a certificate can be had: every content was read, nothing differs, and all nodes agree on the tree
 * @param zones by name
 */
public record CheckView(
        RuleName rule,
        Version check,
        String path,
        CheckDepth depth,
        String by,
        Instant started,
        CheckState state,
        @Nullable String cancelledBy,
        long differences,
        boolean certifiable,
        List<CheckShareView> zones) {
    public CheckView {
        zones = List.copyOf(zones);
    }
}
