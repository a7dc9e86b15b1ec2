package org.onecopy.console.overview;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.onecopy.console.session.Loads;
import org.onecopy.console.session.Snapshot;
import org.onecopy.model.ByteCount;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.LagView;
import org.onecopy.model.api.LocationView;
import org.onecopy.model.api.MembershipView;
import org.onecopy.model.api.NodeState;
import org.onecopy.model.api.NodeView;
import org.onecopy.model.api.RuleView;
import org.onecopy.model.api.ZoneView;

/**
 * The network as it is drawn: zones on a ring, the nodes in them, and between zones what joins them. Places are parts of the width
 * and the height, from 0 to 1.
 */
public record Topology(List<Zone> zones, List<Joint> joints) {
    private static final double RING = 0.34;

    /** More zones than these have no room on a ring: they stand in rows. */
    private static final int RING_MAX = 4;

    public Topology {
        zones = List.copyOf(zones);
        joints = List.copyOf(joints);
    }

    /** How well something is. */
    public enum Condition {
        WELL,
        BEHIND,
        BROKEN
    }

    /**
     * A zone.
     *
     * @param lagSeconds the greatest of its rules
     * @param storage its type, or {@code witness}
     */
    public record Zone(
            ZoneView view,
            String storage,
            double x,
            double y,
            Condition condition,
            double lagSeconds,
            List<Node> nodes) {
        public Zone {
            nodes = List.copyOf(nodes);
        }
    }

    /**
     * A node.
     *
     * @param leads how many memberships, the registry among them
     * @param writes how many rules' locations
     */
    public record Node(NodeView view, int leads, int writes) {}

    /**
     * Two zones that have rules in common; the numbers are those of the zones in their list.
     *
     * @param travel how long a question takes and what they give to each other, in words; empty where it is not known
     */
    public record Joint(int from, int to, List<String> rules, boolean broken, String travel) {
        public Joint {
            rules = List.copyOf(rules);
        }
    }

    /** The same, with what is known of the way between zones. */
    public Topology with(Loads loads) {
        return new Topology(
                zones,
                joints.stream()
                        .map(joint -> new Joint(
                                joint.from(),
                                joint.to(),
                                joint.rules(),
                                joint.broken(),
                                travel(
                                        loads,
                                        zones.get(joint.from()).view().name(),
                                        zones.get(joint.to()).view().name())))
                        .toList());
    }

    private static String travel(Loads loads, ZoneName one, ZoneName other) {
        OptionalDouble trip = loads.roundTripMillis(one, other);
        long rate = loads.bytesPerSecond(one, other);
        String time = trip.isEmpty()
                ? ""
                : String.format(Locale.ROOT, trip.getAsDouble() < 10 ? "%.1f ms" : "%.0f ms", trip.getAsDouble());
        String bytes = rate == 0 ? "" : new ByteCount(rate) + "/s";
        return time + (time.isEmpty() || bytes.isEmpty() ? "" : " · ") + bytes;
    }

    /** As a snapshot shows it. */
    public static Topology of(Snapshot snapshot) {
        Map<ZoneName, ZoneView> views = new TreeMap<>();
        snapshot.zones().forEach(zone -> views.put(zone.name(), zone));
        List<Zone> zones = new ArrayList<>();
        int at = 0;
        for (ZoneView view : views.values()) {
            double[] place = place(at++, views.size());
            zones.add(zone(snapshot, view, place[0], place[1]));
        }
        return new Topology(zones, joints(snapshot, zones));
    }

    /** The middle of a zone's card. */
    private static double[] place(int at, int of) {
        if (of <= RING_MAX) {
            double angle = -Math.PI / 2 + 2 * Math.PI * at / of;
            double ring = of == 1 ? 0 : RING;
            return new double[] {0.5 + ring * Math.cos(angle), 0.5 + ring * Math.sin(angle)};
        }
        int columns = columns(of);
        int rows = (of + columns - 1) / columns;
        return new double[] {(at % columns + 0.5) / columns, (Math.floorDiv(at, columns) + 0.5) / rows};
    }

    private static int columns(int zones) {
        return (int) Math.ceil(Math.sqrt(zones * 1.2));
    }

    /** Into how many columns and rows the drawing is divided; none where zones stand on a ring. */
    int[] rows() {
        int columns = columns(zones.size());
        return zones.size() <= RING_MAX ? new int[0] : new int[] {columns, (zones.size() + columns - 1) / columns};
    }

    private static Zone zone(Snapshot snapshot, ZoneView view, double x, double y) {
        // Where there is no room for all, those are seen that matter most.
        List<Node> nodes = snapshot.nodes().stream()
                .filter(node -> node.zone().equals(view.name()))
                .map(node -> new Node(node, leads(snapshot, node.id()), writes(snapshot, node.id())))
                .sorted(Comparator.comparing((Node node) -> node.view().state() == NodeState.RUNNING)
                        .thenComparing(node -> node.leads() == 0)
                        .thenComparing(node -> node.writes() == 0))
                .toList();
        double lag = snapshot.lag().stream()
                .filter(one -> one.zone().equals(view.name()))
                .mapToDouble(LagView::seconds)
                .max()
                .orElse(0);
        boolean alive = nodes.stream().anyMatch(node -> node.view().state() == NodeState.RUNNING);
        Condition condition = !alive || !view.reachable()
                ? Condition.BROKEN
                : lag > 60 || nodes.stream().anyMatch(node -> node.view().state() == NodeState.UNREACHABLE)
                        ? Condition.BEHIND
                        : Condition.WELL;
        String storage = view.storage() == null ? "witness" : view.storage().type();
        return new Zone(view, storage, x, y, condition, lag, nodes);
    }

    private static int leads(Snapshot snapshot, NodeId node) {
        return (int) snapshot.memberships().stream()
                .filter(membership -> node.equals(membership.leader()))
                .count();
    }

    private static int writes(Snapshot snapshot, NodeId node) {
        return (int) snapshot.rules().stream()
                .flatMap(rule -> rule.zones().stream())
                .filter(location -> node.equals(location.writer()))
                .count();
    }

    private static List<Joint> joints(Snapshot snapshot, List<Zone> zones) {
        Map<ZoneName, Integer> numbers = new LinkedHashMap<>();
        zones.forEach(zone -> numbers.put(zone.view().name(), numbers.size()));
        Map<List<Integer>, List<String>> rules = new LinkedHashMap<>();
        for (RuleView rule : snapshot.rules()) {
            List<Integer> in = rule.zones().stream()
                    .map(LocationView::zone)
                    .map(numbers::get)
                    .filter(Objects::nonNull)
                    .sorted()
                    .toList();
            for (int one = 0; one < in.size(); one++) {
                for (int other = one + 1; other < in.size(); other++) {
                    rules.computeIfAbsent(List.of(in.get(one), in.get(other)), key -> new ArrayList<>())
                            .add(rule.name().value());
                }
            }
        }
        return rules.entrySet().stream()
                .map(entry -> joint(zones, entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Joint joint(List<Zone> zones, List<Integer> ends, List<String> rules) {
        boolean broken = ends.stream().anyMatch(end -> zones.get(end).condition() == Condition.BROKEN);
        return new Joint(ends.get(0), ends.get(1), rules, broken, "");
    }

    /**
     * How many more voters may be lost while every membership can still agree: the least of all memberships. Negative where one
     * cannot.
     */
    public static int quorumMargin(Snapshot snapshot) {
        Set<NodeId> running = snapshot.nodes().stream()
                .filter(node -> node.state() == NodeState.RUNNING || node.self())
                .map(NodeView::id)
                .collect(Collectors.toCollection(HashSet::new));
        return snapshot.memberships().stream()
                .mapToInt(membership -> margin(membership, running))
                .min()
                .orElse(0);
    }

    private static int margin(MembershipView membership, Set<NodeId> running) {
        long voters = 0;
        long alive = 0;
        for (var peer : membership.peers()) {
            boolean votes = switch (peer.role()) {
                case VOTER, WITNESS -> true;
                case LISTENER -> false;
            };
            voters += votes ? 1 : 0;
            alive += votes && running.contains(peer.node()) ? 1 : 0;
        }
        return (int) (alive - (voters / 2 + 1));
    }
}
