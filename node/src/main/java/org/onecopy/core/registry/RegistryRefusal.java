package org.onecopy.core.registry;

import org.jspecify.annotations.Nullable;
import org.onecopy.core.people.PeopleTurn;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.ZoneName;

/**
 * Why a command was refused. The words are made when it is shown and are no part of the state, because two releases may word
 * it differently and must still come to the same state.
 *
 * @param zone that it is about, or null
 * @param subject the other rule, node or path that it is about, see {@link Reason}; may be empty
 */
public record RegistryRefusal(Reason reason, @Nullable ZoneName zone, String subject) {
    /** All reasons. */
    public enum Reason {
        /** The subject is a rule with a path in the zone. */
        ZONE_HAS_RULES(ProblemCode.ZONES_NOT_EMPTY),
        ZONE_UNKNOWN(ProblemCode.ZONE_UNKNOWN),
        /** The subject is the node, the zone the one that it belongs to. */
        NODE_IN_OTHER_ZONE(ProblemCode.BAD_REQUEST),
        /** The subject is the name. */
        RULE_EXISTS(ProblemCode.RULE_EXISTS),
        NO_PATH(ProblemCode.BAD_REQUEST),
        ZONE_WITHOUT_NODE(ProblemCode.BAD_REQUEST),
        ZONE_WITHOUT_STORAGE(ProblemCode.BAD_REQUEST),
        WITNESS_WITH_STORAGE(ProblemCode.BAD_REQUEST),
        LEADER_OUTSIDE(ProblemCode.BAD_REQUEST),
        SOURCE_OUTSIDE(ProblemCode.BAD_REQUEST),
        PREFERENCE_UNFIT(ProblemCode.BAD_REQUEST),
        /** The subject is the path. */
        PATH_INVALID(ProblemCode.PATH_INVALID),
        /** The subject is the other rule. */
        RULE_OVERLAP(ProblemCode.RULE_OVERLAP),
        /** The subject is the rule's number. */
        RULE_UNKNOWN(ProblemCode.RULE_UNKNOWN),
        /** The subject is the rule's number. */
        RULE_NOT_RELEASED(ProblemCode.BAD_REQUEST),
        /** The subject is the rule. */
        RULE_CHANGES(ProblemCode.RULE_REVISION_STALE),
        /** The subject is the path that the rule has. */
        PATH_STAYS(ProblemCode.PATH_INVALID),
        /** The subject is the ticket's id, here and below. */
        TICKET_UNKNOWN(ProblemCode.TICKET_INVALID),
        TICKET_SPENT(ProblemCode.TICKET_USED),
        TICKET_EXPIRED(ProblemCode.TICKET_EXPIRED),
        /** The zone is the ticket's, the subject the node's. */
        TICKET_OF_OTHER_ZONE(ProblemCode.TICKET_INVALID),
        /** The subject is the ticket's role. */
        TICKET_OF_OTHER_ROLE(ProblemCode.TICKET_INVALID),
        /** The subject is the type of the zone's storage. */
        ZONE_DIFFERS(ProblemCode.BAD_REQUEST),
        /** The subject is the node, here and below. */
        NODE_EXISTS(ProblemCode.NODE_EXISTS),
        NODE_RETIRED(ProblemCode.NODE_EXISTS),
        NODE_UNKNOWN(ProblemCode.NODE_UNKNOWN),
        LAST_VOTER(ProblemCode.LAST_VOTER),
        /** The zone is that of the node to be replaced, the subject the other node. */
        REPLACEMENT_UNFIT(ProblemCode.BAD_REQUEST),
        /** The subject are the rules. */
        ZONE_HAS_LOCATIONS(ProblemCode.ZONE_IN_USE),
        /** The subject are the nodes. */
        ZONE_HAS_NODES(ProblemCode.ZONE_IN_USE),
        /** The subject is the membership's id. */
        MEMBERSHIP_UNKNOWN(ProblemCode.MEMBERSHIP_UNKNOWN),
        /** The subject is the node. */
        NO_MEMBER(ProblemCode.BAD_REQUEST),
        /** The subject is the user. */
        USER_EXISTS(ProblemCode.USER_EXISTS),
        /** The subject is the user. */
        USER_UNKNOWN(ProblemCode.USER_UNKNOWN),
        TOO_MANY_USERS(ProblemCode.TOO_BUSY),
        /** The subject is the token's id. */
        TOKEN_UNKNOWN(ProblemCode.TOKEN_UNKNOWN),
        TOO_MANY_TOKENS(ProblemCode.TOO_BUSY),
        /** The subject is the limit's name. */
        TOO_MANY_LIMITS(ProblemCode.BANDWIDTH_INVALID);

        private final ProblemCode code;

        Reason(ProblemCode code) {
            this.code = code;
        }
    }

    /** The same reason as a refusal of the registry. */
    static RegistryRefusal of(PeopleTurn.Refusal refusal) {
        Reason reason = switch (refusal.reason()) {
            case USER_EXISTS -> Reason.USER_EXISTS;
            case USER_UNKNOWN -> Reason.USER_UNKNOWN;
            case TOO_MANY_USERS -> Reason.TOO_MANY_USERS;
            case TOKEN_UNKNOWN -> Reason.TOKEN_UNKNOWN;
            case TOO_MANY_TOKENS -> Reason.TOO_MANY_TOKENS;
        };
        return new RegistryRefusal(reason, null, refusal.subject());
    }

    public ProblemCode code() {
        return reason.code;
    }

    /** What was refused and what to do. */
    public String message() {
        return switch (reason) {
            case ZONE_HAS_RULES ->
                "zone " + zone + " cannot change its storage while it is part of rule " + subject
                        + "; take the zone out of the rule first";
            case ZONE_UNKNOWN -> "zone " + zone + " does not exist; induct a node of it first";
            case NODE_IN_OTHER_ZONE ->
                "node " + subject + " belongs to zone " + zone
                        + " for good; give the node in the other zone another id";
            case RULE_EXISTS -> "a rule named " + subject + " exists already; choose another name";
            case NO_PATH -> "a rule needs a path in at least one zone";
            case ZONE_WITHOUT_NODE -> "zone " + zone + " has no node; induct one first";
            case ZONE_WITHOUT_STORAGE -> "zone " + zone + " has no storage; it can only be a witness, without a path";
            case WITNESS_WITH_STORAGE ->
                "zone " + zone + " has storage and is no witness; give it a path or leave it out";
            case LEADER_OUTSIDE ->
                "zone " + zone + " cannot lead a rule that it is not part of; choose one of its zones";
            case SOURCE_OUTSIDE -> "zone " + zone + " cannot be the source of a rule without a path in it";
            case PREFERENCE_UNFIT ->
                "the conflict policy preferred-zone needs one of the rule's zones, and only it does";
            case PATH_INVALID ->
                "path '" + subject + "' in zone " + zone
                        + " must begin with / and consist of plain names, without . and"
                        + " .. and without / at its end";
            case RULE_OVERLAP ->
                "the path in zone " + zone + " overlaps that of rule " + subject + "; choose one outside of it";
            case RULE_UNKNOWN -> "rule " + subject + " does not exist or is being removed";
            case RULE_CHANGES ->
                "zones are being added to rule " + subject + ", or taken out of it; wait until that has ended";
            case PATH_STAYS ->
                "the rule has the path '" + subject + "' in zone " + zone
                        + ", and a path is not edited; take the zone out of the rule, then add it again";
            case TICKET_UNKNOWN -> "the ticket is not known to this network, or was revoked; ask for a new one";
            case TICKET_SPENT ->
                "the ticket has been used, or was presented too often with a wrong secret; ask for a new one";
            case TICKET_EXPIRED -> "the ticket has expired; ask for a new one";
            case TICKET_OF_OTHER_ZONE ->
                "the ticket admits nodes of zone " + zone + ", and this node's zone is " + subject
                        + "; ask for one of its zone, or correct the node's configuration";
            case TICKET_OF_OTHER_ROLE ->
                NodeRole.WITNESS.name().equals(subject)
                        ? "the ticket admits a witness, which has no storage; set storage.type: none, or ask for another ticket"
                        : "the ticket admits a node with storage, and this one has none; ask for a ticket with --role witness";
            case ZONE_DIFFERS ->
                "zone " + zone + " has storage of type '" + subject
                        + "'; all nodes of a zone have the same: correct storage.type";
            case NODE_EXISTS ->
                "the network has a node " + subject
                        + " already; give this one another id (a node that lost its disk comes back under a new one)";
            case NODE_RETIRED ->
                "a node " + subject
                        + " was in the network and is retired; its name is never given again: choose another";
            case NODE_UNKNOWN -> "the network has no node " + subject + "; see onecopy nodes";
            case LAST_VOTER ->
                "without node " + subject
                        + " nobody could vote in the registry or in a membership any more; induct another voter first";
            case REPLACEMENT_UNFIT, ZONE_HAS_LOCATIONS, ZONE_HAS_NODES -> ofNodesAndZones();
            case MEMBERSHIP_UNKNOWN -> "there is no membership " + subject + "; see onecopy memberships";
            case NO_MEMBER ->
                "node " + subject
                        + " is no member of this membership; those of its zones are, and witnesses that were added";
            case USER_EXISTS -> "a user named " + subject + " exists already; choose another name";
            case USER_UNKNOWN -> "there is no user named " + subject + ", or it is disabled";
            case TOO_MANY_USERS -> "there are " + PeopleTurn.USERS_MAX + " users already; remove some";
            case TOKEN_UNKNOWN -> "there is no token with the id " + subject + "; it may have expired";
            case TOO_MANY_TOKENS -> "there are " + PeopleTurn.TOKENS_MAX + " tokens already; wait until some expire";
            case TOO_MANY_LIMITS -> "there are " + BandwidthLimit.COUNT_MAX + " limits already; remove some";
            case RULE_NOT_RELEASED -> "rule " + subject + " has not been released; release it first";
        };
    }

    private String ofNodesAndZones() {
        return switch (reason) {
            case ZONE_HAS_LOCATIONS ->
                "zone " + zone + " is part of " + subject
                        + "; take it out of each of them first (onecopy rules edit RULE --remove-zone " + zone + ")";
            case ZONE_HAS_NODES ->
                "zone " + zone + " has the nodes " + subject
                        + "; take them out of the network first (onecopy nodes remove)";
            default -> "node " + subject + " cannot take that place: it must be another node of zone " + zone;
        };
    }
}
