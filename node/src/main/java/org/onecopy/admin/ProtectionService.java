package org.onecopy.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.RuleName;
import org.onecopy.model.api.ConflictDetail;
import org.onecopy.model.api.ConflictOutcome;
import org.onecopy.model.api.EmptyOutcome;
import org.onecopy.model.api.EmptySpec;
import org.onecopy.model.api.ExclusionsView;
import org.onecopy.model.api.Filter;
import org.onecopy.model.api.Listing;
import org.onecopy.model.api.LostView;
import org.onecopy.model.api.ResolveSpec;
import org.onecopy.model.api.RestoreOutcome;
import org.onecopy.model.api.RestoreSpec;
import org.onecopy.model.api.TrashView;
import org.onecopy.model.api.UndoSpec;
import org.onecopy.model.api.UndoView;

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

    /** Agreed contents that no zone which is heard of holds, and those that this node gave up. */
    Listing<LostView> lost(Filter filter);

    /**
     * What a rule's exclusions do to paths, and what they would do with other globs; changes nothing.
     *
     * @param exclude globs to be tried beside the rule's own
     * @param include globs of the rule's own to be tried without
     * @throws org.onecopy.problem.ProblemException {@code RULE_UNKNOWN}, {@code PATH_INVALID}, {@code GLOB_INVALID}
     */
    ExclusionsView exclusions(RuleName rule, List<String> paths, List<String> exclude, List<String> include);

    /**
     * What lies in the trash of this node's zone, the newest first.
     *
     * @param path only of what lies, or lay, at this path or below it; null: all
     */
    Listing<TrashView> trash(Filter filter, @Nullable String path);

    /**
     * Brings something back from the trash of this node's zone, into all zones: the file it was, or another one at a path where nothing lies.
     *
     * @throws org.onecopy.problem.ProblemException {@code RULE_UNKNOWN}, {@code TRASH_UNKNOWN} where this zone's trash has no such item,
     *     {@code TRASH_UNUSABLE} with the reason, {@code PATH_TAKEN}, {@code PATH_CHANGED}, {@code PATH_INVALID}, {@code NO_QUORUM},
     *     {@code OUTCOME_UNKNOWN}
     */
    RestoreOutcome restoreTrash(RuleName rule, String item, RestoreSpec spec);

    /**
     * Deletes what went to the trash of this node's zone up to a time, in a while, or only counts it.
     *
     * @throws org.onecopy.problem.ProblemException {@code RULE_UNKNOWN}, {@code ZONE_UNKNOWN}, {@code NOT_LEADER} where another node writes the
     *     rule in this zone
     */
    EmptyOutcome emptyTrash(RuleName rule, EmptySpec spec);

    /**
     * Brings a part of a rule's tree back to how it was agreed at an earlier place in the log, or says what that would do: as much as takes some
     * seconds; the answer says where to go on.
     *
     * @throws org.onecopy.problem.ProblemException {@code RULE_UNKNOWN}, {@code PATH_INVALID}, {@code BAD_REQUEST}, {@code UNDO_TOO_FAR} with
     *     the earliest index that can be reached, {@code NO_QUORUM}, {@code OUTCOME_UNKNOWN}: asking again is safe
     */
    UndoView undo(RuleName rule, UndoSpec spec);
}
