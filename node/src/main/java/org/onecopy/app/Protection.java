package org.onecopy.app;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.ProtectionService;
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

/** What administrators ask to get back what conflicts and mistakes took away. */
final class Protection implements ProtectionService {
    private final ConflictRequests conflicts;
    private final TrashRequests trash;
    private final UndoRequests undo;
    private final ExclusionRequests exclusions;
    private final OutOfReach outOfReach;

    Protection(
            ConflictRequests conflicts,
            TrashRequests trash,
            UndoRequests undo,
            ExclusionRequests exclusions,
            OutOfReach outOfReach) {
        this.outOfReach = outOfReach;
        this.exclusions = exclusions;
        this.conflicts = conflicts;
        this.trash = trash;
        this.undo = undo;
    }

    @Override
    public ConflictDetail conflict(RuleName rule, String path) {
        return conflicts.show(rule, path);
    }

    @Override
    public Listing<LostView> lost(Filter filter) {
        return outOfReach.list(filter);
    }

    @Override
    public ConflictOutcome resolve(RuleName rule, ResolveSpec spec) {
        return conflicts.resolve(rule, spec);
    }

    @Override
    public Listing<TrashView> trash(Filter filter, @Nullable String path) {
        return trash.list(filter, path);
    }

    @Override
    public RestoreOutcome restoreTrash(RuleName rule, String item, RestoreSpec spec) {
        return trash.restore(rule, item, spec);
    }

    @Override
    public EmptyOutcome emptyTrash(RuleName rule, EmptySpec spec) {
        return trash.empty(rule, spec);
    }

    @Override
    public UndoView undo(RuleName rule, UndoSpec spec) {
        return undo.undo(rule, spec);
    }

    @Override
    public ExclusionsView exclusions(RuleName rule, List<String> paths, List<String> exclude, List<String> include) {
        return exclusions.test(rule, paths, exclude, include);
    }
}
