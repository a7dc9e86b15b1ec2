package org.onecopy.model.api;

import java.time.Instant;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;

/**
 * The node that was asked, as it sees itself.
 *
 * @param version of the program
 * @param pid process id on the node's machine
 * @param started when the process started
 * @param uptimeSeconds since then, by a clock that is never set back
 */
public record NodeStatus(
        NodeId node,
        ZoneName zone,
        String version,
        NodeState state,
        long pid,
        Instant started,
        double uptimeSeconds,
        Addresses addresses,
        Memory memory) {}
