package org.onecopy.model.api;

import org.jspecify.annotations.Nullable;
import org.onecopy.model.ZoneName;

/**
 * How far another zone is with what was agreed before a fence.
 *
 * @param caughtUp whether it shows all of it
 * @param operations that it does not show yet, at least
 * @param reason what it waits for, for people; null where it has it all
 */
public record FenceZoneView(
        ZoneName zone,
        boolean caughtUp,
        long operations,
        @Nullable String reason) {}
