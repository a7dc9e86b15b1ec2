package org.onecopy.core.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.registry.Membership.Peer;
import org.onecopy.core.registry.Membership.Role;
import org.onecopy.core.registry.RegistryRefusal.Reason;
import org.onecopy.core.table.Overlay;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;

/** What an edit does to a membership's row. Pure, as all of {@link Registry}. */
final class MembershipTurn {
    private final Overlay tables;

    MembershipTurn(Overlay tables) {
        this.tables = tables;
    }

    /** @return null where the change took effect, or had done so already */
    @Nullable
    RegistryRefusal apply(UUID id, MembershipChange change) {
        Membership membership = tables.get(RegistryTables.MEMBERSHIPS, id);
        if (membership == null) {
            return new RegistryRefusal(Reason.MEMBERSHIP_UNKNOWN, null, id.toString());
        }
        return switch (change) {
            case MembershipChange.AddWitness witness -> addWitness(membership, witness.node());
            case MembershipChange.Promote promote -> promote(membership, promote.node());
            case MembershipChange.Demote demote -> demote(membership, demote.node());
            case MembershipChange.Relieve relieve -> relieve(membership, relieve.silent(), relieve.by());
            case MembershipChange.Prefer prefer -> prefer(membership, prefer.zone());
        };
    }

    private @Nullable RegistryRefusal addWitness(Membership membership, NodeId node) {
        RegisteredNode registered = tables.get(RegistryTables.NODES, node);
        if (registered == null) {
            return new RegistryRefusal(Reason.NODE_UNKNOWN, null, node.value());
        }
        RegisteredZone zone = tables.get(RegistryTables.ZONES, registered.zone());
        if (zone == null || zone.hasStorage()) {
            return new RegistryRefusal(Reason.WITNESS_WITH_STORAGE, registered.zone(), node.value());
        }
        Peer present = membership.peer(node);
        if (present == null || present.role() != Role.VOTER) {
            Peer voter = new Peer(node, Role.VOTER, MembershipChoice.PRIORITY_WITNESS, true);
            put(
                    present == null
                            ? membership.with(List.of(registered.zone()), List.of(voter))
                            : membership.replacing(List.of(voter)));
        }
        return null;
    }

    private @Nullable RegistryRefusal promote(Membership membership, NodeId node) {
        Peer peer = membership.peer(node);
        ZoneName zone = zoneOf(node);
        if (peer == null || zone == null) {
            return new RegistryRefusal(Reason.NO_MEMBER, null, node.value());
        }
        if (peer.role() != Role.VOTER) {
            int priority = membership.peers().stream()
                    .filter(other -> other.role() == Role.VOTER && zone.equals(zoneOf(other.node())))
                    .mapToInt(Peer::priority)
                    .max()
                    .orElse(hasStorage(zone) ? MembershipChoice.PRIORITY_STORAGE : MembershipChoice.PRIORITY_WITNESS);
            // late, so that it is made a voter while the membership lives
            put(membership.replacing(List.of(new Peer(node, Role.VOTER, priority, true))));
        }
        return null;
    }

    private @Nullable RegistryRefusal demote(Membership membership, NodeId node) {
        Peer peer = membership.peer(node);
        if (peer == null) {
            return new RegistryRefusal(Reason.NO_MEMBER, null, node.value());
        }
        if (peer.role() != Role.VOTER) {
            return null;
        }
        Membership without = membership.replacing(List.of(new Peer(node, Role.LISTENER, 0, true)));
        if (without.peers().stream().noneMatch(other -> other.role() == Role.VOTER)) {
            return new RegistryRefusal(Reason.LAST_VOTER, null, node.value());
        }
        put(without);
        return null;
    }

    private @Nullable RegistryRefusal relieve(Membership membership, NodeId silent, NodeId by) {
        Peer voter = membership.peer(silent);
        Peer listener = membership.peer(by);
        ZoneName zone = zoneOf(silent);
        if (voter == null || listener == null || zone == null || !zone.equals(zoneOf(by))) {
            return new RegistryRefusal(Reason.NO_MEMBER, null, by.value());
        }
        if (voter.role() == Role.VOTER && listener.role() == Role.LISTENER) {
            // late, so that it is made a voter while the membership lives
            put(membership.replacing(List.of(
                    new Peer(silent, Role.LISTENER, 0, true), new Peer(by, Role.VOTER, voter.priority(), true))));
        }
        return null;
    }

    private @Nullable RegistryRefusal prefer(Membership membership, ZoneName zone) {
        List<Peer> changed = new ArrayList<>();
        boolean votes = false;
        for (Peer peer : membership.peers()) {
            ZoneName of = zoneOf(peer.node());
            if (peer.role() == Role.VOTER && of != null) {
                votes |= of.equals(zone);
                int priority = of.equals(zone)
                        ? MembershipChoice.PRIORITY_LEADER
                        : hasStorage(of) ? MembershipChoice.PRIORITY_STORAGE : MembershipChoice.PRIORITY_WITNESS;
                changed.add(new Peer(peer.node(), Role.VOTER, priority, peer.late()));
            }
        }
        if (!votes) {
            return new RegistryRefusal(Reason.LEADER_OUTSIDE, zone, "");
        }
        put(membership.replacing(changed));
        return null;
    }

    private void put(Membership membership) {
        tables.put(RegistryTables.MEMBERSHIPS, membership.id(), membership);
    }

    private @Nullable ZoneName zoneOf(NodeId node) {
        RegisteredNode registered = tables.get(RegistryTables.NODES, node);
        return registered == null ? null : registered.zone();
    }

    private boolean hasStorage(ZoneName zone) {
        RegisteredZone registered = tables.get(RegistryTables.ZONES, zone);
        return registered != null && registered.hasStorage();
    }
}
