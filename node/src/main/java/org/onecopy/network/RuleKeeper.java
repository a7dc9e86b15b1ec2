package org.onecopy.network;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.onecopy.agreement.Agreement;
import org.onecopy.agreement.Agreement.GroupStatus;
import org.onecopy.agreement.GroupId;
import org.onecopy.agreement.Peer;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.RuleDefinition;
import org.onecopy.core.namespace.RuleRow;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.core.registry.Membership;
import org.onecopy.core.registry.RegistryCommand;
import org.onecopy.core.registry.RegistryTables;
import org.onecopy.core.registry.Reservation;
import org.onecopy.index.MembershipIndex;
import org.onecopy.log.CommandCodec;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.ZoneName;
import org.onecopy.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings rules from the registry into their membership's log and back out of it (H57), and gives a zone another writer where its writer
 * is silent (H47). Only the leader of a membership does anything, so that things are done once; whatever is done twice has no effect.
 * {@link #tend} is called again and again by one thread.
 */
public final class RuleKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(RuleKeeper.class);
    private static final RuleId FIRST = new RuleId(1);
    /** A voter may be silent for so many times as long as a writer: it need not be replaced for others to go on. */
    private static final int RELIEVED_AFTER = 6;

    private final NodeId self;
    private final Agreement agreement;
    private final RegistryClient registry;
    private final Memberships memberships;
    private final InstantSource clock;
    /** Writers that are no members any more. */
    private final Map<NodeId, Long> goneSinceNanos = new HashMap<>();

    private final Duration silenceMax;
    private final MembershipKeeper members;

    /**
     * @param silenceMax after which a writer that does not answer the leader is replaced by another node of its zone
     * @param relieved is told of each voter in whose place another node of its zone votes
     */
    public RuleKeeper(
            NodeId self,
            Agreement agreement,
            RegistryClient registry,
            Memberships memberships,
            InstantSource clock,
            Duration silenceMax,
            Consumer<String> relieved) {
        this.self = self;
        this.agreement = agreement;
        this.registry = registry;
        this.memberships = memberships;
        this.clock = clock;
        this.silenceMax = silenceMax;
        members = new MembershipKeeper(self, agreement, registry, silenceMax.multipliedBy(RELIEVED_AFTER), relieved);
    }

    /** Every rule of the network. */
    public static List<Reservation> reservations(RegistryClient registry) {
        return registry.read(view -> {
            List<Reservation> all = new ArrayList<>();
            view.scan(RegistryTables.RESERVATIONS, FIRST, null).forEachRemaining(row -> all.add(row.getValue()));
            return all;
        });
    }

    /** Does what is due. Blocks for as long as the agreement takes. */
    public void tend() {
        List<Reservation> all = reservations(registry);
        tendRegistry();
        for (Membership membership : memberships.all()) {
            if (memberships.index(membership.id()) != null) {
                try {
                    members.tend(membership, all);
                } catch (ProblemException e) {
                    LOG.info("membership {} is tended again: {}", membership.id(), e.getMessage());
                }
            }
        }
        for (Reservation reservation : all) {
            MembershipIndex index = memberships.index(reservation.membership());
            if (index == null) {
                continue;
            }
            GroupStatus status = agreement.status(new GroupId(reservation.membership()));
            if (self.equals(status.leader())) {
                try {
                    tend(reservation, index, status);
                } catch (ProblemException e) {
                    LOG.info(
                            "rule {} is tended again: {}",
                            reservation.definition().name(),
                            e.getMessage());
                }
            }
        }
    }

    /** The nodes of the network are the members of its registry's own group. */
    private void tendRegistry() {
        try {
            members.tend(registry.membership(), List.of());
        } catch (ProblemException e) {
            LOG.info("the registry's members are tended again: {}", e.getMessage());
        }
    }

    private void tend(Reservation reservation, MembershipIndex index, GroupStatus status) {
        RuleId rule = reservation.rule();
        RuleRow row = index.read(view -> view.get(Tables.RULES, rule));
        switch (reservation.status()) {
            case PENDING -> {
                if (row == null) {
                    propose(
                            reservation.membership(),
                            new Command.ReviseRule(
                                    reservation.definition(), clock.instant().toEpochMilli()));
                } else {
                    confirm(reservation, row);
                }
            }
            case ACTIVE -> {
                if (row != null && row.definition().revision() > reservation.revision()) {
                    confirm(reservation, row);
                }
                if (row != null && reservation.wanted() != null) {
                    relocate(reservation, reservation.wanted(), row, status);
                }
                replaceSilentWriters(reservation, index, status);
            }
            case REMOVING -> {
                if (row != null && !row.removed()) {
                    propose(
                            reservation.membership(),
                            new Command.RemoveRule(rule, clock.instant().toEpochMilli()));
                } else {
                    registry.change(new RegistryCommand.RuleGone(UUID.randomUUID(), rule));
                }
            }
        }
    }

    /**
     * Brings the wanted locations into the membership's log, once its members can take them up, and out of the registry's wishes. What
     * else of the rule was changed meanwhile stays.
     */
    private void relocate(Reservation reservation, Reservation.Locations wanted, RuleRow row, GroupStatus status) {
        RuleDefinition present = row.definition();
        if (present.paths().equals(wanted.paths())) {
            registry.change(
                    new RegistryCommand.RuleRelocated(UUID.randomUUID(), reservation.rule(), present.revision()));
            return;
        }
        Set<NodeId> members = status.peers().stream().map(Peer::node).collect(Collectors.toSet());
        for (ZoneName zone : wanted.paths().keySet()) {
            if (!present.paths().containsKey(zone) && nodesOf(zone).stream().noneMatch(members::contains)) {
                return;
            }
        }
        propose(
                reservation.membership(),
                new Command.ReviseRule(
                        present.withLocations(present.revision() + 1, wanted.paths(), wanted.source()),
                        clock.instant().toEpochMilli()));
    }

    private void confirm(Reservation reservation, RuleRow row) {
        registry.change(new RegistryCommand.ConfirmRule(
                UUID.randomUUID(),
                reservation.rule(),
                row.definition().revision(),
                row.since().index()));
    }

    private void replaceSilentWriters(Reservation reservation, MembershipIndex index, GroupStatus status) {
        for (ZoneName zone : reservation.definition().paths().keySet()) {
            ZoneKey key = new ZoneKey(reservation.rule(), zone);
            ZoneRow row = index.read(view -> view.get(Tables.ZONES, key));
            NodeId writer = row == null ? null : row.writer();
            if (row == null || writer == null || !isSilent(status, writer)) {
                continue;
            }
            NodeId other = livingNode(zone, writer, status);
            if (other != null) {
                LOG.warn(
                        "rule {}: {} is silent, {} becomes the writer of zone {}",
                        reservation.definition().name(),
                        writer,
                        other,
                        zone);
                propose(
                        reservation.membership(),
                        new Command.AssignWriter(reservation.rule(), zone, other, row.epoch()));
            }
        }
    }

    /** Who is no member any more is not heard of either, and has no silence: it counts from when that was seen. */
    private boolean isSilent(GroupStatus status, NodeId node) {
        boolean isMember = status.peers().stream().anyMatch(peer -> peer.node().equals(node));
        if (isMember) {
            goneSinceNanos.remove(node);
            Duration silence = status.silence().get(node);
            return silence != null && silence.compareTo(silenceMax) > 0;
        }
        long now = System.nanoTime();
        Long since = goneSinceNanos.putIfAbsent(node, now);
        return since != null && now - since > silenceMax.toNanos();
    }

    private @Nullable NodeId livingNode(ZoneName zone, NodeId but, GroupStatus status) {
        List<NodeId> ofZone = nodesOf(zone);
        for (Peer peer : status.peers()) {
            NodeId node = peer.node();
            boolean answers = node.equals(self) || (status.silence().containsKey(node) && !isSilent(status, node));
            if (ofZone.contains(node) && !node.equals(but) && answers) {
                return node;
            }
        }
        return null;
    }

    private List<NodeId> nodesOf(ZoneName zone) {
        return registry.read(view -> {
            List<NodeId> nodes = new ArrayList<>();
            view.scan(RegistryTables.NODES, new NodeId("a"), null).forEachRemaining(node -> {
                if (node.getValue().zone().equals(zone)) {
                    nodes.add(node.getKey());
                }
            });
            return nodes;
        });
    }

    private void propose(UUID membership, Command command) {
        var _ = agreement
                .propose(new GroupId(membership), CommandCodec.encode(command))
                .exceptionally(problem -> {
                    LOG.info("{} was not agreed yet: {}", command.getClass().getSimpleName(), problem.getMessage());
                    return 0L;
                });
    }
}
