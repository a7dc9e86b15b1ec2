package org.onecopy.core.namespace;

import org.jspecify.annotations.Nullable;
import org.onecopy.model.FileId;
import org.onecopy.model.ZoneName;

/**
 * One agreed change of a rule, as every zone's materializer reads it. Its key holds rule and version.
 *
 * @param file what it is about; null only where an operation was refused that named nothing known
 * @param origin the zone that proposed it, or null where the order itself made it
 * @param operation the proposing zone's operation that ends with this entry; null for side effects of an operation
 * @param timeMillis the proposer's clock, made monotonic: milliseconds since 1970
 */
public record JournalEntry(
        @Nullable FileId file,
        Effect effect,
        @Nullable ZoneName origin,
        @Nullable OpId operation,
        long timeMillis) {}
