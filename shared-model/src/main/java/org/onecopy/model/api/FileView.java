package org.onecopy.model.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;

/**
 * What lies in a directory of a zone's storage. Lists are ordered by name.
 *
 * @param kind {@code file}, {@code directory} or {@code link}
 * @param length bytes of a file, else 0
 * @param modified its own time; absent where the storage has none
 */
public record FileView(
        String name,
        String kind,
        ByteCount length,
        @Nullable Instant modified) {}
