package org.onecopy.model.api;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;

/**
 * The definition of a rule as an administrator gives it, to create a rule or to replace its definition. What is absent has its
 * default; the accessors return the defaults.
 *
 * @param name may be absent in an edit, where the address names the rule
 * @param zones zone to absolute path in the zone's storage, at least two; kept in the order of zones
 * @param exclude default: none
 * @param initial required where more than one location already holds files; in an edit that adds zones, where one of these does
 * @param conflict default {@code keep-both}; {@code preferred-zone} needs a {@code preferredZone}
 * @param preferredZone the zone in which the leader should live and, with that policy, which wins
 * @param hold default 15 minutes
 * @param visibility default {@code ordered}
 * @param guard default {@link GuardPolicy#DEFAULT}
 * @param preserve default: nothing; kept in the order of the enumeration, each once
 * @param witnesses zones without storage whose nodes are to vote on a new rule's changes, kept in the order of names, each once; an edit does
 *     not change them
 * @param revision in an edit: the revision it is based on
 */
public record RuleSpec(
        @Nullable RuleName name,
        Map<ZoneName, String> zones,
        List<String> exclude,
        @Nullable Initial initial,
        ConflictPolicy conflict,
        @Nullable ZoneName preferredZone,
        Duration hold,
        Visibility visibility,
        GuardPolicy guard,
        List<Preserve> preserve,
        List<ZoneName> witnesses,
        @Nullable Long revision) {
    public static final Duration HOLD_DEFAULT = Duration.ofMinutes(15);

    private static final int ZONES_MAX = 64;
    private static final int WITNESSES_MAX = 8;
    private static final int EXCLUDES_MAX = 256;
    private static final int TEXT_LENGTH_MAX = 4_096;

    /** @throws IllegalArgumentException where a field is missing, too long or contradicts another */
    public RuleSpec {
        zones = checkedZones(zones);
        exclude = checkedExcludes(exclude);
        conflict = conflict == null ? ConflictPolicy.KEEP_BOTH : conflict;
        hold = hold == null ? HOLD_DEFAULT : hold;
        visibility = visibility == null ? Visibility.ORDERED : visibility;
        guard = guard == null ? GuardPolicy.DEFAULT : guard;
        preserve = preserve == null
                ? List.of()
                : preserve.stream().distinct().sorted().toList();
        witnesses = checkedWitnesses(witnesses, zones);
        if (conflict == ConflictPolicy.PREFERRED_ZONE && preferredZone == null) {
            throw new IllegalArgumentException("conflict 'preferred-zone' needs a preferredZone");
        }
        if (preferredZone != null && !zones.containsKey(preferredZone)) {
            throw new IllegalArgumentException("preferredZone '" + preferredZone + "' is none of the rule's zones");
        }
        if (initial != null && initial.source() != null && !zones.containsKey(initial.source())) {
            throw new IllegalArgumentException("initial source '" + initial.source() + "' is none of the rule's zones");
        }
    }

    /** As the whole, without a witness. */
    public RuleSpec(
            @Nullable RuleName name,
            Map<ZoneName, String> zones,
            List<String> exclude,
            @Nullable Initial initial,
            ConflictPolicy conflict,
            @Nullable ZoneName preferredZone,
            Duration hold,
            Visibility visibility,
            GuardPolicy guard,
            List<Preserve> preserve,
            @Nullable Long revision) {
        this(
                name,
                zones,
                exclude,
                initial,
                conflict,
                preferredZone,
                hold,
                visibility,
                guard,
                preserve,
                List.of(),
                revision);
    }

    private static List<ZoneName> checkedWitnesses(@Nullable List<ZoneName> witnesses, Map<ZoneName, String> zones) {
        List<ZoneName> all = witnesses == null
                ? List.of()
                : witnesses.stream().distinct().sorted().toList();
        for (ZoneName witness : all) {
            if (zones.containsKey(witness)) {
                throw new IllegalArgumentException(
                        "zone '" + witness + "' has a path in the rule, so it is no witness: a witness has no storage");
            }
        }
        if (all.size() > WITNESSES_MAX) {
            throw new IllegalArgumentException(
                    "witnesses must name at most " + WITNESSES_MAX + " zones, not " + all.size());
        }
        return all;
    }

    private static Map<ZoneName, String> checkedZones(@Nullable Map<ZoneName, String> zones) {
        if (zones == null || zones.size() < 2) {
            throw new IllegalArgumentException("zones must name at least two zones with their paths");
        }
        if (zones.size() > ZONES_MAX) {
            throw new IllegalArgumentException("zones must name at most " + ZONES_MAX + " zones, not " + zones.size());
        }
        zones.forEach((zone, path) -> {
            if (path == null || !path.startsWith("/") || path.length() > TEXT_LENGTH_MAX || path.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("the path of zone '" + zone + "' must be absolute and at most "
                        + TEXT_LENGTH_MAX + " characters: " + path);
            }
        });
        return Collections.unmodifiableMap(new TreeMap<>(zones));
    }

    private static List<String> checkedExcludes(@Nullable List<String> exclude) {
        if (exclude == null) {
            return List.of();
        }
        if (exclude.size() > EXCLUDES_MAX) {
            throw new IllegalArgumentException(
                    "exclude must have at most " + EXCLUDES_MAX + " globs, not " + exclude.size());
        }
        for (String glob : exclude) {
            if (glob == null || glob.isBlank() || glob.length() > TEXT_LENGTH_MAX) {
                throw new IllegalArgumentException("exclude: a glob must have 1 to " + TEXT_LENGTH_MAX + " characters");
            }
        }
        return List.copyOf(exclude);
    }
}
