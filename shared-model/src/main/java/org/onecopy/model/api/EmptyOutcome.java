package org.onecopy.model.api;

import java.time.Instant;
import org.onecopy.model.ByteCount;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;

/**
 * What goes from a zone's trash, or would go.
 *
 * @param until what went there up to this time
 * @param items that go now
 * @param bytes of these
 * @param waiting items of which a zone does not show yet what displaced them, or what brings them back: they go once it does
 */
public record EmptyOutcome(RuleName rule, ZoneName zone, Instant until, long items, ByteCount bytes, long waiting) {}
