package org.onecopy.model.api;

import java.time.Instant;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/**
 * A difference that a repair has not mended. In the order of the differences.
 *
 * @param id of the difference within the zone's share of the check: ask for those after it
 * @param path in the rule's tree; empty: its root
 * @param reason why, for people
 * @param time by the node's clock
 */
public record RepairLeftView(
        RuleName rule,
        Version repair,
        ZoneName zone,
        long id,
        DifferenceKind kind,
        String path,
        String reason,
        Instant time) {}
