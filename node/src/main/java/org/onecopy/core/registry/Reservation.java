package org.onecopy.core.registry;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.namespace.RuleDefinition;
import org.onecopy.model.RuleId;
import org.onecopy.model.ZoneName;

/**
 * A rule's claim on its name and on one path in each of its zones.
 *
 * <table>
 * <caption>its life</caption>
 * <tr><td>nothing → PENDING</td><td>{@link RegistryCommand.ReserveRule}</td></tr>
 * <tr><td>PENDING → ACTIVE</td><td>{@link RegistryCommand.ConfirmRule} of revision 1</td></tr>
 * <tr><td>PENDING, ACTIVE → REMOVING</td><td>{@link RegistryCommand.ReleaseRule}</td></tr>
 * <tr><td>REMOVING → nothing</td><td>{@link RegistryCommand.RuleGone}</td></tr>
 * <tr><td>ACTIVE → ACTIVE, with wanted locations</td><td>{@link RegistryCommand.RelocateRule}</td></tr>
 * <tr><td>ACTIVE, with wanted locations → ACTIVE</td><td>{@link RegistryCommand.RuleRelocated}</td></tr>
 * </table>
 *
 * @param definition the first revision, so that any node can bring a pending rule into its membership's log; name and paths stay
 *     true, the rest may have been revised there
 * @param membership in whose log the rule lives
 * @param activeIndex where in that log the first revision took effect; 0 before
 * @param revision the last one that was reported to have taken effect; 0 before
 * @param wanted the locations that the rule is to have, claimed too, until a revision with them has taken effect; null where they do
 *     not change
 */
public record Reservation(
        RuleDefinition definition,
        UUID membership,
        Status status,
        long activeIndex,
        long revision,
        @Nullable Locations wanted) {
    /** Where a rule stands in its life. */
    public enum Status {
        PENDING,
        ACTIVE,
        REMOVING
    }

    public RuleId rule() {
        return definition.id();
    }

    Reservation confirmed(long newRevision, long index) {
        return new Reservation(
                definition, membership, Status.ACTIVE, activeIndex == 0 ? index : activeIndex, newRevision, wanted);
    }

    /** The same rule in another membership's log. */
    Reservation in(UUID other) {
        return new Reservation(definition, other, status, activeIndex, revision, wanted);
    }

    Reservation removing() {
        return new Reservation(definition, membership, Status.REMOVING, activeIndex, revision, wanted);
    }

    /**
     * All locations of a rule, as they are to be.
     *
     * @param source the zone that is right for what lies in new locations; null: the union
     */
    public record Locations(
            SortedMap<ZoneName, String> paths, @Nullable ZoneName source) {
        public Locations {
            paths = Collections.unmodifiableSortedMap(new TreeMap<>(paths));
        }
    }

    /** Every path that is claimed in a zone: the present one, and the one that is wanted. */
    List<String> claims(ZoneName zone) {
        Set<String> claims = new LinkedHashSet<>();
        String present = definition.paths().get(zone);
        String next = wanted == null ? null : wanted.paths().get(zone);
        if (present != null) {
            claims.add(present);
        }
        if (next != null) {
            claims.add(next);
        }
        return List.copyOf(claims);
    }

    /** Whether a zone has, or is to have, a location. */
    boolean uses(ZoneName zone) {
        return !claims(zone).isEmpty();
    }

    Reservation wanting(Locations locations) {
        return new Reservation(definition, membership, status, activeIndex, revision, locations);
    }

    /** The wanted locations have taken effect. */
    Reservation relocated(long newRevision) {
        Locations now = Objects.requireNonNull(wanted);
        return new Reservation(
                definition.withLocations(definition.revision(), now.paths(), now.source()),
                membership,
                status,
                activeIndex,
                Math.max(revision, newRevision),
                null);
    }
}
