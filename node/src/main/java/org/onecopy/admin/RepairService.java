package org.onecopy.admin;

import java.util.List;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.api.Listing;
import org.onecopy.model.api.RepairLeftView;
import org.onecopy.model.api.RepairPlan;
import org.onecopy.model.api.RepairSpec;
import org.onecopy.model.api.RepairView;

/** What the admin API asks about repairs; as {@link NodeService}. */
public interface RepairService {
    /**
     * What a repair would do in this node's zone; changes nothing.
     *
     * @param after only steps of differences with a larger id
     * @throws org.onecopy.problem.ProblemException {@code RULE_UNKNOWN}, {@code CHECK_UNKNOWN}, {@code CHECK_NEEDED}, {@code PATH_INVALID}
     *     outside of what was checked, {@code ZONE_UNKNOWN}
     */
    RepairPlan plan(RuleName rule, RepairSpec spec, long after, int limit);

    /**
     * Begins a repair: agreed by the rule's membership, so that each zone begins its share by itself.
     *
     * @param by who asks
     * @throws org.onecopy.problem.ProblemException as {@link #plan}, {@code REPAIR_NEEDLESS} where nothing differs, {@code ZONE_BEHIND}
     *     where the source is not caught up, {@code REPAIR_UNDER_WAY} where another one is at the same paths, {@code TOO_BUSY} while
     *     zones are added or taken out, {@code NO_QUORUM}
     */
    RepairView begin(RuleName rule, RepairSpec spec, String by);

    /** The repairs that are kept, the newest first, or {@code RULE_UNKNOWN}. */
    List<RepairView> repairs(RuleName rule);

    /** One repair, or {@code RULE_UNKNOWN} or {@code REPAIR_UNKNOWN}. */
    RepairView repair(RuleName rule, Version repair);

    /**
     * What this node has not mended in its zone, with the reasons.
     *
     * @param after only those with a larger id
     */
    Listing<RepairLeftView> left(RuleName rule, Version repair, long after, int limit);

    /** Ends a repair, which is no failure where it has ended. What is mended stays so. */
    RepairView cancel(RuleName rule, Version repair, String by);
}
