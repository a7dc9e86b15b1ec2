package org.onecopy.model.api;

import java.util.List;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;

/**
 * The limits of bandwidth, and what one node gives to other zones.
 *
 * @param node that was asked
 * @param zone its zone
 * @param limits all of the network, by name; may be empty
 * @param flows what the node gave within the last minute, limited or not; may be empty
 */
public record BandwidthReport(NodeId node, ZoneName zone, List<BandwidthView> limits, List<BandwidthFlow> flows) {
    /** Keeps copies. */
    public BandwidthReport {
        limits = List.copyOf(limits);
        flows = List.copyOf(flows);
    }
}
