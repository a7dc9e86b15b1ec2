package org.onecopy.writer;

import org.onecopy.core.namespace.RuleDefinition;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.location.Location;

/**
 * The zone whose files are right at a rule's beginning, where the rule names one (H65): the others wait until they show what it has, and
 * send what they held before to the trash. It means nothing any more once a zone has joined.
 */
final class SourceZone {
    private final Location location;

    SourceZone(Location location) {
        this.location = location;
    }

    /** Whether this zone is to become like another one, whatever it held before. */
    boolean isElsewhere(RuleDefinition definition, ZoneRow zone) {
        return definition.source() != null && !definition.source().equals(location.zone()) && isFirstJoin(zone);
    }

    /** Whether the source has been read completely and is shown here, or this zone need not wait for that. */
    boolean isReady(RuleDefinition definition, ZoneRow zone) {
        if (definition.source() == null || !isElsewhere(definition, zone)) {
            return true;
        }
        ZoneKey key = new ZoneKey(location.rule(), definition.source());
        ZoneRow source = location.agreed().read(view -> view.get(Tables.ZONES, key));
        return source != null
                && source.state() == ZoneRow.State.ACTIVE
                && location.shown()
                                .cursor()
                                .lowWater()
                                .compareTo(source.progress().lowWater())
                        >= 0;
    }

    private boolean isFirstJoin(ZoneRow zone) {
        return zone.state() == ZoneRow.State.JOINING
                && !location.shown().cursor().joined();
    }
}
