package org.onecopy.core.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.registry.Membership.Peer;
import org.onecopy.core.registry.Membership.Role;
import org.onecopy.core.table.Overlay;
import org.onecopy.core.table.TableView;
import org.onecopy.model.NodeId;

/** What a forced recovery does to the registry. Pure, as all of {@link Registry}. */
final class RecoveryTurn {
    private final Overlay tables;

    RecoveryTurn(Overlay tables) {
        this.tables = tables;
    }

    /** The last recovery, or null where there was none. */
    static @Nullable Recovery last(TableView view) {
        Recovery last = null;
        for (var rows = view.scan(RegistryTables.RECOVERIES, 0L, null); rows.hasNext(); ) {
            last = rows.next().getValue();
        }
        return last;
    }

    /** Applies one; applied again, it changes nothing. */
    void apply(Recovery recovery) {
        Long key = (long) recovery.incarnation();
        if (tables.get(RegistryTables.RECOVERIES, key) != null) {
            return;
        }
        tables.put(RegistryTables.RECOVERIES, key, recovery);
        recovery.lost().forEach(this::retire);
        letVote(recovery.seed());
        for (Membership membership : memberships()) {
            Membership left = membership;
            for (NodeId node : recovery.lost()) {
                if (left.peer(node) != null) {
                    left = left.withoutNode(node, MembershipChoice.nodesOf(tables, zoneOfRetired(node)));
                }
            }
            Recovery.Group group = recovery.groups().stream()
                    .filter(one -> one.before().equals(membership.id()))
                    .findFirst()
                    .orElse(null);
            if (group != null) {
                beginAnew(left, group);
            } else if (!left.equals(membership)) {
                tables.put(RegistryTables.MEMBERSHIPS, left.id(), left);
            }
        }
        tickets().forEach(ticket -> tables.delete(RegistryTables.TICKETS, ticket));
    }

    /** Gone for good, whoever still votes. */
    private void retire(NodeId node) {
        RegisteredNode registered = tables.get(RegistryTables.NODES, node);
        if (registered != null) {
            tables.delete(RegistryTables.NODES, node);
            tables.delete(RegistryTables.INDUCTED, node);
            tables.put(RegistryTables.RETIRED, node, registered);
        }
    }

    /** The seed is the only voter of the registry at first, whatever it was before. */
    private void letVote(NodeId seed) {
        Inducted inducted = tables.get(RegistryTables.INDUCTED, seed);
        if (inducted != null && !inducted.role().votes()) {
            tables.put(RegistryTables.INDUCTED, seed, new Inducted(NodeRole.VOTER, inducted.key(), inducted.ticket()));
        }
    }

    private org.onecopy.model.ZoneName zoneOfRetired(NodeId node) {
        RegisteredNode retired = java.util.Objects.requireNonNull(tables.get(RegistryTables.RETIRED, node));
        return retired.zone();
    }

    /** Under a new identity: the seed votes alone at first, and all others come late. */
    private void beginAnew(Membership left, Recovery.Group group) {
        List<Peer> peers = new ArrayList<>();
        for (Peer peer : left.peers()) {
            boolean seed = peer.node().equals(group.seed());
            peers.add(new Peer(peer.node(), seed ? Role.VOTER : peer.role(), peer.priority(), !seed));
        }
        tables.delete(RegistryTables.MEMBERSHIPS, group.before());
        tables.put(
                RegistryTables.MEMBERSHIPS,
                group.now(),
                new Membership(group.now(), left.zones(), peers, left.incarnation() + 1));
        for (Reservation rule : ReservationCheck.all(tables)) {
            if (rule.membership().equals(group.before())) {
                tables.put(RegistryTables.RESERVATIONS, rule.rule(), rule.in(group.now()));
            }
        }
    }

    private List<Membership> memberships() {
        List<Membership> all = new ArrayList<>();
        tables.scan(RegistryTables.MEMBERSHIPS, new UUID(Long.MIN_VALUE, Long.MIN_VALUE), null)
                .forEachRemaining(row -> all.add(row.getValue()));
        return all;
    }

    /** They may have been lost together with the lost. */
    private List<UUID> tickets() {
        List<UUID> all = new ArrayList<>();
        tables.scan(RegistryTables.TICKETS, new UUID(Long.MIN_VALUE, Long.MIN_VALUE), null)
                .forEachRemaining(row -> all.add(row.getKey()));
        return all;
    }
}
