package org.onecopy.model.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/**
 * What a repair would do in the zone of the node that is asked. Nothing is changed by asking.
 *
 * @param check whose findings it is about
 * @param path of the subtree; empty: all that the check has compared
 * @param source what would be taken for right
 * @param sourceZone whose storage, with {@link RepairSource#ZONE}; else null
 * @param differences below the path
 * @param files that would be brought
 * @param bytes of these
 * @param overwrites objects that would be replaced in the zone's storage; they go to its trash, or become conflict copies
 * @param removals objects that would go from the zone's storage to its trash
 * @param attributes objects whose attributes would be set
 * @param proposals changes that would be proposed for all zones
 * @param proposedRemovals removals that would be proposed for all zones
 * @param left differences that would be left as they are
 * @param secondsLeft how long it would take at the present rate; null where none is known
 * @param steps a page, in the order of the differences
 */
public record RepairPlan(
        RuleName rule,
        Version check,
        String path,
        RepairSource source,
        @Nullable ZoneName sourceZone,
        ZoneName zone,
        long differences,
        long files,
        ByteCount bytes,
        long overwrites,
        long removals,
        long attributes,
        long proposals,
        long proposedRemovals,
        long left,
        @Nullable Long secondsLeft,
        List<RepairStep> steps) {
    public RepairPlan {
        steps = List.copyOf(steps);
    }
}
