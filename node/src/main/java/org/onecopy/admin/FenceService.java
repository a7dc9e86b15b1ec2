package org.onecopy.admin;

import java.util.List;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.FenceView;
import org.onecopy.model.api.HeldChangeView;
import org.onecopy.model.api.Listing;

/** What the admin API asks about fenced zones; as {@link NodeService}. */
public interface FenceService {
    /** The fenced zones of a rule, by name, or {@code RULE_UNKNOWN}. */
    List<FenceView> fences(RuleName rule);

    /** The fences of all rules in whose memberships this node is. */
    List<FenceView> all();

    /** One fence, or {@code RULE_UNKNOWN}, {@code ZONE_UNKNOWN} or {@code ZONE_NOT_FENCED}. */
    FenceView fence(RuleName rule, ZoneName zone);

    /**
     * Fences a zone: agreed by the rule's membership.
     *
     * @param by who asks
     * @throws org.onecopy.problem.ProblemException {@code RULE_UNKNOWN}, {@code ZONE_UNKNOWN}, {@code ZONE_FENCED} already,
     *     {@code LAST_OPEN_ZONE} where no other zone would be left to write in, {@code ZONE_BEHIND} where the zone is not caught up or its
     *     guard holds operations, {@code TOO_BUSY} while zones are added or taken out, {@code NO_QUORUM}
     */
    FenceView begin(RuleName rule, ZoneName zone, String by);

    /**
     * What waits in the zone, where it is this node's and this node writes there.
     *
     * @param after only those with a larger id
     * @throws org.onecopy.problem.ProblemException as {@link #fence}, {@code NOT_LEADER} where another node knows it
     */
    Listing<HeldChangeView> held(RuleName rule, ZoneName zone, long after, int limit);

    /** Lifts a fence, or {@code ZONE_NOT_FENCED}. @return how it stood before */
    FenceView lift(RuleName rule, ZoneName zone, String by);
}
