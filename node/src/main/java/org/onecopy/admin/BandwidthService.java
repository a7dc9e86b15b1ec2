package org.onecopy.admin;

import org.onecopy.model.api.BandwidthReport;
import org.onecopy.model.api.BandwidthSpec;
import org.onecopy.model.api.BandwidthView;

/** What the admin API asks about limits of bandwidth; as {@link NodeService}. */
public interface BandwidthService {
    /** All limits, with what this node uses of each, and what it gives to other zones. */
    BandwidthReport report();

    /**
     * Makes a limit, or changes it: agreed by the network, in force at every node within a second.
     *
     * @throws org.onecopy.problem.ProblemException {@code BANDWIDTH_INVALID} where name, rate or hours make no sense or there are too many
     *     limits, {@code BANDWIDTH_OVERLAP}, {@code ZONE_UNKNOWN}, {@code RULE_UNKNOWN}, {@code FEATURE_LEVEL}, {@code NO_QUORUM}
     */
    BandwidthView put(String name, BandwidthSpec spec);

    /** Ends a limit, or {@code BANDWIDTH_UNKNOWN}. */
    void remove(String name);
}
