package org.onecopy.model.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/**
 * A repair of what a check has found. The newest of a rule comes first.
 *
 * @param repair the place in the order at which it began; names the repair within its rule
 * @param check whose findings are mended
 * @param path of the subtree; empty: all that the check has compared
 * @param sourceZone whose storage is taken for right, with {@link RepairSource#ZONE}; else null
 * @param by who asked for it
 * @param cancelledBy who ended it; null where nobody did
 * @param mended differences of all zones together, so far
 * @param left differences that stay, of all zones together, so far
 * @param zones by name: those in which something differed
 */
public record RepairView(
        RuleName rule,
        Version repair,
        Version check,
        String path,
        RepairSource source,
        @Nullable ZoneName sourceZone,
        String by,
        Instant started,
        CheckState state,
        @Nullable String cancelledBy,
        long mended,
        long left,
        List<RepairShareView> zones) {
    public RepairView {
        zones = List.copyOf(zones);
    }
}
