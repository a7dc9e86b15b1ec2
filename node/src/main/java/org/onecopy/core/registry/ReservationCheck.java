package org.onecopy.core.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.namespace.RuleDefinition;
import org.onecopy.core.namespace.RuleDefinition.ConflictPolicy;
import org.onecopy.core.registry.RegistryRefusal.Reason;
import org.onecopy.core.rule.LocationPath;
import org.onecopy.core.table.TableView;
import org.onecopy.model.RuleId;
import org.onecopy.model.ZoneName;

/** Why a rule cannot be reserved. */
final class ReservationCheck {
    private static final RuleId FIRST = new RuleId(1);

    private final TableView tables;

    ReservationCheck(TableView tables) {
        this.tables = tables;
    }

    /** All reservations, in the order of their rules. */
    static List<Reservation> all(TableView tables) {
        List<Reservation> all = new ArrayList<>();
        tables.scan(RegistryTables.RESERVATIONS, FIRST, null).forEachRemaining(row -> all.add(row.getValue()));
        return all;
    }

    /** The first revision of a definition under its rule's number. */
    static RuleDefinition numbered(RuleDefinition draft, RuleId rule) {
        return draft.as(rule, draft.name(), 1);
    }

    /** @return null where the rule can be reserved */
    @Nullable
    RegistryRefusal check(RegistryCommand.ReserveRule command) {
        RuleDefinition rule = command.definition();
        if (tables.get(RegistryTables.RULE_NAMES, rule.name()) != null) {
            return new RegistryRefusal(Reason.RULE_EXISTS, null, rule.name().value());
        }
        RegistryRefusal refusal = checkZones(command);
        if (refusal == null) {
            refusal = checkDefinition(command);
        }
        return refusal != null ? refusal : checkPaths(rule.paths(), null);
    }

    /** @return null where the rule can have these locations */
    @Nullable
    RegistryRefusal check(Reservation reservation, Reservation.Locations wanted) {
        if (reservation.wanted() != null) {
            return new RegistryRefusal(
                    Reason.RULE_CHANGES, null, reservation.definition().name().value());
        }
        if (wanted.paths().isEmpty()) {
            return new RegistryRefusal(Reason.NO_PATH, null, "");
        }
        ZoneName source = wanted.source();
        if (source != null && !wanted.paths().containsKey(source)) {
            return new RegistryRefusal(Reason.SOURCE_OUTSIDE, source, "");
        }
        for (Map.Entry<ZoneName, String> path : wanted.paths().entrySet()) {
            ZoneName name = path.getKey();
            RegisteredZone zone = tables.get(RegistryTables.ZONES, name);
            String present = reservation.definition().paths().get(name);
            if (present != null && !present.equals(path.getValue())) {
                return new RegistryRefusal(Reason.PATH_STAYS, name, present);
            }
            if (zone == null) {
                return new RegistryRefusal(Reason.ZONE_UNKNOWN, name, "");
            }
            if (!zone.hasStorage()) {
                return new RegistryRefusal(Reason.ZONE_WITHOUT_STORAGE, name, "");
            }
            if (MembershipChoice.nodesOf(tables, name).isEmpty()) {
                return new RegistryRefusal(Reason.ZONE_WITHOUT_NODE, name, "");
            }
        }
        return checkPaths(wanted.paths(), reservation.rule());
    }

    private @Nullable RegistryRefusal checkZones(RegistryCommand.ReserveRule command) {
        SortedMap<ZoneName, String> paths = command.definition().paths();
        if (paths.isEmpty()) {
            return new RegistryRefusal(Reason.NO_PATH, null, "");
        }
        for (ZoneName name : MembershipChoice.zones(command)) {
            RegisteredZone zone = tables.get(RegistryTables.ZONES, name);
            if (zone == null) {
                return new RegistryRefusal(Reason.ZONE_UNKNOWN, name, "");
            }
            if (MembershipChoice.nodesOf(tables, name).isEmpty()) {
                return new RegistryRefusal(Reason.ZONE_WITHOUT_NODE, name, "");
            }
            if (paths.containsKey(name) && !zone.hasStorage()) {
                return new RegistryRefusal(Reason.ZONE_WITHOUT_STORAGE, name, "");
            }
            if (command.witnesses().contains(name) && zone.hasStorage()) {
                return new RegistryRefusal(Reason.WITNESS_WITH_STORAGE, name, "");
            }
        }
        return null;
    }

    private static @Nullable RegistryRefusal checkDefinition(RegistryCommand.ReserveRule command) {
        RuleDefinition rule = command.definition();
        ZoneName leader = command.leaderZone();
        if (leader != null && !MembershipChoice.zones(command).contains(leader)) {
            return new RegistryRefusal(Reason.LEADER_OUTSIDE, leader, "");
        }
        ZoneName source = rule.source();
        if (source != null && !rule.paths().containsKey(source)) {
            return new RegistryRefusal(Reason.SOURCE_OUTSIDE, source, "");
        }
        ZoneName preferred = rule.preferredZone();
        boolean fits = rule.conflict() == ConflictPolicy.PREFERRED_ZONE
                ? preferred != null && rule.paths().containsKey(preferred)
                : preferred == null;
        return fits ? null : new RegistryRefusal(Reason.PREFERENCE_UNFIT, preferred, "");
    }

    /** @param own the rule whose own paths do not count */
    private @Nullable RegistryRefusal checkPaths(SortedMap<ZoneName, String> paths, @Nullable RuleId own) {
        List<Reservation> others = all(tables);
        for (Map.Entry<ZoneName, String> path : paths.entrySet()) {
            ZoneName zone = path.getKey();
            LocationPath wanted;
            try {
                wanted = LocationPath.parse(path.getValue());
            } catch (IllegalArgumentException e) {
                return new RegistryRefusal(Reason.PATH_INVALID, zone, path.getValue());
            }
            for (Reservation other : others) {
                boolean overlaps =
                        other.claims(zone).stream().anyMatch(taken -> wanted.overlaps(LocationPath.parse(taken)));
                if (overlaps && !other.rule().equals(own)) {
                    String name = other.definition().name().value();
                    return new RegistryRefusal(Reason.RULE_OVERLAP, zone, name);
                }
            }
        }
        return null;
    }
}
