package org.onecopy.model.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;

/**
 * What a migration would do. Known by the node that was asked alone, and only until it stops.
 *
 * @param plan by which it is asked for
 * @param node that knows it
 * @param source whose tree is right; null: the union of all
 * @param compare how equal files were told
 * @param reason why it failed; null where it did not
 * @param directoriesDone that were compared so far
 * @param directoriesToGo that are known of and not compared yet; more may come
 * @param zones by name
 * @param conflicts the first paths at which zones have something different
 * @param conflictsTotal how many there are
 */
public record MigrationPlanView(
        String plan,
        NodeId node,
        MigrationPlanState state,
        Instant since,
        @Nullable ZoneName source,
        MigrationCompare compare,
        @Nullable String reason,
        long directoriesDone,
        long directoriesToGo,
        List<MigrationPlanZoneView> zones,
        List<MigrationPlanPath> conflicts,
        long conflictsTotal) {
    public MigrationPlanView {
        zones = List.copyOf(zones);
        conflicts = List.copyOf(conflicts);
    }
}
