package org.onecopy.app;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.onecopy.agreement.Agreement;
import org.onecopy.agreement.GroupId;
import org.onecopy.agreement.Peer;
import org.onecopy.core.membership.Member;
import org.onecopy.core.membership.Member.Role;
import org.onecopy.core.membership.Members;
import org.onecopy.core.registry.Membership;
import org.onecopy.core.registry.RegisteredNode;
import org.onecopy.core.registry.RegisteredZone;
import org.onecopy.core.registry.RegistryTables;
import org.onecopy.core.table.TableView;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;
import org.onecopy.network.Memberships;
import org.onecopy.network.RegistryClient;

/** Who the members of a group are: as its consensus has it where this node takes part, else as the registry wants it. */
final class GroupMembers {
    private static final NodeId FIRST_NODE = new NodeId("a");
    private static final ZoneName FIRST_ZONE = new ZoneName("a");

    private final UUID network;
    private final Agreement agreement;
    private final RegistryClient registry;
    private final Memberships memberships;

    /** @param network the identity of the registry's own group */
    GroupMembers(UUID network, Agreement agreement, RegistryClient registry, Memberships memberships) {
        this.network = network;
        this.agreement = agreement;
        this.registry = registry;
        this.memberships = memberships;
    }

    /** Of the registry. */
    Members ofRegistry() {
        return ofConsensus(network);
    }

    /** Of a membership; empty where there is none of this id. */
    Members of(UUID membership) {
        return memberships.index(membership) != null ? ofConsensus(membership) : wantedOf(membership);
    }

    /** Of a membership, as the registry wants it; empty where there is none of this id. */
    Members wantedOf(UUID membership) {
        Membership wanted = wanted(membership);
        return wanted == null ? new Members(List.of()) : members(wanted);
    }

    /** Of the registry, as the registry wants it. */
    Members wantedOfRegistry() {
        return members(registry.membership());
    }

    private Members members(Membership wanted) {
        Map<NodeId, ZoneName> zones = zones();
        return new Members(wanted.peers().stream()
                .map(peer -> member(zones, peer.node(), peer.role() == Membership.Role.VOTER, peer.priority()))
                .toList());
    }

    /** As the registry wants a membership to be; null where there is none. */
    @Nullable
    Membership wanted(UUID membership) {
        return registry.read(view -> view.get(RegistryTables.MEMBERSHIPS, membership));
    }

    private Members ofConsensus(UUID group) {
        Map<NodeId, ZoneName> zones = zones();
        return new Members(agreement.status(new GroupId(group)).peers().stream()
                .map(peer -> member(zones, peer.node(), peer.role() == Peer.Role.VOTER, peer.priority()))
                .toList());
    }

    private Member member(Map<NodeId, ZoneName> zones, NodeId node, boolean votes, int priority) {
        // Of a node that has not registered yet nobody knows the zone; it then stands for itself.
        ZoneName zone = zones.getOrDefault(node, new ZoneName(node.value()));
        Role role = !votes ? Role.LISTENER : hasStorage(zone) ? Role.VOTER : Role.WITNESS;
        return new Member(node, zone, role, priority);
    }

    /** Whether a zone's nodes hold data, as far as is known. */
    boolean hasStorage(ZoneName zone) {
        RegisteredZone registered = registry.read(view -> view.get(RegistryTables.ZONES, zone));
        return registered == null || registered.hasStorage();
    }

    /** Every node and its zone, those that are taken out included. */
    private Map<NodeId, ZoneName> zones() {
        return registry.read(view -> {
            Map<NodeId, ZoneName> zones = new HashMap<>();
            view.scan(RegistryTables.RETIRED, FIRST_NODE, null)
                    .forEachRemaining(
                            row -> zones.put(row.getKey(), row.getValue().zone()));
            nodes(view).forEach(node -> zones.put(node.id(), node.zone()));
            return zones;
        });
    }

    /** The network's nodes, by id. */
    List<RegisteredNode> nodes() {
        return registry.read(GroupMembers::nodes);
    }

    private static List<RegisteredNode> nodes(TableView view) {
        List<RegisteredNode> nodes = new ArrayList<>();
        view.scan(RegistryTables.NODES, FIRST_NODE, null).forEachRemaining(row -> nodes.add(row.getValue()));
        nodes.sort(Comparator.comparing(RegisteredNode::id));
        return nodes;
    }

    /** The network's zones, by name. */
    List<ZoneName> zoneNames() {
        return registry.read(view -> {
            List<ZoneName> names = new ArrayList<>();
            view.scan(RegistryTables.ZONES, FIRST_ZONE, null).forEachRemaining(row -> names.add(row.getKey()));
            return names;
        });
    }

    /** The zones of a membership that have no storage, by name. */
    List<ZoneName> witnessZones(UUID membership) {
        Membership wanted = wanted(membership);
        return wanted == null
                ? List.of()
                : wanted.zones().stream().filter(zone -> !hasStorage(zone)).toList();
    }

    /** A node without storage that belongs to none of some members; null where the network has none. */
    @Nullable
    NodeId spareWitness(Members members) {
        return nodes().stream()
                .filter(node ->
                        !hasStorage(node.zone()) && members.of(node.zone()).isEmpty())
                .map(RegisteredNode::id)
                .findFirst()
                .orElse(null);
    }
}
