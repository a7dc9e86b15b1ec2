package org.onecopy.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.api.CheckCertificate;
import org.onecopy.model.api.CheckScheduleSpec;
import org.onecopy.model.api.CheckScheduleView;
import org.onecopy.model.api.CheckSpec;
import org.onecopy.model.api.CheckView;
import org.onecopy.model.api.DifferenceKind;
import org.onecopy.model.api.DifferenceView;
import org.onecopy.model.api.Listing;

/** What the admin API asks about consistency checks; as {@link NodeService}. */
public interface CheckService {
    /**
     * Begins a check: agreed by the rule's membership, so that each zone begins its share by itself.
     *
     * @param by who asks
     * @throws org.onecopy.problem.ProblemException {@code RULE_UNKNOWN}, {@code ZONE_UNKNOWN}, {@code PATH_INVALID} where no directory is
     *     agreed at the path, {@code TOO_BUSY} while zones are added or taken out, {@code NO_QUORUM}
     */
    CheckView begin(RuleName rule, CheckSpec spec, String by);

    /**
     * The checks that are kept, the newest of each rule first.
     *
     * @param rule null: of all rules
     */
    List<CheckView> checks(@Nullable RuleName rule);

    /** One check, or {@code RULE_UNKNOWN} or {@code CHECK_UNKNOWN}. */
    CheckView check(RuleName rule, Version check);

    /** What this node has found in its zone. */
    Listing<DifferenceView> differences(RuleName rule, Version check, Page page);

    /**
     * Which differences.
     *
     * @param kind null: all
     * @param after only those with a larger id; 0: all
     * @param skip of those so many are left out first
     * @param limit at most so many
     */
    record Page(@Nullable DifferenceKind kind, long after, long skip, int limit) {}

    /** The proof, or {@code CHECK_PROVES_NOTHING} with the reason. */
    CheckCertificate certificate(RuleName rule, Version check);

    /** When checks of a rule begin by themselves, the oldest schedule first. */
    List<CheckScheduleView> schedules(RuleName rule);

    /**
     * Lets checks of a rule begin by themselves.
     *
     * @param by who asks
     * @throws org.onecopy.problem.ProblemException as {@link #begin}; {@code BAD_REQUEST} where the times make no sense, or the rule has
     *     too many schedules
     */
    CheckScheduleView schedule(RuleName rule, CheckScheduleSpec spec, String by);

    /** Ends a schedule, or {@code RULE_UNKNOWN} or {@code SCHEDULE_UNKNOWN}. */
    void unschedule(RuleName rule, Version schedule);

    /** Ends a check, which is no failure where it has ended. What it has found stays. */
    CheckView cancel(RuleName rule, Version check, String by);
}
