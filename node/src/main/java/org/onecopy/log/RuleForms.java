package org.onecopy.log;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.onecopy.core.Preserve;
import org.onecopy.core.namespace.RuleDefinition;
import org.onecopy.core.namespace.RuleDefinition.ConflictPolicy;
import org.onecopy.core.namespace.RuleDefinition.GuardPolicy;
import org.onecopy.core.namespace.RuleDefinition.Visibility;
import org.onecopy.core.registry.Reservation;
import org.onecopy.log.proto.RegistryEntries;
import org.onecopy.log.proto.Values;
import org.onecopy.model.RuleId;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;

/** The form of a rule's definition. */
final class RuleForms {
    private RuleForms() {}

    static Values.RuleDefinition form(RuleDefinition rule) {
        Values.RuleDefinition.Builder form = Values.RuleDefinition.newBuilder()
                .setId(rule.id().value())
                .setName(rule.name().value())
                .setRevision(rule.revision())
                .addAllExclude(rule.exclude())
                .setConflict(form(rule.conflict()))
                .setHoldMillis(rule.holdMillis())
                .setVisibility(form(rule.visibility()))
                .setGuard(form(rule.guard()));
        rule.paths()
                .forEach((zone, path) -> form.addPaths(
                        Values.ZonePath.newBuilder().setZone(zone.value()).setPath(path)));
        rule.preserve().forEach(kind -> form.addPreserve(form(kind)));
        if (rule.source() != null) {
            form.setSource(rule.source().value());
        }
        if (rule.preferredZone() != null) {
            form.setPreferredZone(rule.preferredZone().value());
        }
        return form.build();
    }

    static RuleDefinition definition(Values.RuleDefinition form) {
        SortedMap<ZoneName, String> paths = new TreeMap<>();
        form.getPathsList().forEach(path -> paths.put(new ZoneName(path.getZone()), path.getPath()));
        return new RuleDefinition(
                new RuleId(form.getId()),
                new RuleName(form.getName()),
                form.getRevision(),
                paths,
                form.getExcludeList(),
                ValueForms.zoneOrNull(form.hasSource(), form.getSource()),
                conflict(form.getConflict()),
                ValueForms.zoneOrNull(form.hasPreferredZone(), form.getPreferredZone()),
                form.getHoldMillis(),
                visibility(form.getVisibility()),
                guard(form.getGuard()),
                form.getPreserveList().stream().map(RuleForms::preserve).collect(Collectors.toSet()));
    }

    private static Values.RuleDefinition.Preserve form(Preserve kind) {
        return switch (kind) {
            case ACL -> Values.RuleDefinition.Preserve.PRESERVE_ACL;
            case XATTRS -> Values.RuleDefinition.Preserve.PRESERVE_XATTRS;
            case REPLICATION -> Values.RuleDefinition.Preserve.PRESERVE_REPLICATION;
        };
    }

    private static Preserve preserve(Values.RuleDefinition.Preserve form) {
        return switch (form) {
            case PRESERVE_ACL -> Preserve.ACL;
            case PRESERVE_XATTRS -> Preserve.XATTRS;
            case PRESERVE_REPLICATION -> Preserve.REPLICATION;
            case PRESERVE_UNSPECIFIED, UNRECOGNIZED -> throw Unreadable.unknown("what a rule preserves");
        };
    }

    static RegistryEntries.Locations form(Reservation.Locations locations) {
        RegistryEntries.Locations.Builder form = RegistryEntries.Locations.newBuilder();
        locations
                .paths()
                .forEach((zone, path) -> form.addPaths(
                        Values.ZonePath.newBuilder().setZone(zone.value()).setPath(path)));
        if (locations.source() != null) {
            form.setSource(locations.source().value());
        }
        return form.build();
    }

    static Reservation.Locations locations(RegistryEntries.Locations form) {
        SortedMap<ZoneName, String> paths = new TreeMap<>();
        form.getPathsList().forEach(path -> paths.put(new ZoneName(path.getZone()), path.getPath()));
        return new Reservation.Locations(paths, ValueForms.zoneOrNull(form.hasSource(), form.getSource()));
    }

    private static Values.RuleDefinition.ConflictPolicy form(ConflictPolicy policy) {
        return switch (policy) {
            case KEEP_BOTH -> Values.RuleDefinition.ConflictPolicy.CONFLICT_KEEP_BOTH;
            case PREFERRED_ZONE -> Values.RuleDefinition.ConflictPolicy.CONFLICT_PREFERRED_ZONE;
        };
    }

    private static ConflictPolicy conflict(Values.RuleDefinition.ConflictPolicy form) {
        return switch (form) {
            case CONFLICT_KEEP_BOTH -> ConflictPolicy.KEEP_BOTH;
            case CONFLICT_PREFERRED_ZONE -> ConflictPolicy.PREFERRED_ZONE;
            case CONFLICT_UNSPECIFIED, UNRECOGNIZED -> throw Unreadable.unknown("a rule's conflict policy");
        };
    }

    private static Values.RuleDefinition.Visibility form(Visibility visibility) {
        return switch (visibility) {
            case ORDERED -> Values.RuleDefinition.Visibility.VISIBILITY_ORDERED;
            case EAGER -> Values.RuleDefinition.Visibility.VISIBILITY_EAGER;
        };
    }

    private static Visibility visibility(Values.RuleDefinition.Visibility form) {
        return switch (form) {
            case VISIBILITY_ORDERED -> Visibility.ORDERED;
            case VISIBILITY_EAGER -> Visibility.EAGER;
            case VISIBILITY_UNSPECIFIED, UNRECOGNIZED -> throw Unreadable.unknown("a rule's visibility");
        };
    }

    private static Values.RuleDefinition.GuardPolicy form(GuardPolicy guard) {
        return Values.RuleDefinition.GuardPolicy.newBuilder()
                .setFiles(guard.files())
                .setSharePercent(guard.sharePercent())
                .setFloor(guard.floor())
                .setWindowMillis(guard.windowMillis())
                .build();
    }

    private static GuardPolicy guard(Values.RuleDefinition.GuardPolicy form) {
        return new GuardPolicy(form.getFiles(), form.getSharePercent(), form.getFloor(), form.getWindowMillis());
    }
}
