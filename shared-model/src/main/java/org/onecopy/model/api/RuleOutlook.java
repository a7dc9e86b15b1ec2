package org.onecopy.model.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.RuleName;

/**
 * What would become of a rule.
 *
 * @param quorum whether its changes could still be agreed
 * @param zones its zones, by name
 * @param risk what no zone that is left would hold; absent where the node that was asked cannot know, because it takes no part in the
 *     rule's membership
 */
public record RuleOutlook(
        RuleName rule,
        QuorumView quorum,
        List<ZoneOutlook> zones,
        @Nullable RiskView risk) {
    public RuleOutlook {
        zones = List.copyOf(zones);
    }
}
