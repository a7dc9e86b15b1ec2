package org.onecopy.location;

import org.onecopy.core.TreePath;
import org.onecopy.model.RuleId;

/** What a location's writer has to tell an administrator. Must not block. */
public interface Notices {
    /**
     * Something worth an event.
     *
     * @param type kebab-case, for example {@code conflict-copy}, {@code path-parked}, {@code name-refused}
     * @param path in the rule's tree
     * @param message what happened and what to do
     */
    void notice(Severity severity, String type, RuleId rule, TreePath path, String message);

    /** How much it matters. */
    enum Severity {
        INFO,
        WARNING,
        ERROR
    }
}
