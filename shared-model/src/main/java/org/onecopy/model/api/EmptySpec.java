package org.onecopy.model.api;

import java.time.Instant;

/**
 * What is to go from the trash of the zone whose node is asked.
 *
 * @param until what went there up to this time
 * @param plan only say what would go
 */
public record EmptySpec(Instant until, boolean plan) {
    /** @throws IllegalArgumentException where a field is missing */
    public EmptySpec {
        Required.field("until", until);
    }
}
