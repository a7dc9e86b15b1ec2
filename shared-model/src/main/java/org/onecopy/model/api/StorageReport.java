package org.onecopy.model.api;

import java.util.List;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;

/**
 * What came of trying out a zone's storage at one location.
 *
 * @param node that tried it: another node of the zone may have other rights, or another way to it
 * @param type as in the node's configuration ({@code local}, {@code s3}, …)
 * @param root below which all locations of the zone lie
 * @param path of the location, below the root
 * @param checks in the order in which they were made; where one fails, those that need it are left out
 */
public record StorageReport(
        NodeId node, ZoneName zone, String type, String root, String path, List<StorageCheck> checks) {
    public StorageReport {
        checks = List.copyOf(checks);
    }

    /** Whether nothing failed. */
    public boolean passed() {
        return checks.stream().noneMatch(check -> check.result() == CheckResult.FAIL);
    }
}
