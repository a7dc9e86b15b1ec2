package org.onecopy.model.api;

import org.jspecify.annotations.Nullable;

/**
 * Whether a rule leaves a path alone.
 *
 * @param by the glob that excludes it, or {@code .onecopy} for the working area; null where it is replicated
 * @param at the path itself or the directory above it that the glob is about; null where it is replicated
 */
public record PathVerdict(
        String path,
        boolean excluded,
        @Nullable String by,
        @Nullable String at) {}
