package org.onecopy.model.api;

import java.util.List;
import org.onecopy.model.ZoneName;

/**
 * A path at which zones differ.
 *
 * @param zones that have something there, by name
 * @param what for people: what would become of it
 */
public record MigrationPlanPath(String path, List<ZoneName> zones, String what) {
    public MigrationPlanPath {
        zones = List.copyOf(zones);
    }
}
