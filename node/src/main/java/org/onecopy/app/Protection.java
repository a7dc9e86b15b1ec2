package org.onecopy.app;

import org.onecopy.admin.ProtectionService;
import org.onecopy.model.RuleName;
import org.onecopy.model.api.ConflictDetail;
import org.onecopy.model.api.ConflictOutcome;
import org.onecopy.model.api.ResolveSpec;

/** What administrators ask to get back what conflicts and mistakes took away. */
final class Protection implements ProtectionService {
    private final ConflictRequests conflicts;

    Protection(ConflictRequests conflicts) {
        this.conflicts = conflicts;
    }

    @Override
    public ConflictDetail conflict(RuleName rule, String path) {
        return conflicts.show(rule, path);
    }

    @Override
    public ConflictOutcome resolve(RuleName rule, ResolveSpec spec) {
        return conflicts.resolve(rule, spec);
    }
}
