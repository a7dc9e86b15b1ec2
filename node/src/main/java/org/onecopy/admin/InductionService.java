package org.onecopy.admin;

import java.util.List;
import java.util.UUID;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.AddressChange;
import org.onecopy.model.api.AddressOutcome;
import org.onecopy.model.api.JoinAnswer;
import org.onecopy.model.api.JoinRequest;
import org.onecopy.model.api.LevelSpec;
import org.onecopy.model.api.LevelView;
import org.onecopy.model.api.TicketSpec;
import org.onecopy.model.api.TicketView;
import org.onecopy.model.api.TimeoutsSpec;
import org.onecopy.model.api.TimeoutsView;
import org.onecopy.model.api.ZoneSpec;

/** What the admin API asks about who belongs to the network; as {@link NodeService}. */
public interface InductionService {
    /** All tickets that were not revoked, also those that admit nobody any more. */
    List<TicketView> tickets();

    /**
     * Makes a ticket, agreed by the network.
     *
     * @return with the line to hand over, which nobody can ask for again
     * @throws org.onecopy.problem.ProblemException {@code NOT_AUTHORITY} where this node could not admit anybody itself,
     *     {@code NO_QUORUM}, {@code OUTCOME_UNKNOWN}
     */
    TicketView makeTicket(TicketSpec spec);

    /** Fails with {@code TICKET_INVALID} where there is none of this id. */
    void revokeTicket(UUID id);

    /**
     * Admits a node: checks its ticket, has that agreed, and certifies the node's key. Asked again with the same ticket and key after an
     * answer was lost, it answers again.
     *
     * @throws org.onecopy.problem.ProblemException {@code TICKET_INVALID}, {@code TICKET_USED}, {@code TICKET_EXPIRED},
     *     {@code NODE_EXISTS}, {@code CLOCK_SKEWED}, {@code ADDRESS_REFUSED}, {@code NOT_AUTHORITY}, {@code BAD_REQUEST}
     */
    JoinAnswer admit(JoinRequest request);

    /** The network's feature level, and what the release of each node knows. Asks them all. */
    LevelView level();

    /**
     * Raises the network's feature level, for good.
     *
     * @throws org.onecopy.problem.ProblemException {@code FEATURE_LEVEL} where a node does not know it, or does not answer
     */
    LevelView raiseLevel(LevelSpec spec);

    /** The network's timeouts, and the round trips that the asked node knows. */
    TimeoutsView timeouts();

    /**
     * Has timeouts agreed.
     *
     * @throws org.onecopy.problem.ProblemException {@code FEATURE_LEVEL} where older releases may take part, {@code NO_QUORUM}
     */
    TimeoutsView setTimeouts(TimeoutsSpec spec);

    /**
     * Takes a node out of the network for good: its certificate is worth nothing any more, and its name is not given again.
     *
     * @throws org.onecopy.problem.ProblemException {@code NODE_UNKNOWN}, {@code LAST_VOTER}
     */
    void retire(NodeId node);

    /**
     * Another node of its zone takes the place of a node that is gone for good.
     *
     * @throws org.onecopy.problem.ProblemException {@code NODE_UNKNOWN}, {@code NODE_EXISTS}, {@code LAST_VOTER}, {@code BAD_REQUEST}
     */
    void replace(NodeId old, NodeId by);

    /**
     * This node hands over and leaves for good; its process ends soon after.
     *
     * @throws org.onecopy.problem.ProblemException {@code NOT_LEADER} where another node is meant, {@code LAST_VOTER}, {@code NO_QUORUM}
     */
    void leave(NodeId node);

    /**
     * The others reach a node elsewhere.
     *
     * @throws org.onecopy.problem.ProblemException {@code NODE_UNKNOWN}, {@code ADDRESS_REFUSED}, {@code BAD_REQUEST}
     */
    AddressOutcome move(NodeId node, AddressChange change);

    /** Makes a zone before its first node. Fails with {@code ZONE_EXISTS}. */
    void addZone(ZoneSpec zone);

    /**
     * Takes a zone without nodes out of the network.
     *
     * @throws org.onecopy.problem.ProblemException {@code ZONE_UNKNOWN}, {@code ZONE_IN_USE}
     */
    void removeZone(ZoneName zone);
}
