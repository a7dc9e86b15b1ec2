package org.onecopy.model.api;

import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.DurationText;
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

    /**
     * As people say it.
     *
     * @param to an index of the rule's log, a time such as 2026-01-31T12:00:00Z, or how long before now, such as 30m
     * @throws RuntimeException where it is none of these
     */
    public static UndoSpec of(@Nullable String path, String to, Instant now, boolean overwrite, boolean plan) {
        Long index = to.matches("[0-9]{1,18}") ? Long.valueOf(to) : null;
        Instant time = index != null ? null : to.contains("T") ? Instant.parse(to) : now.minus(DurationText.parse(to));
        return new UndoSpec(path, index, time, overwrite, plan, null, null);
    }

    /** The question for what comes after a piece, with all that was settled by then. */
    public UndoSpec after(UndoView soFar) {
        return new UndoSpec(path, soFar.toIndex(), null, overwrite, plan, soFar.until(), soFar.next());
    }

    /** The same, done and not only planned; or planned and not done. */
    public UndoSpec planned(boolean only) {
        return new UndoSpec(path, toIndex, toTime, overwrite, only, until, after);
    }

    /**
     * All pieces, as one. To ask for a piece again is safe: what is back is not brought back twice. Blocks as the question does.
     *
     * @param ask asks a node
     * @param soFar is told after each piece that others follow
     */
    public UndoView all(Function<UndoSpec, UndoView> ask, Consumer<UndoView> soFar) {
        UndoView sum = ask.apply(this);
        while (sum.next() != null) {
            soFar.accept(sum);
            sum = sum.plus(ask.apply(after(sum)));
        }
        return sum;
    }
}
