package org.onecopy.core.namespace;

import java.util.List;
import java.util.Set;
import org.onecopy.core.table.Change;
import org.onecopy.model.RuleId;

/**
 * What one entry of the log does: to be written in one step, together with the entry's index (R4).
 *
 * @param changes of tables, each key at most once
 * @param touched rules whose rows have changed, for those who wait for them
 */
public record Delta(List<Change> changes, Set<RuleId> touched) {
    public Delta {
        changes = List.copyOf(changes);
        touched = Set.copyOf(touched);
    }
}
