package org.onecopy.model.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.Version;

/**
 * To what a part of a rule's tree is to be brought back.
 *
 * @param path in the rule's tree: everything at it or below it; null or empty: all of it
 * @param toIndex to how it was right after this agreement; exactly one of this and {@code toTime} is given
 * @param toTime to how it was at this time, by the clocks of those who proposed
 * @param overwrite whether what was changed, moved or made anew since is set back too
 * @param plan only say what would be done
 * @param until changes after this are left out of account: as the first answer said it; null: up to now
 * @param after where to go on: as the answer before said it; null: from the beginning
 */
public record UndoSpec(
        @Nullable String path,
        @Nullable Long toIndex,
        @Nullable Instant toTime,
        boolean overwrite,
        boolean plan,
        @Nullable Version until,
        @Nullable Version after) {
    /** @throws IllegalArgumentException where a field is missing or contradicts another */
    public UndoSpec {
        if ((toIndex == null) == (toTime == null)) {
            throw new IllegalArgumentException("say either toIndex or toTime");
        }
        if (toIndex != null && toIndex < 0) {
            throw new IllegalArgumentException("toIndex must not be negative: " + toIndex);
        }
    }
}
