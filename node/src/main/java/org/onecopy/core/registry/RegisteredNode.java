package org.onecopy.core.registry;

import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;

/**
 * A node of the network.
 *
 * @param agreementAddress host:port at which the other nodes reach it for agreement
 * @param contentAddress likewise for contents
 * @param adminAddress likewise for the admin API
 */
public record RegisteredNode(
        NodeId id, ZoneName zone, String agreementAddress, String contentAddress, String adminAddress) {}
