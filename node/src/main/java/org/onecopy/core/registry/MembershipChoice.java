package org.onecopy.core.registry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.onecopy.core.registry.Membership.Peer;
import org.onecopy.core.registry.Membership.Role;
import org.onecopy.core.table.Overlay;
import org.onecopy.core.table.TableView;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;

/**
 * Which membership a new rule lives in: the one with exactly its zones, or a new one. Every zone votes with one node, so that no
 * zone alone is the majority; its further nodes listen.
 */
final class MembershipChoice {
    /** Leads where it can. */
    static final int PRIORITY_LEADER = 20;

    static final int PRIORITY_STORAGE = 10;

    /** A witness is far from all data: it leads only where nobody else can. */
    static final int PRIORITY_WITNESS = 0;

    private static final UUID FIRST_ID = new UUID(Long.MIN_VALUE, Long.MIN_VALUE);
    private static final NodeId FIRST_NODE = new NodeId("a");

    private MembershipChoice() {}

    /** The zones of a new rule's membership. */
    static SortedSet<ZoneName> zones(RegistryCommand.ReserveRule command) {
        SortedSet<ZoneName> zones = new TreeSet<>(command.definition().paths().keySet());
        zones.addAll(command.witnesses());
        return zones;
    }

    /** For a command that has passed all checks. */
    static UUID findOrMake(Overlay tables, RegistryCommand.ReserveRule command) {
        List<ZoneName> zones = List.copyOf(zones(command));
        Iterator<Map.Entry<UUID, Membership>> all = tables.scan(RegistryTables.MEMBERSHIPS, FIRST_ID, null);
        while (all.hasNext()) {
            Membership membership = all.next().getValue();
            if (membership.zones().equals(zones)) {
                return membership.id();
            }
        }
        List<Peer> peers = new ArrayList<>();
        for (ZoneName zone : zones) {
            int priority = command.witnesses().contains(zone)
                    ? PRIORITY_WITNESS
                    : zone.equals(command.leaderZone()) ? PRIORITY_LEADER : PRIORITY_STORAGE;
            List<NodeId> nodes = nodesOf(tables, zone);
            peers.add(new Peer(nodes.getFirst(), Role.VOTER, priority));
            nodes.subList(1, nodes.size()).forEach(node -> peers.add(new Peer(node, Role.LISTENER, 0)));
        }
        Membership made = new Membership(command.membership(), zones, peers);
        tables.put(RegistryTables.MEMBERSHIPS, made.id(), made);
        return made.id();
    }

    /** The nodes of zones that a membership does not have yet come to it late: the first of each zone is to vote. */
    static void add(Overlay tables, UUID id, Collection<ZoneName> wanted) {
        Membership membership = java.util.Objects.requireNonNull(tables.get(RegistryTables.MEMBERSHIPS, id));
        List<ZoneName> zones = wanted.stream()
                .filter(zone -> !membership.zones().contains(zone))
                .toList();
        List<Peer> peers = new ArrayList<>();
        for (ZoneName zone : zones) {
            List<NodeId> nodes = nodesOf(tables, zone);
            peers.add(new Peer(nodes.getFirst(), Role.VOTER, PRIORITY_STORAGE, true));
            nodes.subList(1, nodes.size()).forEach(node -> peers.add(new Peer(node, Role.LISTENER, 0, true)));
        }
        if (!zones.isEmpty()) {
            tables.put(RegistryTables.MEMBERSHIPS, id, membership.with(zones, peers));
        }
    }

    /** The nodes of a zone, in their order. */
    static List<NodeId> nodesOf(TableView tables, ZoneName zone) {
        List<NodeId> nodes = new ArrayList<>();
        tables.scan(RegistryTables.NODES, FIRST_NODE, null).forEachRemaining(row -> {
            if (row.getValue().zone().equals(zone)) {
                nodes.add(row.getKey());
            }
        });
        return nodes;
    }
}
