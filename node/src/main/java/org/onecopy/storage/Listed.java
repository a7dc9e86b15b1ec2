package org.onecopy.storage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Kind;

/**
 * What lies in a directory of a storage, for people to look at: nothing is replicated by it.
 *
 * @param length bytes of a file, else 0
 * @param modified null where the storage has none
 */
public record Listed(
        String name, Kind kind, long length, @Nullable Instant modified) {}
