package org.onecopy.model.api;

import java.time.Instant;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/**
 * One place where a zone's storage differs from what is agreed. In the order in which they were found.
 *
 * @param id within the zone's share of the check: ask for those after it
 * @param path in the rule's tree; empty: its root
 * @param message both sides, for people
 * @param since when it was seen first, by the node's clock
 */
public record DifferenceView(
        RuleName rule,
        Version check,
        ZoneName zone,
        long id,
        DifferenceKind kind,
        String path,
        String message,
        Instant since) {}
