package org.onecopy.model.api;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;
import org.onecopy.model.RuleId;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;

/**
 * A replication rule. Ordered by name in lists.
 *
 * @param revision counts the agreed definitions from 1; an edit names the one it is based on
 * @param zones one location per zone, by zone
 * @param exclude globs of paths below a location that are left alone, in the order given
 * @param initial absent where nothing was said
 * @param preferredZone absent where none was named
 * @param hold how long {@code ordered} waits for a slow content before it becomes a hole
 * @param preserve what travels beyond mode, owner, group and time; in the order of the enumeration
 * @param witnesses zones without storage whose nodes vote on the rule's changes, by name
 * @param membership who agrees the rule's changes
 * @param files files, without directories and links, as of the node's applied index
 * @param bytes the sum of their lengths
 * @param warnings what would stop the rule's changes, and what helps; empty where no zone's loss does
 */
public record RuleView(
        RuleId id,
        RuleName name,
        long revision,
        RuleStatus status,
        List<LocationView> zones,
        List<String> exclude,
        @Nullable Initial initial,
        ConflictPolicy conflict,
        @Nullable ZoneName preferredZone,
        Duration hold,
        Visibility visibility,
        GuardPolicy guard,
        List<Preserve> preserve,
        List<ZoneName> witnesses,
        UUID membership,
        long files,
        ByteCount bytes,
        List<WarningView> warnings) {
    public RuleView {
        zones = List.copyOf(zones);
        exclude = List.copyOf(exclude);
        preserve = List.copyOf(preserve);
        witnesses = List.copyOf(witnesses);
        warnings = List.copyOf(warnings);
    }

    /** The definition as a request, to be changed and sent back as an edit of this revision. */
    public RuleSpec toSpec() {
        Map<ZoneName, String> paths = new TreeMap<>();
        zones.forEach(location -> paths.put(location.zone(), location.path()));
        return new RuleSpec(
                name,
                paths,
                exclude,
                initial,
                conflict,
                preferredZone,
                hold,
                visibility,
                guard,
                preserve,
                witnesses,
                revision);
    }
}
