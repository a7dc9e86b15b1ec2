package org.onecopy.materialize;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Content;
import org.onecopy.model.RuleId;
import org.onecopy.storage.ContentReader;

/** Contents that a zone still has although its tree does not show them: in its trash. Safe to call from many threads. */
@FunctionalInterface
public interface KeptContents {
    /** Nothing is kept. */
    KeptContents NONE = (rule, content) -> null;

    /**
     * Looks in the records, and asks no storage.
     *
     * @return opens what is said to hold the content, which has to be verified, or gives null where it is gone; null where nothing is
     */
    @Nullable
    Supplier<@Nullable ContentReader> find(RuleId rule, Content content);
}
