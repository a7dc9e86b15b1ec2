package org.onecopy.model.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;

/**
 * The guard of one rule in one zone. Ordered by rule, then zone.
 *
 * @param counted files deleted, moved out, overwritten or truncated within the guard's window
 * @param limit above which it trips, in files
 * @param heldOperations how many operations wait for release or reject
 * @param since when it tripped, absent where it did not
 */
public record GuardView(
        RuleName rule,
        ZoneName zone,
        GuardState state,
        long counted,
        long limit,
        long heldOperations,
        @Nullable Instant since) {}
