package org.onecopy.model.api;

import java.time.Instant;
import org.onecopy.model.ByteCount;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;

/**
 * A change in a fenced zone that waits there. In the order in which they were found.
 *
 * @param id ask for those after it
 * @param path in the zone's tree, where it lies now or lay
 * @param bytes of its content, where it has one
 * @param time when it was found, by the node's clock
 */
public record HeldChangeView(
        RuleName rule, ZoneName zone, long id, HeldChangeKind kind, String path, ByteCount bytes, Instant time) {}
