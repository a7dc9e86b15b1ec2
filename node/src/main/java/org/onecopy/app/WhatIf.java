package org.onecopy.app;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.membership.Members;
import org.onecopy.core.membership.Outlook;
import org.onecopy.core.membership.Remedy;
import org.onecopy.core.namespace.RuleRow;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.core.registry.RegisteredNode;
import org.onecopy.core.registry.Reservation;
import org.onecopy.core.table.TableView;
import org.onecopy.index.MembershipIndex;
import org.onecopy.model.ByteCount;
import org.onecopy.model.NearestWord;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.QuorumView;
import org.onecopy.model.api.RemedyView;
import org.onecopy.model.api.RiskView;
import org.onecopy.model.api.RuleOutlook;
import org.onecopy.model.api.WhatIfView;
import org.onecopy.model.api.ZoneAccess;
import org.onecopy.model.api.ZoneOutlook;
import org.onecopy.network.Memberships;
import org.onecopy.problem.ProblemException;

/** What would be left if zones or nodes were lost, or taken out of the network. Changes nothing. */
final class WhatIf {
    private static final int PATHS_MAX = 10;

    private final GroupMembers groups;
    private final Memberships memberships;
    private final RuleLists lists;
    private final ZoneName ownZone;
    private final InstantSource clock;
    private final Advice advice;

    WhatIf(GroupMembers groups, Memberships memberships, RuleLists lists, ZoneName ownZone, InstantSource clock) {
        this.groups = groups;
        this.memberships = memberships;
        this.lists = lists;
        this.ownZone = ownZone;
        this.clock = clock;
        advice = new Advice(groups);
    }

    /**
     * What is asked about.
     *
     * @param nodes that are lost, those of the lost zones included
     */
    private record Loss(NavigableSet<ZoneName> zones, NavigableSet<NodeId> nodes, NavigableSet<NodeId> removed) {}

    /** @param rules all, by name */
    WhatIfView of(List<String> lose, List<String> remove, List<Reservation> rules) {
        Loss loss = loss(lose, remove);
        Members registry = without(groups.ofRegistry(), loss.removed);
        Remedy remedy = Remedy.find(registry, loss.nodes, false).orElse(null);
        List<RuleOutlook> outlooks = new ArrayList<>();
        for (Reservation rule : rules) {
            if (rule.status() != Reservation.Status.REMOVING) {
                outlooks.add(outlook(rule, loss));
            }
        }
        return new WhatIfView(
                List.copyOf(loss.zones),
                List.copyOf(loss.nodes),
                List.copyOf(loss.removed),
                quorum(registry, loss.nodes, remedy == null ? null : advice.ofRegistry()),
                outlooks);
    }

    private Loss loss(List<String> lose, List<String> remove) {
        List<RegisteredNode> nodes = groups.nodes();
        List<ZoneName> zones = groups.zoneNames();
        Loss loss = new Loss(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        if (lose.isEmpty() && remove.isEmpty()) {
            throw new ProblemException(
                    ProblemCode.BAD_REQUEST, "say what is lost: zones or nodes (onecopy zones, onecopy nodes)");
        }
        Set<String> names = nodes.stream().map(node -> node.id().value()).collect(Collectors.toSet());
        for (String name : remove) {
            if (!names.contains(name)) {
                throw unknown(ProblemCode.NODE_UNKNOWN, "no node", name, names);
            }
            loss.removed.add(new NodeId(name));
        }
        Set<String> all = Stream.concat(names.stream(), zones.stream().map(ZoneName::value))
                .collect(Collectors.toSet());
        for (String name : lose) {
            Optional<ZoneName> zone =
                    zones.stream().filter(one -> one.value().equals(name)).findFirst();
            zone.ifPresent(loss.zones::add);
            if (zone.isEmpty() && !names.contains(name)) {
                throw unknown(ProblemCode.ZONE_UNKNOWN, "no zone and no node", name, all);
            }
            nodes.stream()
                    .filter(node -> zone.isPresent()
                            ? node.zone().equals(zone.get())
                            : node.id().value().equals(name))
                    .forEach(node -> loss.nodes.add(node.id()));
        }
        loss.nodes.removeAll(loss.removed);
        return loss;
    }

    private static ProblemException unknown(ProblemCode code, String what, String name, Set<String> known) {
        String guess = NearestWord.of(name, known)
                .map(word -> ": did you mean " + word + "?")
                .orElse("; there are " + String.join(", ", new TreeSet<>(known)));
        return new ProblemException(code, what + " of the network is called '" + name + "'" + guess);
    }

    private static Members without(Members members, Set<NodeId> removed) {
        Members rest = members;
        for (NodeId node : removed) {
            rest = rest.without(node);
        }
        return rest;
    }

    private RuleOutlook outlook(Reservation rule, Loss loss) {
        MembershipIndex index = memberships.index(rule.membership());
        RuleRow row = index == null ? null : index.read(view -> view.get(Tables.RULES, rule.rule()));
        Set<ZoneName> locations =
                (row == null ? rule.definition() : row.definition()).paths().keySet();
        Outlook outlook =
                Outlook.of(without(groups.of(rule.membership()), loss.removed), locations, loss.nodes, loss.zones);
        Remedy remedy = outlook.remedy();
        return new RuleOutlook(
                rule.definition().name(),
                quorum(
                        outlook.members(),
                        loss.nodes,
                        remedy == null ? null : advice.of(remedy, rule.membership(), outlook.members())),
                outlook.zones().entrySet().stream()
                        .map(zone -> new ZoneOutlook(
                                zone.getKey(),
                                ZoneAccess.valueOf(zone.getValue().name())))
                        .toList(),
                index == null || row == null ? null : index.read(view -> risk(view, rule, row, outlook)));
    }

    private static QuorumView quorum(Members members, Set<NodeId> lost, @Nullable RemedyView remedy) {
        return new QuorumView(
                members.agree(lost),
                members.voters(),
                members.living(lost),
                members.majority(),
                members.margin(lost),
                members.leaders(lost),
                remedy);
    }

    private RiskView risk(TableView view, Reservation rule, RuleRow row, Outlook outlook) {
        Set<ZoneName> lost =
                outlook.zones().keySet().stream().filter(outlook::isOut).collect(Collectors.toSet());
        if (lost.isEmpty()) {
            return new RiskView(false, ByteCount.ZERO, 0, 0, List.of());
        }
        Map<ZoneName, AtRisk.Mark> marks = new HashMap<>();
        for (ZoneName zone : outlook.zones().keySet()) {
            ZoneRow at = lost.contains(zone) ? null : view.get(Tables.ZONES, new ZoneKey(rule.rule(), zone));
            if (at != null) {
                Version own = zone.equals(ownZone) ? lists.ownLowWater(rule.rule()) : null;
                marks.put(zone, AtRisk.Mark.of(at.progress(), own));
            }
        }
        // What a zone that joins holds already is not known before it has reported.
        if (marks.values().stream().allMatch(AtRisk.Mark.NONE::equals)) {
            return new RiskView(true, new ByteCount(row.bytes()), row.files(), 0, List.of());
        }
        Map<ZoneName, AtRisk.Figures> figures = AtRisk.figures(view, rule.rule(), marks);
        figures.keySet().retainAll(lost);
        long oldest = figures.values().stream()
                .mapToLong(AtRisk.Figures::oldestMillis)
                .min()
                .orElse(0);
        long contents =
                figures.values().stream().mapToLong(AtRisk.Figures::contents).sum();
        return new RiskView(
                false,
                new ByteCount(figures.values().stream()
                        .mapToLong(AtRisk.Figures::bytes)
                        .sum()),
                contents,
                oldest == 0 ? 0 : Math.max(0, clock.millis() - oldest) / 1000.0,
                contents == 0
                        ? List.of()
                        : AtRisk.paths(view, rule.rule(), lost).stream()
                                .limit(PATHS_MAX)
                                .toList());
    }
}
