package org.onecopy.admin;

import org.onecopy.model.RuleName;
import org.onecopy.model.api.ConflictDetail;
import org.onecopy.model.api.ConflictOutcome;
import org.onecopy.model.api.ResolveSpec;

/** What the admin API asks to get back what was lost by conflicts and mistakes; as {@link NodeService}. */
public interface ProtectionService {
    /**
     * A conflict copy and what kept the name.
     *
     * @param path of the copy in the rule's tree; or of what kept the name, where that has one copy alone
     * @throws org.onecopy.problem.ProblemException {@code RULE_UNKNOWN}, {@code CONFLICT_UNKNOWN}, {@code PATH_INVALID}, {@code BAD_REQUEST}
     *     where there are several copies
     */
    ConflictDetail conflict(RuleName rule, String path);

    /**
     * Settles a conflict, as one agreed change.
     *
     * @throws org.onecopy.problem.ProblemException as {@link #conflict}, and {@code PATH_CHANGED} where one of the two was changed meanwhile,
     *     {@code PATH_TAKEN} where the copy's new name is not free, {@code NO_QUORUM}, {@code OUTCOME_UNKNOWN}
     */
    ConflictOutcome resolve(RuleName rule, ResolveSpec spec);
}
