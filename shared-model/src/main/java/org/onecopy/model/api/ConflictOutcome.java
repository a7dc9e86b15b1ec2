package org.onecopy.model.api;

import org.jspecify.annotations.Nullable;
import org.onecopy.model.RuleName;

/**
 * A conflict that was settled.
 *
 * @param index of the agreement that settled it
 * @param kept where what was kept lies now
 * @param beside where both were kept: the path that the copy has now
 * @param trashed the path of what went to the trash; null where nothing did
 */
public record ConflictOutcome(
        RuleName rule,
        ConflictKeep keep,
        long index,
        String kept,
        @Nullable String beside,
        @Nullable String trashed) {}
