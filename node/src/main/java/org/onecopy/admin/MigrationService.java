package org.onecopy.admin;

import java.util.List;
import org.onecopy.model.RuleName;
import org.onecopy.model.api.MigrationChange;
import org.onecopy.model.api.MigrationPlanSpec;
import org.onecopy.model.api.MigrationPlanView;
import org.onecopy.model.api.MigrationSpec;
import org.onecopy.model.api.MigrationView;

/** What the admin API asks about migrations; as {@link NodeService}. */
public interface MigrationService {
    /** The last migration of each rule in whose membership this node is, by rule; rules without one are left out. */
    List<MigrationView> all();

    /** The last migration of a rule, or {@code RULE_UNKNOWN}, {@code MIGRATION_UNKNOWN}. */
    MigrationView migration(RuleName rule);

    /**
     * Makes a rule over existing trees, where there is none with the same definition, and begins its migration.
     *
     * @param by who asks
     * @throws org.onecopy.problem.ProblemException what making a rule throws, and as {@link #begin(RuleName, MigrationSpec, String)}
     */
    MigrationView begin(MigrationSpec spec, String by);

    /**
     * Begins a migration of a rule that is there: of what is on its way by now, and of zones that are being added.
     *
     * @throws org.onecopy.problem.ProblemException {@code RULE_UNKNOWN}, {@code MIGRATION_UNDER_WAY}, {@code FEATURE_LEVEL},
     *     {@code BAD_REQUEST} for a priority that is none, {@code NOT_LEADER} where this node takes no part in the rule, {@code NO_QUORUM}
     */
    MigrationView begin(RuleName rule, MigrationSpec spec, String by);

    /** Pauses, lets go on, cancels, gives another priority; or {@code MIGRATION_UNKNOWN}, {@code MIGRATION_ENDED}, {@code BAD_REQUEST}. */
    MigrationView change(RuleName rule, MigrationChange change, String by);

    /**
     * Begins to read the trees; changes nothing. Answers at once, this node goes on with it.
     *
     * @throws org.onecopy.problem.ProblemException {@code RULE_UNKNOWN}, {@code ZONE_UNKNOWN}, {@code ZONE_UNREACHABLE},
     *     {@code GLOB_INVALID}, {@code BAD_REQUEST}, {@code TOO_BUSY} where too many plans are being made
     */
    MigrationPlanView beginPlan(MigrationPlanSpec spec);

    /** The plans that this node knows, the newest first. */
    List<MigrationPlanView> plans();

    /** One of them, or {@code PLAN_UNKNOWN}. */
    MigrationPlanView plan(String plan);

    /** Ends one, and forgets it; or {@code PLAN_UNKNOWN}. @return how far it was */
    MigrationPlanView endPlan(String plan);
}
