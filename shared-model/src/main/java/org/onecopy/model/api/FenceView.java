package org.onecopy.model.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/**
 * A fenced zone of a rule: nothing that its users do is agreed since.
 *
 * @param fence the place in the rule's order
 * @param by who asked for it
 * @param files of the rule at that place
 * @param bytes of these
 * @param compared whether the zone's storage was compared as a whole since the fence: then {@code held} is all that waits
 * @param held changes of its users that wait in the zone
 * @param reason what is missing in the fenced zone itself, for people; null where nothing is
 * @param zones the rule's other zones, by name
 */
public record FenceView(
        RuleName rule,
        ZoneName zone,
        Version fence,
        String by,
        Instant since,
        FenceState state,
        long files,
        ByteCount bytes,
        boolean compared,
        long held,
        @Nullable String reason,
        List<FenceZoneView> zones) {
    public FenceView {
        zones = List.copyOf(zones);
    }
}
