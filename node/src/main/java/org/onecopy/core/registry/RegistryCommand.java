package org.onecopy.core.registry;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.namespace.RuleDefinition;
import org.onecopy.core.people.PeopleChange;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.TimeoutProfile;
import org.onecopy.model.ZoneName;
import org.onecopy.model.audit.AuditAct;

/**
 * One entry of the registry's log. A command takes effect or is refused; its {@link RegistryOutcome} is kept under its request, among
 * the last {@link Registry#OUTCOMES_MAX}. Proposing it again meanwhile is safe.
 */
public sealed interface RegistryCommand {
    /** Drawn at random by the proposer for each thing it wants done. */
    UUID request();

    /** A zone is made, or described anew. Refused where its storage would change under rules ({@code ZONES_NOT_EMPTY}). */
    record PutZone(UUID request, ZoneName zone, String storageType, boolean hasStorage) implements RegistryCommand {}

    /**
     * A node is made, or has other addresses. Refused where its zone is unknown ({@code ZONE_UNKNOWN}) or another one than before
     * ({@code BAD_REQUEST}).
     */
    record PutNode(
            UUID request,
            NodeId node,
            ZoneName zone,
            String agreementAddress,
            String contentAddress,
            String adminAddress)
            implements RegistryCommand {}

    /**
     * A rule gets a number, and claims its name and paths. Refused where the name exists ({@code RULE_EXISTS}), a zone is unknown
     * ({@code ZONE_UNKNOWN}), a path is not absolute and plain ({@code PATH_INVALID}) or overlaps another rule's in the same zone
     * ({@code RULE_OVERLAP}), or the definition makes no sense ({@code BAD_REQUEST}). Globs are for the proposer to check.
     *
     * @param definition its id is ignored, its revision becomes 1
     * @param witnesses zones without storage whose nodes vote too
     * @param leaderZone the zone in which the membership should be led; null: any with storage. No effect where a membership with
     *     exactly these zones exists
     * @param membership the identity of a new membership, drawn at random by the proposer; used where there is none with exactly
     *     these zones
     */
    record ReserveRule(
            UUID request,
            RuleDefinition definition,
            List<ZoneName> witnesses,
            @Nullable ZoneName leaderZone,
            UUID membership)
            implements RegistryCommand {
        public ReserveRule {
            witnesses = List.copyOf(witnesses);
        }
    }

    /**
     * A revision of the rule has taken effect in its membership's log. Older ones than known change nothing. Refused for a rule that
     * is unknown or being removed ({@code RULE_UNKNOWN}).
     */
    record ConfirmRule(UUID request, RuleId rule, long revision, long index) implements RegistryCommand {}

    /**
     * The rule is to have these locations: zones are added, or taken out. Nodes of new zones become members of its membership; the
     * rule has the locations once {@link RuleRelocated} says so. Refused where the rule is unknown or not active
     * ({@code RULE_UNKNOWN}), other locations are wanted already ({@code RULE_REVISION_STALE}), the path in a zone would change
     * ({@code PATH_INVALID}), or as {@link ReserveRule} is.
     */
    record RelocateRule(UUID request, RuleId rule, Reservation.Locations locations) implements RegistryCommand {}

    /** A revision with the wanted locations has taken effect in the membership's log. No effect where none are wanted. */
    record RuleRelocated(UUID request, RuleId rule, long revision) implements RegistryCommand {}

    /**
     * No rule of a membership is in a zone any more, and the zone's nodes take no part in its consensus: they are no members. No effect
     * where a rule has, or wants, a location in the zone.
     */
    record LeaveMembership(UUID request, UUID membership, ZoneName zone) implements RegistryCommand {}

    /**
     * A membership's members are to be others in one respect; its leader brings that about. No effect where it is so already. Refused
     * where the membership or the node is unknown ({@code MEMBERSHIP_UNKNOWN}, {@code NODE_UNKNOWN}), a witness has storage or a node is no
     * member, or a zone has no voter ({@code BAD_REQUEST}), or nobody would vote any more ({@code LAST_VOTER}).
     */
    record EditMembership(UUID request, UUID membership, MembershipChange change) implements RegistryCommand {}

    /** The rule is to end: its name and paths stay claimed until it is gone. Refused where it is unknown ({@code RULE_UNKNOWN}). */
    record ReleaseRule(UUID request, RuleId rule) implements RegistryCommand {}

    /** A ticket is made. No effect where there is one of this id. */
    record PutTicket(UUID request, Ticket ticket) implements RegistryCommand {}

    /** A ticket admits nobody any more. Refused where it is unknown ({@code TICKET_INVALID}). */
    record RevokeTicket(UUID request, UUID ticket) implements RegistryCommand {}

    /** A ticket was presented with a wrong secret; after {@link Ticket#FAILURES_MAX} times it admits nobody any more. */
    record SpoilTicket(UUID request, UUID ticket) implements RegistryCommand {}

    /**
     * A node comes by a ticket whose secret was checked. The node becomes a member of the memberships of its zone, too. Refused where the
     * ticket is unknown or for another zone or role ({@code TICKET_INVALID}), used up ({@code TICKET_USED}), expired
     * ({@code TICKET_EXPIRED}), the zone's storage is of another type ({@code BAD_REQUEST}), or the name is, or was, another node's
     * ({@code NODE_EXISTS}). By the same key and ticket again: no effect.
     *
     * @param zone of the node, as it is where it is the zone's first
     * @param key the SHA-256 of its public key, in hexadecimal digits
     * @param nowMillis what the clock of the admitting node says
     */
    record RedeemTicket(UUID request, UUID ticket, RegisteredNode node, RegisteredZone zone, String key, long nowMillis)
            implements RegistryCommand {}

    /**
     * A node goes for good: out of all memberships, and its certificate counts no more. Refused where it is unknown
     * ({@code NODE_UNKNOWN}), or the last voter of the registry or of a membership ({@code LAST_VOTER}).
     */
    record RetireNode(UUID request, NodeId node) implements RegistryCommand {}

    /**
     * A node of the same zone takes the place of one that is gone for good: its role in all memberships, and in the registry. The old one
     * is retired (H55). Refused where one of them is unknown ({@code NODE_UNKNOWN}) or retired ({@code NODE_EXISTS}), or they are not two
     * nodes of one zone ({@code BAD_REQUEST}).
     */
    record ReplaceNode(UUID request, NodeId old, NodeId by) implements RegistryCommand {}

    /**
     * A zone without nodes goes, with its tickets. Refused where it is unknown ({@code ZONE_UNKNOWN}), or has nodes, or a rule has or wants
     * a location in it ({@code ZONE_IN_USE}).
     */
    record RemoveZone(UUID request, ZoneName zone) implements RegistryCommand {}

    /**
     * The rule has ended in its membership's log: name and paths are free. Refused where it is unknown ({@code RULE_UNKNOWN}) or was
     * not released ({@code BAD_REQUEST}).
     */
    record RuleGone(UUID request, RuleId rule) implements RegistryCommand {}

    /** Users or tokens change, see there for what is refused. */
    record ChangePeople(UUID request, PeopleChange change) implements RegistryCommand {}

    /** An act is added to the audit. Its request is the act's id, so that it stands there once however often it is proposed. */
    record Audited(UUID request, AuditAct act) implements RegistryCommand {}

    /** A limit of bandwidth is made, or changed. No effect where there are {@link BandwidthLimit#COUNT_MAX} others. */
    record PutBandwidth(UUID request, BandwidthLimit limit) implements RegistryCommand {}

    /** A limit of bandwidth ends. */
    record RemoveBandwidth(UUID request, String name) implements RegistryCommand {}

    /** Survivors of a disaster have begun anew. Stands in a log that begins with it, and nowhere else: nobody proposes it. */
    record Recover(UUID request, Recovery recovery) implements RegistryCommand {}

    /** From here on entries may need this {@link FeatureLevel}; no effect where they may already. */
    record RaiseLevel(UUID request, int level) implements RegistryCommand {}

    /** All nodes are to run with these timeouts from their next start on; see {@link AgreedTimeouts.By} for when it has no effect. */
    record SetTimeouts(UUID request, TimeoutProfile profile, AgreedTimeouts.By by) implements RegistryCommand {}
}
