package org.onecopy.network;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.onecopy.agreement.Agreement;
import org.onecopy.agreement.Agreement.GroupStatus;
import org.onecopy.agreement.GroupId;
import org.onecopy.agreement.Peer;
import org.onecopy.core.registry.FeatureLevel;
import org.onecopy.core.registry.Membership;
import org.onecopy.core.registry.MembershipChange;
import org.onecopy.core.registry.RegisteredNode;
import org.onecopy.core.registry.RegisteredZone;
import org.onecopy.core.registry.RegistryCommand;
import org.onecopy.core.registry.RegistryTables;
import org.onecopy.core.registry.Reservation;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the members of a consensus group to those that the registry names, one change at a time (H56): who comes late is a listener
 * first, and votes, where it is to, once it answers; a zone in which no rule of the membership is any more leaves it. Done by the group's
 * leader; a step that fails, or whose leader stops, is taken again by whoever leads then.
 *
 * <table>
 * <caption>what is done where members and registry differ, the first that applies</caption>
 * <tr><td>a registered node is no member</td><td>it is added as a listener</td></tr>
 * <tr><td>a listener is to vote, and answers</td><td>it becomes a voter</td></tr>
 * <tr><td>a voter is to listen, and leads</td><td>another voter leads</td></tr>
 * <tr><td>a voter is to listen, and a majority of the others answers</td><td>it becomes a listener</td></tr>
 * <tr><td>a zone is not used any more, and leads</td><td>a voter of another zone leads</td></tr>
 * <tr><td>a zone is not used any more</td><td>its nodes are no members</td></tr>
 * <tr><td>… and they are no members</td><td>the registry forgets them; their nodes leave the group</td></tr>
 * <tr><td>a zone's voters have all been silent for long, one of its listeners answers, and all else is as it should be</td><td>the registry
 *     wants the listener to vote in the place of one of them; not in the registry's own group</td></tr>
 * <tr><td>a voter's priority is another one, and all else is as it should be</td><td>the priorities are those that the registry names; the
 *     registry's own group has none</td></tr>
 * <tr><td>a voter of higher priority than the leader answers</td><td>it leads</td></tr>
 * </table>
 *
 * <p>Ratis moves the lead to the highest priority by itself, but only at a moment at which that voter has everything: over a distance,
 * with a change under way at any time, there is none. A hand-over that is asked for holds new proposals back until it has.
 */
final class MembershipKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(MembershipKeeper.class);
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(3);
    /** A hand-over that fails has held up proposals for a while: not again soon. */
    private static final Duration BETWEEN_HAND_OVERS = Duration.ofSeconds(30);
    /** Of a new leader nobody seems to be silent, also who has been for long: so it leads for a while first. */
    private static final Duration LEADS_FIRST = Duration.ofSeconds(10);

    private final NodeId self;
    private final Agreement agreement;
    private final RegistryClient registry;
    private final Duration silentAfter;
    private final Consumer<String> relieved;
    private final Map<UUID, CompletableFuture<Void>> underWay = new ConcurrentHashMap<>();
    /** When the lead of a membership may be handed to whom it belongs, by {@link System#nanoTime}; of those that this node leads. */
    private final Map<UUID, Long> handOverFrom = new ConcurrentHashMap<>();

    /**
     * @param silentAfter how long a voter may not answer before a listener of its zone votes in its place
     * @param relieved is told of that
     */
    MembershipKeeper(
            NodeId self,
            Agreement agreement,
            RegistryClient registry,
            Duration silentAfter,
            Consumer<String> relieved) {
        this.self = self;
        this.agreement = agreement;
        this.registry = registry;
        this.silentAfter = silentAfter;
        this.relieved = relieved;
    }

    /** Begins the next step, where one is due and none is under way. */
    void tend(Membership membership, List<Reservation> rules) {
        GroupId group = new GroupId(membership.id());
        CompletableFuture<Void> before = underWay.get(membership.id());
        GroupStatus status = agreement.status(group);
        if (!self.equals(status.leader())) {
            handOverFrom.remove(membership.id());
            return;
        }
        handOverFrom.putIfAbsent(membership.id(), System.nanoTime() + LEADS_FIRST.toNanos());
        if (before != null && !before.isDone()) {
            return;
        }
        ZoneName unused = unused(membership, rules);
        List<NodeId> leaving = unused == null ? List.of() : nodesOf(unused);
        NodeId retired = retired(status);
        List<Peer> next = next(membership, status, leaving);
        NodeId demoted = demoted(membership, status, leaving);
        NodeId unheard = unheard(status);
        if (unheard != null && mayHandOver(membership.id())) {
            LOG.warn(
                    "membership {}: nothing is sent to voter {} any more: another one is to lead",
                    membership.id(),
                    unheard);
            handOver(membership, status, List.of(self, unheard));
        } else if (retired != null) {
            removeRetired(membership, status, retired);
        } else if (next != null) {
            LOG.info("membership {}: members become {}", membership.id(), next);
            start(membership.id(), agreement.changePeers(group, next));
        } else if (demoted != null) {
            demote(membership, status, demoted);
        } else if (unused != null) {
            leave(membership, status, unused, leaving);
        } else if (!rules.isEmpty() && !relieve(membership, status)) {
            prioritize(membership, status);
        }
    }

    /**
     * A voter to which this leader sends nothing, or null: Ratis may stop sending to members when bringing in another one fails, and does not
     * begin again while the same one leads.
     */
    static @Nullable NodeId unheard(GroupStatus status) {
        return status.peers().stream()
                .filter(peer -> peer.role() == Peer.Role.VOTER && !peer.node().equals(status.leader()))
                .map(Peer::node)
                .filter(node -> !status.silence().containsKey(node))
                .findFirst()
                .orElse(null);
    }

    /** Not right after this node began to lead, and not again and again. */
    private boolean mayHandOver(UUID membership) {
        long now = System.nanoTime();
        if (now - handOverFrom.getOrDefault(membership, now) < 0) {
            return false;
        }
        handOverFrom.put(membership, now + BETWEEN_HAND_OVERS.toNanos());
        return true;
    }

    /** A member that votes and is to listen, or null. */
    private static @Nullable NodeId demoted(Membership membership, GroupStatus status, List<NodeId> leaving) {
        return membership.peers().stream()
                .filter(wanted -> wanted.role() == Membership.Role.LISTENER && !leaving.contains(wanted.node()))
                .map(Membership.Peer::node)
                .filter(node -> status.peers().stream()
                        .anyMatch(peer -> peer.node().equals(node) && peer.role() == Peer.Role.VOTER))
                .findFirst()
                .orElse(null);
    }

    private void demote(Membership membership, GroupStatus status, NodeId demoted) {
        List<Peer> others = status.peers().stream()
                .filter(peer -> peer.role() == Peer.Role.VOTER && !peer.node().equals(demoted))
                .toList();
        long answering = others.stream()
                .filter(peer -> peer.node().equals(self) || answers(status, peer.node()))
                .count();
        if (answering <= others.size() / 2) {
            return; // without its vote nothing could be agreed
        }
        LOG.info("membership {}: {} is to vote no longer", membership.id(), demoted);
        if (demoted.equals(self)) {
            handOver(membership, status, List.of(self));
            return;
        }
        String address = address(demoted);
        start(
                membership.id(),
                agreement.changePeers(
                        new GroupId(membership.id()), with(status, new Peer(demoted, address, Peer.Role.LISTENER, 0))));
    }

    /** Lets a listener vote in the place of a voter of its zone that has fallen silent; @return whether one does */
    private boolean relieve(Membership membership, GroupStatus status) {
        for (Membership.Peer voter : membership.peers()) {
            if (voter.role() != Membership.Role.VOTER || !isSilent(status, voter.node())) {
                continue;
            }
            List<NodeId> ofZone = nodesOf(zoneOf(voter.node()));
            boolean votesStill = membership.peers().stream()
                    .anyMatch(other -> other.role() == Membership.Role.VOTER
                            && ofZone.contains(other.node())
                            && !isSilent(status, other.node()));
            NodeId by = membership.peers().stream()
                    .filter(other -> other.role() == Membership.Role.LISTENER && ofZone.contains(other.node()))
                    .map(Membership.Peer::node)
                    .filter(node -> answers(status, node))
                    .findFirst()
                    .orElse(null);
            // Older releases do not know of it: there the voter is waited for.
            if (by != null && !votesStill && registry.read(FeatureLevel::of) > FeatureLevel.FIRST) {
                registry.change(new RegistryCommand.EditMembership(
                        UUID.randomUUID(), membership.id(), new MembershipChange.Relieve(voter.node(), by)));
                String told = "node " + by + " votes in membership " + membership.id() + " in the place of node "
                        + voter.node() + ", which has not answered for " + silentAfter.toSeconds()
                        + " s and listens once it is back";
                LOG.warn("{}", told);
                relieved.accept(told);
                return true;
            }
        }
        return false;
    }

    private boolean isSilent(GroupStatus status, NodeId node) {
        Duration silence = status.silence().get(node);
        return silence != null && silence.compareTo(silentAfter) > 0;
    }

    private ZoneName zoneOf(NodeId node) {
        return registered(node).zone();
    }

    /** The highest priority leads, so that the leader lives in the preferred zone whenever it can. */
    private void prioritize(Membership membership, GroupStatus status) {
        Map<NodeId, Integer> wanted =
                membership.peers().stream().collect(Collectors.toMap(Membership.Peer::node, Membership.Peer::priority));
        List<Peer> next = status.peers().stream()
                .map(peer -> peer.role() == Peer.Role.VOTER
                        ? new Peer(
                                peer.node(),
                                peer.address(),
                                peer.role(),
                                wanted.getOrDefault(peer.node(), peer.priority()))
                        : peer)
                .toList();
        if (!next.equals(status.peers())) {
            LOG.info("membership {}: priorities become {}", membership.id(), next);
            start(membership.id(), agreement.changePeers(new GroupId(membership.id()), next));
            return;
        }
        NodeId preferred = preferred(status);
        if (preferred != null && mayHandOver(membership.id())) {
            LOG.info("membership {}: {} is to lead", membership.id(), preferred);
            start(membership.id(), agreement.transferLeadership(new GroupId(membership.id()), preferred));
        }
    }

    /** The voter that should lead rather than the one that does: the first of the highest priority, where it answers; null where none should. */
    static @Nullable NodeId preferred(GroupStatus status) {
        Peer best = status.peers().stream()
                .filter(peer -> peer.role() == Peer.Role.VOTER)
                .max(Comparator.comparingInt(Peer::priority))
                .orElse(null);
        if (best == null || !answers(status, best.node())) {
            return null;
        }
        boolean lower = status.peers().stream()
                .anyMatch(peer -> peer.node().equals(status.leader()) && peer.priority() < best.priority());
        return lower ? best.node() : null;
    }

    /** A member that was taken out of the network, or null. */
    private @Nullable NodeId retired(GroupStatus status) {
        return registry.read(view -> status.peers().stream()
                .map(Peer::node)
                .filter(node -> view.get(RegistryTables.RETIRED, node) != null)
                .findFirst()
                .orElse(null));
    }

    private void removeRetired(Membership membership, GroupStatus status, NodeId retired) {
        LOG.info("membership {}: {} is retired and leaves it", membership.id(), retired);
        leave(membership, status, List.of(retired));
    }

    private void start(UUID membership, CompletableFuture<Void> change) {
        underWay.put(membership, change);
        var _ = change.exceptionally(problem -> {
            LOG.info("membership {}: its members are changed again: {}", membership, problem.getMessage());
            return null;
        });
    }

    /** The members after the next addition or promotion, or null where none is due. */
    private @Nullable List<Peer> next(Membership membership, GroupStatus status, List<NodeId> leaving) {
        Map<NodeId, Peer> present = status.peers().stream().collect(Collectors.toMap(Peer::node, peer -> peer));
        for (Membership.Peer wanted : membership.peers()) {
            Peer peer = present.get(wanted.node());
            if (leaving.contains(wanted.node())) {
                continue;
            }
            if (peer == null) {
                return with(status, new Peer(wanted.node(), address(wanted.node()), Peer.Role.LISTENER, 0));
            }
            boolean promoted = peer.role() == Peer.Role.LISTENER && wanted.role() == Membership.Role.VOTER;
            if (promoted && wanted.late() && answers(status, wanted.node())) {
                return with(status, new Peer(peer.node(), peer.address(), Peer.Role.VOTER, wanted.priority()));
            }
        }
        return null;
    }

    private static List<Peer> with(GroupStatus status, Peer changed) {
        List<Peer> peers = new ArrayList<>(status.peers());
        peers.removeIf(peer -> peer.node().equals(changed.node()));
        peers.add(changed);
        return peers;
    }

    private static boolean answers(GroupStatus status, NodeId node) {
        Duration silence = status.silence().get(node);
        return silence != null && silence.compareTo(ANSWERS_WITHIN) < 0;
    }

    private void leave(Membership membership, GroupStatus status, ZoneName zone, List<NodeId> leaving) {
        boolean gone = status.peers().stream().noneMatch(peer -> leaving.contains(peer.node()));
        if (gone) {
            registry.change(new RegistryCommand.LeaveMembership(UUID.randomUUID(), membership.id(), zone));
        } else {
            LOG.info("membership {}: zone {} leaves it", membership.id(), zone);
            leave(membership, status, leaving);
        }
    }

    /** Takes members out; where this node is one of them and leads, another one leads first. */
    private void leave(Membership membership, GroupStatus status, List<NodeId> leaving) {
        GroupId group = new GroupId(membership.id());
        if (leaving.contains(self)) {
            handOver(membership, status, leaving);
            return;
        }
        List<Peer> rest = status.peers().stream()
                .filter(peer -> !leaving.contains(peer.node()))
                .toList();
        start(membership.id(), agreement.changePeers(group, rest));
    }

    /** Lets a voter lead that is none of these. */
    private void handOver(Membership membership, GroupStatus status, List<NodeId> but) {
        status.peers().stream()
                .filter(peer -> peer.role() == Peer.Role.VOTER && !but.contains(peer.node()))
                .filter(peer -> answers(status, peer.node()))
                .findFirst()
                .ifPresent(peer -> start(
                        membership.id(), agreement.transferLeadership(new GroupId(membership.id()), peer.node())));
    }

    /** A zone with storage in which no rule of the membership has a location, or wants one; null while the membership has no rule. */
    private @Nullable ZoneName unused(Membership membership, List<Reservation> rules) {
        List<Reservation> here = rules.stream()
                .filter(rule -> rule.membership().equals(membership.id()))
                .toList();
        Set<ZoneName> used = here.stream()
                .flatMap(rule -> java.util.stream.Stream.concat(
                        rule.definition().paths().keySet().stream(),
                        rule.wanted() == null ? java.util.stream.Stream.of() : rule.wanted().paths().keySet().stream()))
                .collect(Collectors.toSet());
        return here.isEmpty()
                ? null
                : membership.zones().stream()
                        .filter(zone -> !used.contains(zone) && hasStorage(zone))
                        .findFirst()
                        .orElse(null);
    }

    private boolean hasStorage(ZoneName zone) {
        RegisteredZone registered = registry.read(view -> view.get(RegistryTables.ZONES, zone));
        return registered != null && registered.hasStorage();
    }

    private List<NodeId> nodesOf(ZoneName zone) {
        return registry.read(view -> {
            List<NodeId> nodes = new ArrayList<>();
            view.scan(RegistryTables.NODES, new NodeId("a"), null).forEachRemaining(row -> {
                if (row.getValue().zone().equals(zone)) {
                    nodes.add(row.getKey());
                }
            });
            return nodes;
        });
    }

    private String address(NodeId node) {
        return registered(node).agreementAddress();
    }

    private RegisteredNode registered(NodeId node) {
        RegisteredNode registered = registry.read(view -> view.get(RegistryTables.NODES, node));
        if (registered == null) {
            throw new IllegalStateException("membership names the unregistered node " + node);
        }
        return registered;
    }
}
