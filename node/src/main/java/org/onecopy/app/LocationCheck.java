package org.onecopy.app;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.namespace.RuleDefinition;
import org.onecopy.core.registry.RegistryTables;
import org.onecopy.core.registry.Reservation;
import org.onecopy.index.MembershipIndex;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.Initial;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.network.RegistryClient;
import org.onecopy.problem.ProblemException;
import org.onecopy.storage.Lineage;

/** What must hold of the locations that a rule is to have, before it is asked for. Looks at the storages of their zones; changes nothing. */
final class LocationCheck {
    private final RegistryClient registry;
    private final BiFunction<ZoneName, String, LocationProbe.Found> probe;

    /** @param probe looks at a path in a zone; throws a problem where the zone does not answer */
    LocationCheck(RegistryClient registry, BiFunction<ZoneName, String, LocationProbe.Found> probe) {
        this.registry = registry;
        this.probe = probe;
    }

    /**
     * The locations of a new rule.
     *
     * @throws ProblemException {@code ZONE_UNKNOWN}, {@code SAME_STORAGE}, {@code NAMES_FOLD}, {@code ZONES_NOT_EMPTY}, or what the
     *     zone's storage says
     */
    void check(RuleSpec spec) {
        Map<String, Object> counts = look(spec.zones(), spec.zones().keySet());
        if (counts.size() > 1 && spec.initial() == null) {
            throw notEmpty("more than one location holds files already", counts);
        }
    }

    /**
     * The locations of a rule that is changed.
     *
     * @param force takes a zone out although it alone holds contents
     * @throws ProblemException as above, {@code PATH_INVALID} for a path that would change, {@code CONTENTS_AT_RISK}
     */
    void check(Reservation reservation, RuleDefinition before, RuleSpec spec, MembershipIndex index, boolean force) {
        Set<ZoneName> added = new HashSet<>(spec.zones().keySet());
        added.removeAll(before.paths().keySet());
        before.paths().forEach((zone, path) -> {
            String wanted = spec.zones().get(zone);
            if (wanted != null && !wanted.equals(path)) {
                throw new ProblemException(
                        ProblemCode.PATH_INVALID,
                        "the path of rule " + before.name() + " in zone " + zone + " is " + path
                                + " and is not edited: take the zone out of the rule, then add it again (no data is deleted)");
            }
            if (wanted == null && !force) {
                refuseWhereAtRisk(reservation, zone, index);
            }
        });
        Initial initial = spec.initial();
        if (initial != null && initial.source() != null && added.contains(initial.source())) {
            throw new ProblemException(
                    ProblemCode.BAD_REQUEST,
                    "zone " + initial.source()
                            + " is only being added: what the rule's other zones hold is agreed already; say"
                            + " --initial union to keep the files of both, or --initial source=ZONE with one of the present zones");
        }
        Map<String, Object> counts = added.isEmpty() ? Map.of() : look(spec.zones(), added);
        if (!counts.isEmpty() && initial == null) {
            throw notEmpty("the new location holds files already", counts);
        }
    }

    private static void refuseWhereAtRisk(Reservation reservation, ZoneName zone, MembershipIndex index) {
        List<String> paths = index.read(view -> AtRisk.paths(view, reservation.rule(), zone));
        if (!paths.isEmpty()) {
            throw new ProblemException(
                    ProblemCode.CONTENTS_AT_RISK,
                    paths.size() + (paths.size() == AtRisk.PATHS_MAX ? " or more" : "")
                            + " contents may be in zone " + zone + " alone so far (" + paths.getFirst()
                            + (paths.size() > 1 ? ", …" : "")
                            + "): wait until the other zones hold them (onecopy lag), or say --force and lose them",
                    Map.of("paths", paths),
                    null);
        }
    }

    private static ProblemException notEmpty(String what, Map<String, Object> counts) {
        return new ProblemException(
                ProblemCode.ZONES_NOT_EMPTY,
                what + " (" + counts
                        + "): say --initial union to keep all of them, or --initial source=ZONE to take one zone's",
                Map.of("files", counts),
                null);
    }

    /** @return how many files each of the looked-at locations holds, without those that hold none */
    private Map<String, Object> look(Map<ZoneName, String> all, Set<ZoneName> added) {
        for (ZoneName zone : all.keySet()) {
            if (registry.read(view -> view.get(RegistryTables.ZONES, zone)) == null) {
                throw new ProblemException(
                        ProblemCode.ZONE_UNKNOWN,
                        "zone '" + zone + "' does not exist in this network: `onecopy zones` lists those that do");
            }
        }
        Map<ZoneName, Lineage> lineages = new TreeMap<>();
        Map<String, Object> counts = new TreeMap<>();
        ZoneName folds = null;
        ZoneName keepsApart = null;
        for (Map.Entry<ZoneName, String> location : all.entrySet()) {
            ZoneName zone = location.getKey();
            LocationProbe.Found found = found(location, added.contains(zone));
            if (found == null) {
                continue;
            }
            if (found.lineage() != null) {
                lineages.put(zone, found.lineage());
            }
            if (found.foldsNames()) {
                folds = zone;
            } else {
                keepsApart = zone;
            }
            if (found.files() > 0 && added.contains(zone)) {
                counts.put(zone.value(), found.files());
            }
        }
        refuseShared(all, lineages);
        if (folds != null && keepsApart != null) {
            throw new ProblemException(
                    ProblemCode.NAMES_FOLD,
                    "zone " + folds + " takes names that differ by case only for one, and zone " + keepsApart
                            + " for two: one of two such files would overwrite the other; use a storage that keeps them apart");
        }
        return counts;
    }

    /** No location may be another zone's, or lie in it: what one zone shows would be a change of the other's users, again and again (H85). */
    static void refuseShared(Map<ZoneName, String> paths, Map<ZoneName, Lineage> lineages) {
        for (ZoneName one : lineages.keySet()) {
            for (ZoneName other : lineages.keySet()) {
                Lineage inner = Objects.requireNonNull(lineages.get(one));
                Lineage outer = Objects.requireNonNull(lineages.get(other));
                if (!one.equals(other) && inner.isSameAs(outer)) {
                    throw shared(
                            "zones " + one + " and " + other + " would share the directory " + paths.get(one),
                            "every zone needs a directory of its own");
                }
                if (!one.equals(other) && inner.isInside(outer)) {
                    throw shared(
                            "the location " + paths.get(one) + " of zone " + one + " lies inside the location "
                                    + paths.get(other) + " of zone " + other,
                            "put them side by side");
                }
            }
        }
    }

    private static ProblemException shared(String what, String remedy) {
        return new ProblemException(ProblemCode.SAME_STORAGE, what + ": " + remedy);
    }

    /** What lies there; null where a zone that is in the rule already does not answer now. */
    private LocationProbe.@Nullable Found found(Map.Entry<ZoneName, String> location, boolean isNew) {
        LocationProbe.Found found;
        try {
            found = probe.apply(location.getKey(), location.getValue());
        } catch (ProblemException e) {
            if (isNew) {
                throw e;
            }
            return null;
        }
        if (!found.code().isEmpty()) {
            if (!isNew) {
                return null;
            }
            ProblemCode code = ProblemCode.valueOf(
                    found.code().toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
            throw new ProblemException(code, "zone " + location.getKey() + ": " + found.message());
        }
        return found;
    }
}
