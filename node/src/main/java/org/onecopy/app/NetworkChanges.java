package org.onecopy.app;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.events.EventLog;
import org.onecopy.admin.events.NewEvent;
import org.onecopy.agreement.Agreement;
import org.onecopy.agreement.Agreement.GroupStatus;
import org.onecopy.agreement.GroupId;
import org.onecopy.agreement.Peer;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.core.registry.RegisteredNode;
import org.onecopy.core.registry.RegistryCommand;
import org.onecopy.core.registry.RegistryTables;
import org.onecopy.core.registry.Reservation;
import org.onecopy.index.MembershipIndex;
import org.onecopy.log.CommandCodec;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.AddressChange;
import org.onecopy.model.api.AddressOutcome;
import org.onecopy.model.api.Addresses;
import org.onecopy.model.api.ZoneSpec;
import org.onecopy.network.Memberships;
import org.onecopy.network.RegistryClient;
import org.onecopy.network.RuleKeeper;
import org.onecopy.network.Whereabouts;
import org.onecopy.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What administrators change of zones and nodes while the network lives. Safe to call from many threads; blocks until it is agreed. */
final class NetworkChanges {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkChanges.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** So long an answer and its entry in the audit may take. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private static final Duration LEAVE_PATIENCE = Duration.ofMinutes(2);
    private static final Duration LEAVE_AGAIN = Duration.ofSeconds(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final NodeId self;
    private final ZoneName zone;
    private final Agreement agreement;
    private final RegistryClient registry;
    private final Memberships memberships;
    private final Supplier<List<GroupId>> groups;
    private final Whereabouts whereabouts;
    private final Announcements announcements;
    private final EventLog events;

    /** @param groups in which this node takes part, the registry's among them */
    NetworkChanges(
            NodeId self,
            ZoneName zone,
            Agreement agreement,
            RegistryClient registry,
            Memberships memberships,
            Supplier<List<GroupId>> groups,
            Whereabouts whereabouts,
            Announcements announcements,
            EventLog events) {
        this.self = self;
        this.zone = zone;
        this.agreement = agreement;
        this.registry = registry;
        this.memberships = memberships;
        this.groups = groups;
        this.whereabouts = whereabouts;
        this.announcements = announcements;
        this.events = events;
    }

    /** @throws ProblemException {@code ZONE_EXISTS} */
    void addZone(ZoneSpec spec) {
        if (registry.read(view -> view.get(RegistryTables.ZONES, spec.zone())) != null) {
            throw new ProblemException(
                    ProblemCode.ZONE_EXISTS, "the network has a zone " + spec.zone() + " already; see onecopy zones");
        }
        boolean stores = !ZoneSpec.NONE.equals(spec.storage());
        registry.change(
                new RegistryCommand.PutZone(UUID.randomUUID(), spec.zone(), stores ? spec.storage() : "", stores));
        events.append(NewEvent.info("zone-added", "zone " + spec.zone() + " waits for its first node")
                .in(spec.zone()));
    }

    /** @throws ProblemException {@code ZONE_UNKNOWN}, {@code ZONE_IN_USE} */
    void removeZone(ZoneName gone) {
        registry.change(new RegistryCommand.RemoveZone(UUID.randomUUID(), gone));
        events.append(NewEvent.warning("zone-removed", "zone " + gone + " is no part of the network any more"));
    }

    /**
     * A node is reached elsewhere.
     *
     * @throws ProblemException {@code NODE_UNKNOWN}, {@code ADDRESS_REFUSED}, {@code BAD_REQUEST}
     */
    AddressOutcome move(NodeId node, AddressChange change) {
        RegisteredNode known = whereabouts.node(node);
        if (known == null) {
            throw new ProblemException(
                    ProblemCode.NODE_UNKNOWN, "the network has no node " + node + "; see onecopy nodes");
        }
        RegisteredNode now = new RegisteredNode(
                node,
                known.zone(),
                or(change.agreement(), known.agreementAddress()),
                or(change.content(), known.contentAddress()),
                or(change.admin(), known.adminAddress()));
        announcements.hear(now);
        boolean agreed = true;
        try {
            registry.change(put(now));
        } catch (ProblemException e) {
            if (e.code() != ProblemCode.NO_QUORUM && e.code() != ProblemCode.OUTCOME_UNKNOWN) {
                throw e;
            }
            agreed = false; // it may be the node that is needed for that
        }
        return new AddressOutcome(
                node, new Addresses(now.agreementAddress(), now.contentAddress(), now.adminAddress()), agreed);
    }

    private static String or(@Nullable String given, String before) {
        return given == null ? before : given;
    }

    /** Registers a node with these addresses. */
    static RegistryCommand put(RegisteredNode node) {
        return new RegistryCommand.PutNode(
                UUID.randomUUID(),
                node.id(),
                node.zone(),
                node.agreementAddress(),
                node.contentAddress(),
                node.adminAddress());
    }

    /** @throws ProblemException {@code NODE_UNKNOWN}, {@code NODE_EXISTS}, {@code BAD_REQUEST} */
    void replace(NodeId old, NodeId by) {
        registry.change(new RegistryCommand.ReplaceNode(UUID.randomUUID(), old, by));
        events.append(NewEvent.warning(
                "node-replaced", "node " + by + " has taken the place of node " + old + ", which is gone for good"));
    }

    /**
     * This node goes for good: first others write and lead in its stead. It is gone some seconds after this returns.
     *
     * @throws ProblemException {@code NOT_LEADER} where another node is meant; {@code NO_QUORUM} where nobody can take the lead over
     */
    void leave(NodeId node) {
        if (!node.equals(self)) {
            throw new ProblemException(
                    ProblemCode.NOT_LEADER,
                    "a node leaves by itself, and this one is " + self + ": ask node " + node
                            + ", or take it out with onecopy nodes remove " + node);
        }
        handOverWriting();
        groups.get().forEach(this::handOverLead);
        events.append(NewEvent.warning("node-leaves", "node " + self + " leaves the network for good"));
        Thread.ofVirtual().name("leaving").start(this::retire);
    }

    /** Once who asked has an answer, and the audit its entry: nobody hears of this node afterwards. */
    private void retire() {
        Waiting.until(FAREWELL, FAREWELL, () -> false);
        AtomicBoolean left = new AtomicBoolean();
        Waiting.until(LEAVE_PATIENCE, LEAVE_AGAIN, () -> {
            try {
                groups.get().forEach(this::handOverLead);
                registry.change(new RegistryCommand.RetireNode(UUID.randomUUID(), self));
                left.set(true);
            } catch (ProblemException e) {
                LOG.warn("the node has not left yet: {}", e.getMessage());
            }
            return left.get();
        });
        if (!left.get()) {
            events.append(NewEvent.error(
                    "node-stays",
                    "node " + self
                            + " could not leave the network: see onecopy memberships, then onecopy network leave "
                            + self + " again"));
        }
    }

    /** Another node of the zone, where there is one, writes; where there is none, the zone stands still from now on. */
    private void handOverWriting() {
        for (Reservation rule : RuleKeeper.reservations(registry)) {
            MembershipIndex index = memberships.index(rule.membership());
            ZoneKey key = new ZoneKey(rule.rule(), zone);
            ZoneRow row = index == null ? null : index.read(view -> view.get(Tables.ZONES, key));
            NodeId other = row == null ? null : another(rule.membership());
            if (index != null && row != null && self.equals(row.writer()) && other != null) {
                var _ = agreement.propose(
                        new GroupId(rule.membership()),
                        CommandCodec.encode(new Command.AssignWriter(rule.rule(), zone, other, row.epoch())));
                Waiting.until(PATIENCE, LOOK_EVERY, () -> {
                    ZoneRow now = index.read(view -> view.get(Tables.ZONES, key));
                    return now == null || !self.equals(now.writer());
                });
            }
        }
    }

    /** Another node of this node's zone in a membership, or null. */
    private @Nullable NodeId another(UUID membership) {
        List<NodeId> ofZone = whereabouts.nodes().stream()
                .filter(node -> node.zone().equals(zone) && !node.id().equals(self))
                .map(RegisteredNode::id)
                .toList();
        return agreement.status(new GroupId(membership)).peers().stream()
                .map(Peer::node)
                .filter(ofZone::contains)
                .findFirst()
                .orElse(null);
    }

    private void handOverLead(GroupId group) {
        GroupStatus status = agreement.status(group);
        if (!self.equals(status.leader())) {
            return;
        }
        NodeId next = status.peers().stream()
                .filter(peer -> peer.role() == Peer.Role.VOTER && !peer.node().equals(self))
                .map(Peer::node)
                .min(java.util.Comparator.comparing(node -> status.silence().getOrDefault(node, PATIENCE)))
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.LAST_VOTER,
                        "nobody but node " + self + " votes in " + group + ": bring in another voter first"));
        try {
            agreement.transferLeadership(group, next).get(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new ProblemException(
                    ProblemCode.NO_QUORUM,
                    "node " + next + " did not take over the lead of " + group
                            + ", so nothing was changed: see onecopy memberships, and try again",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(ProblemCode.OUTCOME_UNKNOWN, "interrupted while handing over", e);
        }
    }
}
