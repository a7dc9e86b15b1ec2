package org.onecopy.app;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.onecopy.agreement.Agreement;
import org.onecopy.agreement.Agreement.GroupStatus;
import org.onecopy.agreement.GroupId;
import org.onecopy.agreement.Peer;
import org.onecopy.alert.Figure;
import org.onecopy.alert.Figure.Speaker;
import org.onecopy.core.consistency.OpenDifferences;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.core.registry.Reservation;
import org.onecopy.index.MembershipIndex;
import org.onecopy.model.ByteCount;
import org.onecopy.model.DurationText;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.AlertCondition;
import org.onecopy.model.api.Filter;
import org.onecopy.model.api.LagView;
import org.onecopy.model.api.Listing;
import org.onecopy.model.api.LocationState;
import org.onecopy.model.api.LostState;
import org.onecopy.model.api.LostView;
import org.onecopy.network.Memberships;
import org.onecopy.network.RegistryClient;
import org.onecopy.network.RuleKeeper;

/**
 * Takes the figures that alerts are about. Of a rule its membership's leader speaks, for it alone knows how its members do and may take
 * part where the registry's leader does not; where a membership has no leader, each node says that and
 * nothing else of its rules, for what it knows may be old.
 */
final class AlertFigures {
    /** A voter that has not answered for so long counts as lost. */
    private static final Duration SILENCE_MAX = Duration.ofSeconds(10);

    private final NodeId self;
    private final ZoneName zone;
    private final UUID network;
    private final InstantSource clock;
    private final Agreement agreement;
    private final RegistryClient registry;
    private final Memberships memberships;
    private final NodeFacade facade;
    private final DataDisk dataDisk;
    private final Supplier<Instant> certificateEnds;

    AlertFigures(
            NodeId self,
            ZoneName zone,
            UUID network,
            InstantSource clock,
            Agreement agreement,
            RegistryClient registry,
            Memberships memberships,
            NodeFacade facade,
            DataDisk dataDisk,
            Supplier<Instant> certificateEnds) {
        this.self = self;
        this.zone = zone;
        this.network = network;
        this.clock = clock;
        this.agreement = agreement;
        this.registry = registry;
        this.memberships = memberships;
        this.facade = facade;
        this.dataDisk = dataDisk;
        this.certificateEnds = certificateEnds;
    }

    /** All of them, as they are now. Reads some rows of each rule; may take as long as {@code onecopy lag}. */
    List<Figure> take() {
        List<Figure> figures = new ArrayList<>();
        if (dataDisk.free() != Long.MAX_VALUE) {
            figures.add(ofNode(
                    AlertCondition.DATA_DISK,
                    (double) dataDisk.free(),
                    "node " + self + " has " + new ByteCount(dataDisk.free()) + " left for its state"));
        }
        double left = Duration.between(clock.instant(), certificateEnds.get()).toMillis() / 1000.0;
        figures.add(ofNode(
                AlertCondition.CERTIFICATE,
                left,
                "a certificate of node " + self + " ends at " + certificateEnds.get() + ": renew it"));
        figures.addAll(quorum(self, agreement.status(new GroupId(network)), "registry", "the network's registry"));
        Map<UUID, List<Reservation>> rules = RuleKeeper.reservations(registry).stream()
                .filter(reservation -> reservation.status() != Reservation.Status.REMOVING)
                .collect(Collectors.groupingBy(Reservation::membership));
        Map<RuleName, List<LagView>> lags = facade.lag().stream().collect(Collectors.groupingBy(LagView::rule));
        for (UUID membership : memberships.joined().keySet()) {
            GroupStatus status = agreement.status(new GroupId(membership));
            List<Reservation> own = rules.getOrDefault(membership, List.of());
            String names = own.stream()
                    .map(rule -> rule.definition().name().value())
                    .sorted()
                    .collect(Collectors.joining(", "));
            figures.addAll(quorum(self, status, membership.toString(), "the membership of rules " + names));
            Speaker speaker = speaker(self, status);
            for (Reservation reservation : own) {
                rule(reservation, lags.getOrDefault(reservation.definition().name(), List.of()), speaker, figures);
            }
        }
        return figures;
    }

    private Figure ofNode(AlertCondition condition, double value, String message) {
        return new Figure(condition, self.value(), zone, null, value, Speaker.HERE, message);
    }

    private void rule(Reservation reservation, List<LagView> lags, Speaker speaker, List<Figure> figures) {
        MembershipIndex index = memberships.index(reservation.membership());
        for (LagView lag : lags) {
            figures.addAll(ofZone(lag, speaker));
            ZoneRow row = index == null
                    ? null
                    : index.read(view -> view.get(Tables.ZONES, new ZoneKey(reservation.rule(), lag.zone())));
            if (row != null) {
                figures.add(parked(lag, row.progress().parked(), speaker));
            }
        }
        RuleName name = reservation.definition().name();
        figures.add(outOfReach(name, facade.protection().lost(new Filter(name, null, Filter.LIMIT_MAX)), speaker));
        if (index != null) {
            figures.add(differences(
                    name,
                    index.read(view -> OpenDifferences.of(view, reservation.rule())),
                    reservation.definition().paths().keySet(),
                    speaker));
        }
        if (reservation.definition().paths().containsKey(zone)) {
            RuntimeException problem = facade.storageProblem(name, zone);
            String message = "node " + self + " cannot use its zone's storage for rule " + name
                    + (problem == null ? "" : ": " + problem.getMessage());
            figures.add(new Figure(
                    AlertCondition.STORAGE_UNAVAILABLE,
                    name + ":" + self,
                    zone,
                    name,
                    problem == null ? 0 : 1,
                    Speaker.HERE,
                    message));
        }
    }

    private static Figure of(AlertCondition condition, LagView lag, double value, Speaker speaker, String message) {
        return new Figure(condition, lag.rule() + ":" + lag.zone(), lag.zone(), lag.rule(), value, speaker, message);
    }

    /** What no zone of a rule holds that is heard of. */
    static Figure outOfReach(RuleName rule, Listing<LostView> lost, Speaker speaker) {
        List<LostView> waiting = lost.items().stream()
                .filter(item -> item.state() == LostState.OUT_OF_REACH)
                .toList();
        String message = waiting.isEmpty()
                ? "rule " + rule + ": zones that are heard of hold all contents"
                : "rule " + rule + ": no zone that is heard of holds " + waiting.size() + " contents, the oldest is "
                        + waiting.getFirst().path() + " of zone "
                        + waiting.getFirst().zone() + ": onecopy lost";
        return new Figure(
                AlertCondition.OUT_OF_REACH, rule.value(), null, rule, (double) waiting.size(), speaker, message);
    }

    private static Figure parked(LagView lag, long parked, Speaker speaker) {
        return of(
                AlertCondition.PARKED,
                lag,
                (double) parked,
                speaker,
                "rule " + lag.rule() + ": zone " + lag.zone() + " cannot show " + parked + " changes: onecopy parked");
    }

    /**
     * What checks have found in a rule.
     *
     * @param open by zone
     * @param zones of the rule; what was found in others is gone with them
     */
    static Figure differences(
            RuleName rule, Map<ZoneName, OpenDifferences.InZone> open, Set<ZoneName> zones, Speaker speaker) {
        long count = 0;
        Version newest = Version.NONE;
        List<String> where = new ArrayList<>();
        for (Map.Entry<ZoneName, OpenDifferences.InZone> zone : open.entrySet()) {
            if (zones.contains(zone.getKey())) {
                count += zone.getValue().count();
                newest = Version.max(newest, zone.getValue().check());
                where.add(zone.getValue().count() + " in zone " + zone.getKey());
            }
        }
        String message = count == 0
                ? "rule " + rule + ": no check has found differences that are not mended"
                : "rule " + rule + ": checks found " + count + " differences that nobody has mended, "
                        + String.join(", ", where) + ": onecopy check show " + rule + " " + newest;
        return new Figure(AlertCondition.DIFFERENCES, rule.value(), null, rule, (double) count, speaker, message);
    }

    /** Of a rule in a zone: how far behind, and what it alone holds. */
    static List<Figure> ofZone(LagView lag, Speaker speaker) {
        String where = "rule " + lag.rule() + ": zone " + lag.zone();
        double silent = lag.reportedSecondsAgo() == null ? 0 : lag.reportedSecondsAgo();
        // What a new zone has to fetch is no lag yet.
        double behind = lag.state() == LocationState.JOINING ? 0 : lag.seconds();
        String late = silent > behind
                ? where + " has not reported for " + DurationText.rough(silent) + ": onecopy nodes"
                : where + " is " + DurationText.rough(behind) + " behind: " + lag.operations() + " operations, "
                        + lag.bytes() + " to fetch";
        String alone =
                where + " alone holds " + lag.atRisk() + ", the oldest for " + DurationText.rough(lag.atRiskSeconds());
        return List.of(
                of(AlertCondition.LAG, lag, Math.max(silent, behind), speaker, late),
                of(AlertCondition.AT_RISK_BYTES, lag, (double) lag.atRisk().value(), speaker, alone),
                of(AlertCondition.AT_RISK_AGE, lag, lag.atRiskSeconds(), speaker, alone));
    }

    /**
     * How a group stands: of its members only the leader knows.
     *
     * @param what in a sentence
     */
    static List<Figure> quorum(NodeId self, GroupStatus status, String subject, String what) {
        NodeId leader = status.leader();
        List<NodeId> voters = status.peers().stream()
                .filter(peer -> peer.role() == Peer.Role.VOTER)
                .map(Peer::node)
                .toList();
        List<NodeId> lost = !self.equals(leader)
                ? List.of()
                : voters.stream().filter(voter -> isLost(voter, self, status)).toList();
        int margin = voters.size() - lost.size() - (voters.size() / 2 + 1);
        return List.of(
                new Figure(
                        AlertCondition.NO_QUORUM,
                        subject + ":" + self,
                        null,
                        null,
                        leader == null ? 1 : 0,
                        Speaker.HERE,
                        what + " has no leader as far as node " + self
                                + " sees, so that nothing is agreed: start the nodes that are missing (onecopy nodes)"),
                new Figure(
                        AlertCondition.QUORUM_MARGIN,
                        subject,
                        null,
                        null,
                        self.equals(leader) ? margin : Double.NaN,
                        speaker(self, status),
                        what + " may lose " + Math.max(0, margin) + " more of its " + voters.size() + " voters"
                                + (lost.isEmpty() ? "" : "; these do not answer: " + lost)));
    }

    private static Speaker speaker(NodeId self, GroupStatus status) {
        NodeId leader = status.leader();
        return leader == null ? Speaker.NOBODY : self.equals(leader) ? Speaker.HERE : Speaker.ELSEWHERE;
    }

    private static boolean isLost(NodeId voter, NodeId self, GroupStatus status) {
        @Nullable Duration silence = status.silence().get(voter);
        return !voter.equals(self) && (silence == null || silence.compareTo(SILENCE_MAX) >= 0);
    }
}
