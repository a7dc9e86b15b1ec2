package org.onecopy.index;

import java.util.Set;
import org.onecopy.model.RuleId;

/**
 * Is told what has been applied to an agreed state, by the thread that applies: must not block, must not throw, and should only wake
 * somebody up.
 */
public interface AppliedListener {
    /**
     * An entry has been applied and can be read.
     *
     * @param touched rules whose rows have changed; may be empty
     */
    void applied(long index, Set<RuleId> touched);

    /** The whole state has been replaced by a checkpoint: anything may have changed. */
    void installed(long index);
}
