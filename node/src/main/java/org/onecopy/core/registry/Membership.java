package org.onecopy.core.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.table.TableView;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;

/**
 * The nodes that agree on the changes of some rules.
 *
 * @param id also the identity of its consensus group
 * @param zones in the order of names
 * @param peers as they should be: those with which the membership was made, in the order of zones, then of nodes; then those that
 *     came later
 * @param incarnation of its log: how many forced recoveries it has been through
 */
public record Membership(UUID id, List<ZoneName> zones, List<Peer> peers, int incarnation) {
    public Membership {
        zones = List.copyOf(zones);
        peers = List.copyOf(peers);
    }

    /** One that has been through no recovery. */
    public Membership(UUID id, List<ZoneName> zones, List<Peer> peers) {
        this(id, zones, peers, 0);
    }

    /** What a peer does. */
    public enum Role {
        /** Votes and learns. */
        VOTER,
        /** Learns and does not vote. */
        LISTENER
    }

    /**
     * A member.
     *
     * @param priority the larger, the rather it leads
     * @param late came to the membership after it was made: its node begins alone, as a listener
     */
    public record Peer(NodeId node, Role role, int priority, boolean late) {
        public Peer(NodeId node, Role role, int priority) {
            this(node, role, priority, false);
        }
    }

    /**
     * The registry's own group: every node of the network, those that were inducted as those that came late, and after a forced
     * recovery all but the one that began it.
     */
    public static Membership ofRegistry(TableView view, UUID id) {
        TreeSet<ZoneName> zones = new TreeSet<>();
        List<Peer> peers = new ArrayList<>();
        Recovery last = RecoveryTurn.last(view);
        view.scan(RegistryTables.NODES, new NodeId("a"), null).forEachRemaining(row -> {
            NodeId node = row.getKey();
            zones.add(row.getValue().zone());
            boolean late = last == null
                    ? view.get(RegistryTables.INDUCTED, node) != null
                    : !last.seed().equals(node);
            peers.add(new Peer(node, Admission.roleOf(view, node).votes() ? Role.VOTER : Role.LISTENER, 0, late));
        });
        return new Membership(id, List.copyOf(zones), peers);
    }

    /** What a node does here; null where it is no member. */
    @Nullable
    Peer peer(NodeId node) {
        return peers.stream()
                .filter(peer -> peer.node().equals(node))
                .findFirst()
                .orElse(null);
    }

    /** The same with these in the places of the members of their names. */
    Membership replacing(List<Peer> changed) {
        return new Membership(
                id,
                zones,
                peers.stream()
                        .map(peer -> changed.stream()
                                .filter(other -> other.node().equals(peer.node()))
                                .findFirst()
                                .orElse(peer))
                        .toList(),
                incarnation);
    }

    /** The same with further zones and their nodes, which come late. */
    Membership with(List<ZoneName> moreZones, List<Peer> morePeers) {
        TreeSet<ZoneName> allZones = new TreeSet<>(zones);
        allZones.addAll(moreZones);
        List<Peer> allPeers = new ArrayList<>(peers);
        allPeers.addAll(morePeers);
        return new Membership(id, List.copyOf(allZones), allPeers, incarnation);
    }

    /**
     * The same without a node; where it voted, another one of its zone does.
     *
     * @param ofItsZone all nodes of the zone, in their order
     */
    Membership withoutNode(NodeId node, List<NodeId> ofItsZone) {
        Peer gone = peers.stream()
                .filter(peer -> peer.node().equals(node))
                .findFirst()
                .orElseThrow();
        List<Peer> rest = new ArrayList<>(
                peers.stream().filter(peer -> !peer.node().equals(node)).toList());
        if (gone.role() == Role.VOTER) {
            for (int i = 0; i < rest.size(); i++) {
                Peer peer = rest.get(i);
                if (ofItsZone.contains(peer.node()) && peer.role() == Role.LISTENER) {
                    // late, so that it is made a voter while the membership lives
                    rest.set(i, new Peer(peer.node(), Role.VOTER, gone.priority(), true));
                    break;
                }
            }
        }
        return new Membership(id, zones, rest, incarnation);
    }

    /** The same with another node in the place of one of them, whose role it gets; it comes late. */
    Membership withReplaced(NodeId old, NodeId by) {
        List<Peer> next = new ArrayList<>();
        for (Peer peer : peers) {
            if (peer.node().equals(old)) {
                Peer present = peer(by);
                boolean votes = peer.role() == Role.VOTER || (present != null && present.role() == Role.VOTER);
                int priority = Math.max(peer.priority(), present == null ? 0 : present.priority());
                next.add(new Peer(by, votes ? Role.VOTER : Role.LISTENER, priority, true));
            } else if (!peer.node().equals(by)) {
                next.add(peer);
            }
        }
        return new Membership(id, zones, next, incarnation);
    }

    /** The same without a zone and its nodes. */
    Membership without(ZoneName zone, List<NodeId> nodes) {
        return new Membership(
                id,
                zones.stream().filter(other -> !other.equals(zone)).toList(),
                peers.stream().filter(peer -> !nodes.contains(peer.node())).toList(),
                incarnation);
    }
}
