package org.onecopy.writer;

import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.onecopy.materialize.TrashFigures;
import org.onecopy.materialize.TrashSweep;

/**
 * Where a writer stops going on.
 *
 * @param parkedMax changes that may be parked; with more the zone is paused (H52)
 * @param stagedMax bytes staged ahead of what can be shown
 * @param freeMin bytes that must be left free in the zone's storage (H16)
 * @param trash what is kept of what was replaced and removed
 * @param figures where the trash is counted
 * @param scanned told how many nanoseconds each look at a whole tree took
 * @param mayPropose false while this node must not propose (H16)
 */
public record WriterLimits(
        int parkedMax,
        long stagedMax,
        long freeMin,
        TrashSweep.Limits trash,
        TrashFigures figures,
        LongConsumer scanned,
        BooleanSupplier mayPropose) {}
