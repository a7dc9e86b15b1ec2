package org.onecopy.core.namespace;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Preserve;
import org.onecopy.model.RuleId;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;

/**
 * A replication rule, whole, as one revision of it stands in the log (H57).
 *
 * @param revision from 1, one more at each change
 * @param paths one path per zone: at least one zone, in the order of names
 * @param exclude globs of what is left alone, relative to the tree
 * @param source the zone that is right at the beginning; null: the union of all
 * @param preferredZone the zone that wins conflicts under {@link ConflictPolicy#PREFERRED_ZONE}, else null
 * @param holdMillis how long a slow content holds back what comes after it, in milliseconds
 * @param preserve what travels with a file beyond mode, owner, group and time, in the order of the enumeration
 */
public record RuleDefinition(
        RuleId id,
        RuleName name,
        long revision,
        SortedMap<ZoneName, String> paths,
        List<String> exclude,
        @Nullable ZoneName source,
        ConflictPolicy conflict,
        @Nullable ZoneName preferredZone,
        long holdMillis,
        Visibility visibility,
        GuardPolicy guard,
        Set<Preserve> preserve) {
    public RuleDefinition {
        paths = Collections.unmodifiableSortedMap(new TreeMap<>(paths));
        exclude = List.copyOf(exclude);
        EnumSet<Preserve> ordered = EnumSet.noneOf(Preserve.class);
        ordered.addAll(preserve);
        preserve = Collections.unmodifiableSet(ordered);
    }

    /** The same rule under another number and name, as another revision. */
    public RuleDefinition as(RuleId newId, RuleName newName, long newRevision) {
        return new RuleDefinition(
                newId,
                newName,
                newRevision,
                paths,
                exclude,
                source,
                conflict,
                preferredZone,
                holdMillis,
                visibility,
                guard,
                preserve);
    }

    /** The same rule with other locations, as another revision. */
    public RuleDefinition withLocations(
            long newRevision, SortedMap<ZoneName, String> newPaths, @Nullable ZoneName newSource) {
        return new RuleDefinition(
                id,
                name,
                newRevision,
                newPaths,
                exclude,
                newSource,
                conflict,
                preferredZone,
                holdMillis,
                visibility,
                guard,
                preserve);
    }

    /** Who keeps the name when two zones changed one file without knowing of each other. */
    public enum ConflictPolicy {
        /** The change that was agreed first. */
        KEEP_BOTH,
        /** The change of the preferred zone, where it is one of the two; else the one that was agreed first. */
        PREFERRED_ZONE
    }

    /** What a zone shows while a content is still on its way. */
    public enum Visibility {
        /** Nothing that was agreed later, up to the rule's hold. */
        ORDERED,
        /** Everything that does not depend on it. */
        EAGER
    }

    /**
     * When mass destruction stops and asks (H42): counted per zone in a window, files removed, overwritten or truncated.
     *
     * @param files trips above this number
     * @param sharePercent trips also above this share of the rule's files, where more than {@code floor} files are concerned
     * @param floor see above
     * @param windowMillis milliseconds
     */
    public record GuardPolicy(long files, int sharePercent, long floor, long windowMillis) {
        /** More than 1,000 files, or more than 5 % where that is more than 100 files, in 10 minutes. */
        public static final GuardPolicy DEFAULT = new GuardPolicy(1000, 5, 100, 600_000);

        /** Whether so many of so many files are too many. */
        public boolean isExceeded(long destroyed, long filesOfRule) {
            return destroyed > files || (destroyed > floor && destroyed * 100 > filesOfRule * sharePercent);
        }
    }
}
