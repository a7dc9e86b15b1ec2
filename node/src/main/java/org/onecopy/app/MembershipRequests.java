package org.onecopy.app;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.onecopy.agreement.Agreement;
import org.onecopy.agreement.Agreement.GroupStatus;
import org.onecopy.agreement.GroupId;
import org.onecopy.agreement.Peer;
import org.onecopy.core.membership.Members;
import org.onecopy.core.registry.Membership;
import org.onecopy.core.registry.MembershipChange;
import org.onecopy.core.registry.RegistryCommand;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.MembershipEdit;
import org.onecopy.network.Memberships;
import org.onecopy.network.RegistryClient;
import org.onecopy.problem.ProblemException;

/**
 * What administrators change of memberships by hand, one change at a time (H56). It is agreed in the registry; the membership's leader
 * brings it about. Blocks until it is in effect, some seconds at most.
 */
final class MembershipRequests {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final Agreement agreement;
    private final RegistryClient registry;
    private final Memberships memberships;
    private final GroupMembers groups;
    private final Runnable check;

    /** @param check throws a problem while this node must not propose */
    MembershipRequests(
            Agreement agreement,
            RegistryClient registry,
            Memberships memberships,
            GroupMembers groups,
            Runnable check) {
        this.agreement = agreement;
        this.registry = registry;
        this.memberships = memberships;
        this.groups = groups;
        this.check = check;
    }

    /**
     * Changes one thing.
     *
     * @throws ProblemException {@code MEMBERSHIP_UNKNOWN}, {@code NOT_LEADER} where this node takes no part, {@code NO_QUORUM},
     *     {@code MEMBERSHIP_CHANGES} while another change is under way, {@code EVEN_SPLIT}, or as {@link RegistryCommand.EditMembership}
     */
    void edit(UUID id, MembershipEdit edit) {
        check.run();
        Membership wanted = groups.wanted(id);
        if (wanted == null) {
            throw new ProblemException(
                    ProblemCode.MEMBERSHIP_UNKNOWN,
                    "there is no membership " + id + ": onecopy memberships lists them");
        }
        if (memberships.index(id) == null) {
            throw new ProblemException(
                    ProblemCode.NOT_LEADER,
                    "this node takes no part in membership " + id + ": ask a node of its zones");
        }
        GroupStatus status = agreement.status(new GroupId(id));
        if (status.leader() == null) {
            throw new ProblemException(
                    ProblemCode.NO_QUORUM,
                    "membership " + id
                            + " has no leader, so its members cannot be changed: start the nodes that are missing");
        }
        if (!present(status).equals(wanted(wanted))) {
            throw new ProblemException(
                    ProblemCode.MEMBERSHIP_CHANGES,
                    "the members of membership " + id + " are changing already (" + present(status) + " become "
                            + wanted(wanted) + "): wait until that has ended, then ask again");
        }
        refuseEvenSplit(id, edit);
        registry.change(new RegistryCommand.EditMembership(UUID.randomUUID(), id, change(edit)));
        Waiting.until(PATIENCE, LOOK_EVERY, () -> isInEffect(id));
    }

    private void refuseEvenSplit(UUID id, MembershipEdit edit) {
        if (edit.acceptEvenSplit() != null && edit.acceptEvenSplit()) {
            return;
        }
        Members before = groups.wantedOf(id);
        Members after = edit.voter() != null
                ? before.promoted(edit.voter())
                : edit.listener() != null ? before.demoted(edit.listener()) : before;
        List<ZoneName> needed = before.madeIndispensableBy(after);
        if (!needed.isEmpty()) {
            throw new ProblemException(
                    ProblemCode.EVEN_SPLIT,
                    "of " + after.voters() + " voters then " + after.majority() + " are needed, so that losing zone "
                            + needed.stream().map(ZoneName::value).collect(Collectors.joining(" or zone "))
                            + " would stop every change, which no loss of one zone does now: add a witness at a further"
                            + " place first (--add-witness), or say --accept-even-split");
        }
    }

    private static MembershipChange change(MembershipEdit edit) {
        if (edit.addWitness() != null) {
            return new MembershipChange.AddWitness(edit.addWitness());
        }
        if (edit.voter() != null) {
            return new MembershipChange.Promote(edit.voter());
        }
        if (edit.listener() != null) {
            return new MembershipChange.Demote(edit.listener());
        }
        return new MembershipChange.Prefer(Objects.requireNonNull(edit.preferredZone()));
    }

    private boolean isInEffect(UUID id) {
        Membership wanted = groups.wanted(id);
        GroupStatus status = agreement.status(new GroupId(id));
        return wanted != null
                && present(status).equals(wanted(wanted))
                && wanted.peers().stream()
                        .filter(peer -> peer.role() == Membership.Role.VOTER)
                        .allMatch(peer -> priority(status, peer.node()) == peer.priority());
    }

    private static int priority(GroupStatus status, NodeId node) {
        @Nullable
        Peer peer = status.peers().stream()
                .filter(one -> one.node().equals(node))
                .findFirst()
                .orElse(null);
        return peer == null ? -1 : peer.priority();
    }

    /** Node to role. */
    private static Map<NodeId, Peer.Role> present(GroupStatus status) {
        return status.peers().stream().collect(Collectors.toMap(Peer::node, Peer::role));
    }

    private static Map<NodeId, Peer.Role> wanted(Membership membership) {
        return membership.peers().stream()
                .collect(Collectors.toMap(
                        Membership.Peer::node,
                        peer -> peer.role() == Membership.Role.VOTER ? Peer.Role.VOTER : Peer.Role.LISTENER));
    }
}
