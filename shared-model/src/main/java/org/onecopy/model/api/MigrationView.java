package org.onecopy.model.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;

/**
 * The migration of a rule: the trees that lay at its locations come under it.
 *
 * @param migration its place in the rule's order
 * @param by who asked for it
 * @param priority among other migrations, higher ones first
 * @param stateBy who paused or cancelled it, or let it go on; null where nobody did
 * @param end every zone has what was there at this place in the order; null before that
 * @param ended when that was known; null before that
 * @param zones by name
 */
public record MigrationView(
        RuleName rule,
        Version migration,
        String by,
        Instant since,
        int priority,
        MigrationState state,
        @Nullable String stateBy,
        @Nullable Version end,
        @Nullable Instant ended,
        List<MigrationZoneView> zones) {
    public MigrationView {
        zones = List.copyOf(zones);
    }
}
