package org.onecopy.storage;

import org.jspecify.annotations.Nullable;

/** The outcome of one step on a storage, where each of these is to be expected in a tree that others write. */
public sealed interface Step {
    /**
     * Done.
     *
     * @param now what lies at the step's target now
     */
    record Done(Stat now) implements Step {}

    /**
     * Done, and something lay there before.
     *
     * @param now what lies at the target now
     * @param displaced what lay at the target before, as it lies now in the place it was moved to
     */
    record Replaced(Stat now, Stat displaced) implements Step {}

    /** Not done: the target is taken. Nothing has changed. */
    record TargetExists(Stat there) implements Step {}

    /** Not done: the source, or the target's directory, is not there (any more). Nothing has changed. */
    record Missing() implements Step {}

    /** Not done: the directory is not empty. Nothing has changed. */
    record NotEmpty() implements Step {}

    /** The stat of what lies at the target now, where the step was done, else null. */
    default @Nullable Stat nowOrNull() {
        return switch (this) {
            case Done done -> done.now();
            case Replaced replaced -> replaced.now();
            case TargetExists ignored -> null;
            case Missing ignored -> null;
            case NotEmpty ignored -> null;
        };
    }
}
