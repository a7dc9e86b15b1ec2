package org.onecopy.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.onecopy.model.ByteCount;
import org.onecopy.model.api.FenceView;
import org.onecopy.model.api.Filter;
import org.onecopy.model.api.GuardState;
import org.onecopy.model.api.GuardView;
import org.onecopy.model.api.Health;
import org.onecopy.model.api.LagView;
import org.onecopy.model.api.LocationState;
import org.onecopy.model.api.LostState;
import org.onecopy.model.api.LostView;
import org.onecopy.model.api.MembershipView;
import org.onecopy.model.api.NodeState;
import org.onecopy.model.api.Reason;
import org.onecopy.model.api.RuleView;
import org.onecopy.model.api.StatusView;
import org.onecopy.model.api.ZoneView;

/** The whole in one answer: counts, and what is not well, the worst first, each with what to do. */
final class StatusReport {
    private static final double STALE_SECONDS = 30;

    private final NodeFacade node;
    private final List<Reason> down = new ArrayList<>();
    private final List<Reason> degraded = new ArrayList<>();

    StatusReport(NodeFacade node) {
        this.node = node;
    }

    StatusView view() {
        List<ZoneView> zones = node.zones();
        List<LagView> lags = node.lag();
        List<RuleView> rules = node.rules();
        List<GuardView> guards = node.guard();
        var nodes = node.nodes();
        long parked = node.parked(Filter.FIRST).total();
        long conflicts = node.conflicts(Filter.FIRST).total();
        agreementReasons();
        for (ZoneView zone : zones) {
            if (!zone.reachable()) {
                degraded.add(new Reason(
                        "zone-unreachable",
                        "no node of zone " + zone.name() + " answers",
                        "start its nodes, or check the network"));
            }
        }
        for (LagView lag : lags) {
            lagReasons(lag);
        }
        lostReasons();
        if (parked > 0) {
            degraded.add(new Reason("parked", parked + " changes cannot be shown in this zone", "onecopy parked"));
        }
        for (GuardView guard : guards) {
            if (guard.state() == GuardState.TRIPPED) {
                degraded.add(new Reason(
                        "guard-tripped",
                        "rule " + guard.rule() + ": zone " + guard.zone() + " destroys many files; "
                                + guard.heldOperations() + " operations are held",
                        "onecopy guard release|reject " + guard.rule() + " " + guard.zone()));
            }
        }
        fenceReasons();
        List<Reason> reasons = new ArrayList<>(down);
        reasons.addAll(degraded);
        return new StatusView(
                !down.isEmpty() ? Health.DOWN : degraded.isEmpty() ? Health.HEALTHY : Health.DEGRADED,
                reasons,
                node.node(),
                zones.size(),
                (int) zones.stream().filter(ZoneView::reachable).count(),
                nodes.size(),
                (int) nodes.stream().filter(n -> n.state() == NodeState.RUNNING).count(),
                rules.size(),
                rules.stream().mapToLong(RuleView::files).sum(),
                new ByteCount(
                        rules.stream().mapToLong(rule -> rule.bytes().value()).sum()),
                lags.stream().mapToDouble(LagView::seconds).max().orElse(0),
                lags.stream().mapToLong(LagView::holes).sum(),
                new ByteCount(
                        lags.stream().mapToLong(lag -> lag.atRisk().value()).sum()),
                node.transfers(Filter.FIRST).total(),
                parked,
                conflicts,
                (int) guards.stream()
                        .filter(guard -> guard.state() == GuardState.TRIPPED)
                        .count());
    }

    private void agreementReasons() {
        if (node.needsRestart()) {
            degraded.add(new Reason(
                    "timeouts-differ",
                    "this node runs with other timeouts than are agreed",
                    "start it anew; 'onecopy network profile' shows which others differ"));
        }
        if (!node.ready()) {
            down.add(new Reason(
                    "node-starting", "this node has not joined its network yet", "wait, or look at its log"));
        }
        for (MembershipView membership : node.memberships()) {
            if (membership.leader() == null) {
                String what = membership.registry() ? "the network's registry" : "rules " + membership.rules();
                down.add(new Reason(
                        "no-quorum",
                        what + ": no leader, so nothing can be agreed",
                        "start the nodes that are missing: onecopy nodes"));
            }
        }
    }

    /** A fence alone is meant so; what users change behind it is not. */
    private void fenceReasons() {
        for (FenceView fence : node.fences().all()) {
            if (fence.held() > 0) {
                degraded.add(new Reason(
                        "changes-fenced",
                        "rule " + fence.rule() + ": zone " + fence.zone() + " is fenced, and " + fence.held()
                                + " changes of its users wait there",
                        "onecopy migrate held " + fence.rule() + " --zone " + fence.zone()
                                + "; onecopy migrate cutover " + fence.rule() + " --release lets them go on"));
            }
        }
    }

    private void lostReasons() {
        List<LostView> lost = node.protection().lost(Filter.FIRST).items().stream()
                .filter(item -> item.state() == LostState.OUT_OF_REACH)
                .toList();
        if (!lost.isEmpty()) {
            LostView first = lost.getFirst();
            degraded.add(new Reason(
                    "contents-out-of-reach",
                    lost.size() + (lost.size() == Filter.LIMIT_DEFAULT ? " or more" : "")
                            + " contents are held by no zone that is heard of; the oldest is " + first.path()
                            + " of rule " + first.rule() + ", written in zone " + first.zone(),
                    "onecopy lost; bring the nodes of that zone back"));
        }
    }

    private void lagReasons(LagView lag) {
        String where = "rule " + lag.rule() + " in zone " + lag.zone();
        RuntimeException problem = node.storageProblem(lag.rule(), lag.zone());
        if (lag.state() == LocationState.MUST_RECONCILE) {
            degraded.add(new Reason(
                    "must-reconcile",
                    where + " was away for so long that it is waited for no longer",
                    "see 'must-reconcile' in docs/troubleshooting.md"));
        } else if (problem != null) {
            degraded.add(new Reason(
                    "storage-unavailable",
                    where + ": " + problem.getMessage(),
                    "mend the storage; it is tried again by itself"));
        }
        String slow = node.slowStep(lag.rule(), lag.zone());
        if (slow != null) {
            degraded.add(new Reason("storage-slow", where + ": " + slow, "see whether its server answers"));
        }
        Double reported = lag.reportedSecondsAgo();
        Duration apart = node.clocksApart(lag.rule(), lag.zone());
        if (apart != null) {
            degraded.add(new Reason(
                    "clock-skewed",
                    "the clock of zone " + lag.zone() + " and this node's are "
                            + apart.abs().toMinutes() + " minutes apart, and that zone's is "
                            + (apart.isNegative() ? "ahead" : "behind")
                            + ": certificates, and all times that are shown, count by clocks",
                    "set the clocks (NTP): the one that is wrong differs from all other zones'"));
        } else if (reported != null && reported > STALE_SECONDS) {
            degraded.add(new Reason(
                    "zone-silent", where + " has not reported for " + Math.round(reported) + " s", "onecopy nodes"));
        }
    }
}
