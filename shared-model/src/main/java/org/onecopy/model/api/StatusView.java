package org.onecopy.model.api;

import java.util.List;
import org.onecopy.model.ByteCount;

/**
 * The whole in one answer, as the node that was asked sees it.
 *
 * @param reasons the worst first; empty where healthy
 * @param node the node that was asked
 * @param lagSecondsMax the largest lag of any rule and zone
 * @param atRisk bytes that only one zone holds so far
 */
public record StatusView(
        Health health,
        List<Reason> reasons,
        NodeStatus node,
        int zones,
        int zonesReachable,
        int nodes,
        int nodesReachable,
        int rules,
        long files,
        ByteCount bytes,
        double lagSecondsMax,
        long holes,
        ByteCount atRisk,
        long transfers,
        long parked,
        long conflicts,
        int guardsTripped) {
    public StatusView {
        reasons = List.copyOf(reasons);
    }
}
