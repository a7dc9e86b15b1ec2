package org.onecopy.core.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.registry.Membership.Peer;
import org.onecopy.core.registry.Membership.Role;
import org.onecopy.core.registry.RegistryRefusal.Reason;
import org.onecopy.core.table.Overlay;
import org.onecopy.core.table.TableView;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;

/** Who belongs to the network: tickets, nodes that come by them, and nodes that are retired. Pure, as all of {@link Registry}. */
final class Admission {
    private static final UUID FIRST_ID = new UUID(Long.MIN_VALUE, Long.MIN_VALUE);
    private static final NodeId FIRST_NODE = new NodeId("a");

    private final Overlay tables;

    Admission(Overlay tables) {
        this.tables = tables;
    }

    @Nullable
    RegistryRefusal put(Ticket ticket) {
        if (tables.get(RegistryTables.TICKETS, ticket.id()) == null) {
            tables.put(RegistryTables.TICKETS, ticket.id(), ticket);
        }
        return null;
    }

    @Nullable
    RegistryRefusal revoke(UUID ticket) {
        if (tables.get(RegistryTables.TICKETS, ticket) == null) {
            return refusal(Reason.TICKET_UNKNOWN, ticket.toString());
        }
        tables.delete(RegistryTables.TICKETS, ticket);
        return null;
    }

    /** Somebody presented a wrong secret. */
    @Nullable
    RegistryRefusal spoil(UUID id) {
        Ticket ticket = tables.get(RegistryTables.TICKETS, id);
        if (ticket != null) {
            tables.put(RegistryTables.TICKETS, id, ticket.failed());
        }
        return null;
    }

    /** A node comes; asked again with the same key, it has come already. */
    @Nullable
    RegistryRefusal redeem(RegistryCommand.RedeemTicket command) {
        RegisteredNode node = command.node();
        Inducted before = tables.get(RegistryTables.INDUCTED, node.id());
        if (before != null
                && before.key().equals(command.key())
                && before.ticket().equals(command.ticket())) {
            return null;
        }
        Ticket ticket = tables.get(RegistryTables.TICKETS, command.ticket());
        RegistryRefusal refusal = refusal(command, ticket);
        if (refusal != null || ticket == null) {
            return refusal;
        }
        RegisteredZone zone = command.zone();
        if (tables.get(RegistryTables.ZONES, zone.name()) == null) {
            tables.put(RegistryTables.ZONES, zone.name(), zone);
        }
        tables.put(RegistryTables.TICKETS, ticket.id(), ticket.used());
        tables.put(RegistryTables.NODES, node.id(), node);
        tables.put(RegistryTables.INDUCTED, node.id(), new Inducted(ticket.role(), command.key(), ticket.id()));
        joinMembershipsOfItsZone(node);
        return null;
    }

    private @Nullable RegistryRefusal refusal(RegistryCommand.RedeemTicket command, @Nullable Ticket ticket) {
        RegisteredNode node = command.node();
        if (ticket == null) {
            return refusal(Reason.TICKET_UNKNOWN, command.ticket().toString());
        }
        if (ticket.isSpent()) {
            return refusal(Reason.TICKET_SPENT, ticket.id().toString());
        }
        if (command.nowMillis() > ticket.expiresMillis()) {
            return refusal(Reason.TICKET_EXPIRED, ticket.id().toString());
        }
        if (!node.zone().equals(ticket.zone()) || !command.zone().name().equals(ticket.zone())) {
            return new RegistryRefusal(
                    Reason.TICKET_OF_OTHER_ZONE, ticket.zone(), node.zone().value());
        }
        if (command.zone().hasStorage() == (ticket.role() == NodeRole.WITNESS)) {
            return new RegistryRefusal(
                    Reason.TICKET_OF_OTHER_ROLE, ticket.zone(), ticket.role().name());
        }
        RegisteredZone zone = tables.get(RegistryTables.ZONES, ticket.zone());
        if (zone != null && !zone.equals(command.zone())) {
            return new RegistryRefusal(Reason.ZONE_DIFFERS, zone.name(), zone.storageType());
        }
        if (tables.get(RegistryTables.RETIRED, node.id()) != null) {
            return refusal(Reason.NODE_RETIRED, node.id().value());
        }
        return tables.get(RegistryTables.NODES, node.id()) == null
                ? null
                : refusal(Reason.NODE_EXISTS, node.id().value());
    }

    /** A zone's further nodes listen in the memberships of its rules, and can take over from its writer. */
    private void joinMembershipsOfItsZone(RegisteredNode node) {
        for (Membership membership : memberships(tables)) {
            if (membership.zones().contains(node.zone())) {
                boolean first = membership.peers().stream()
                        .noneMatch(
                                peer -> zoneOf(peer.node()).equals(node.zone().value()));
                RegisteredZone zone = tables.get(RegistryTables.ZONES, node.zone());
                int priority = zone != null && !zone.hasStorage()
                        ? MembershipChoice.PRIORITY_WITNESS
                        : MembershipChoice.PRIORITY_STORAGE;
                Peer peer = first
                        ? new Peer(node.id(), Role.VOTER, priority, true)
                        : new Peer(node.id(), Role.LISTENER, 0, true);
                tables.put(RegistryTables.MEMBERSHIPS, membership.id(), membership.with(List.of(), List.of(peer)));
            }
        }
    }

    private String zoneOf(NodeId node) {
        RegisteredNode registered = tables.get(RegistryTables.NODES, node);
        return registered == null ? "" : registered.zone().value();
    }

    /** A node goes for good, and its name with it: its certificate is worth nothing from here on. */
    @Nullable
    RegistryRefusal retire(NodeId node) {
        if (tables.get(RegistryTables.RETIRED, node) != null) {
            return null;
        }
        RegisteredNode registered = tables.get(RegistryTables.NODES, node);
        if (registered == null) {
            return refusal(Reason.NODE_UNKNOWN, node.value());
        }
        if (otherVoters(node) == 0) {
            return refusal(Reason.LAST_VOTER, node.value());
        }
        List<Membership> changed = new ArrayList<>();
        for (Membership membership : memberships(tables)) {
            if (membership.peers().stream().anyMatch(peer -> peer.node().equals(node))) {
                Membership without = membership.withoutNode(node, MembershipChoice.nodesOf(tables, registered.zone()));
                if (without.peers().stream().noneMatch(peer -> peer.role() == Role.VOTER)) {
                    return refusal(Reason.LAST_VOTER, node.value());
                }
                changed.add(without);
            }
        }
        changed.forEach(membership -> tables.put(RegistryTables.MEMBERSHIPS, membership.id(), membership));
        tables.delete(RegistryTables.NODES, node);
        tables.delete(RegistryTables.INDUCTED, node);
        tables.put(RegistryTables.RETIRED, node, registered);
        return null;
    }

    /** A new node takes over what one did that is gone; the same as retiring it, but that nobody else has to be found. */
    @Nullable
    RegistryRefusal replace(NodeId old, NodeId by) {
        RegisteredNode gone = tables.get(RegistryTables.NODES, old);
        RegisteredNode coming = tables.get(RegistryTables.NODES, by);
        if (gone == null) {
            return refusal(Reason.NODE_UNKNOWN, old.value());
        }
        if (coming == null) {
            return refusal(
                    tables.get(RegistryTables.RETIRED, by) == null ? Reason.NODE_UNKNOWN : Reason.NODE_RETIRED,
                    by.value());
        }
        if (old.equals(by) || !gone.zone().equals(coming.zone())) {
            return new RegistryRefusal(Reason.REPLACEMENT_UNFIT, gone.zone(), by.value());
        }
        for (Membership membership : memberships(tables)) {
            if (membership.peer(old) != null) {
                tables.put(RegistryTables.MEMBERSHIPS, membership.id(), membership.withReplaced(old, by));
            }
        }
        Inducted inducted = tables.get(RegistryTables.INDUCTED, by);
        NodeRole role = roleOf(tables, old);
        if (inducted != null && role.votes() && !inducted.role().votes()) {
            tables.put(RegistryTables.INDUCTED, by, new Inducted(role, inducted.key(), inducted.ticket()));
        }
        tables.delete(RegistryTables.NODES, old);
        tables.delete(RegistryTables.INDUCTED, old);
        tables.put(RegistryTables.RETIRED, old, gone);
        return null;
    }

    /** A zone goes, and with it what would bring it again. */
    @Nullable
    RegistryRefusal removeZone(ZoneName zone) {
        if (tables.get(RegistryTables.ZONES, zone) == null) {
            return new RegistryRefusal(Reason.ZONE_UNKNOWN, zone, "");
        }
        String rules = ReservationCheck.all(tables).stream()
                .filter(rule -> rule.uses(zone))
                .map(rule -> rule.definition().name().value())
                .collect(Collectors.joining(", "));
        if (!rules.isEmpty()) {
            return new RegistryRefusal(Reason.ZONE_HAS_LOCATIONS, zone, rules);
        }
        String nodes = MembershipChoice.nodesOf(tables, zone).stream()
                .map(NodeId::value)
                .collect(Collectors.joining(", "));
        if (!nodes.isEmpty()) {
            return new RegistryRefusal(Reason.ZONE_HAS_NODES, zone, nodes);
        }
        for (Membership membership : memberships(tables)) {
            if (membership.zones().contains(zone)) {
                tables.put(RegistryTables.MEMBERSHIPS, membership.id(), membership.without(zone, List.of()));
            }
        }
        List<UUID> tickets = new ArrayList<>();
        tables.scan(RegistryTables.TICKETS, FIRST_ID, null).forEachRemaining(row -> {
            if (row.getValue().zone().equals(zone)) {
                tickets.add(row.getKey());
            }
        });
        tickets.forEach(ticket -> tables.delete(RegistryTables.TICKETS, ticket));
        tables.delete(RegistryTables.ZONES, zone);
        return null;
    }

    /** How many nodes but this one vote on the registry. */
    private long otherVoters(NodeId node) {
        long voters = 0;
        for (var rows = tables.scan(RegistryTables.NODES, FIRST_NODE, null); rows.hasNext(); ) {
            NodeId id = rows.next().getKey();
            voters += !id.equals(node) && roleOf(tables, id).votes() ? 1 : 0;
        }
        return voters;
    }

    /** What a registered node does. */
    static NodeRole roleOf(TableView view, NodeId node) {
        Inducted inducted = view.get(RegistryTables.INDUCTED, node);
        return inducted == null ? NodeRole.VOTER : inducted.role();
    }

    private static List<Membership> memberships(TableView view) {
        List<Membership> all = new ArrayList<>();
        for (var rows = view.scan(RegistryTables.MEMBERSHIPS, FIRST_ID, null); rows.hasNext(); ) {
            Map.Entry<UUID, Membership> row = rows.next();
            all.add(row.getValue());
        }
        return all;
    }

    private static RegistryRefusal refusal(Reason reason, String subject) {
        return new RegistryRefusal(reason, null, subject);
    }
}
