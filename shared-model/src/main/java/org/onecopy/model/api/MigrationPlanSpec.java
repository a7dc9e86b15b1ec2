package org.onecopy.model.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;

/**
 * What a migration would do is to be found out.
 *
 * @param rule a rule that is there, whose locations, exclusions and source are taken; null where {@code zones} says all
 * @param zones zone to path; beside a rule, those that are to be added
 * @param exclude globs of what is left alone
 * @param initial whose tree is right; null: as the rule has it
 * @param compare default: by size
 * @param rate bytes per second that each zone can receive, for the time; null: as measured, where something is on its way
 */
public record MigrationPlanSpec(
        @Nullable RuleName rule,
        Map<ZoneName, String> zones,
        List<String> exclude,
        @Nullable Initial initial,
        MigrationCompare compare,
        @Nullable ByteCount rate) {
    public MigrationPlanSpec {
        zones = zones == null ? Map.of() : Map.copyOf(zones);
        exclude = exclude == null ? List.of() : List.copyOf(exclude);
        compare = compare == null ? MigrationCompare.SIZE : compare;
    }
}
