package org.onecopy.model.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;

/**
 * One conflict copy, with both contents: each can be read at its path in every zone.
 *
 * @param copy what lost
 * @param original what kept the name; null where it is gone by now
 * @param zone whose change lost
 * @param index of the agreement that made the copy
 * @param time when it was proposed, by the losing zone's clock
 */
public record ConflictDetail(
        RuleName rule, ConflictSide copy, @Nullable ConflictSide original, ZoneName zone, long index, Instant time) {}
