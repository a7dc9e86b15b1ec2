package org.onecopy.model.api;

import java.util.List;
import org.onecopy.model.ZoneName;

/**
 * What a zone's storage can do, as it declares.
 *
 * @param type as in the node's configuration ({@code local}, {@code s3}, …)
 * @param root below which all locations of the zone lie
 * @param location where this was found out; empty where no location is open, and it is what this type usually can
 * @param abilities as words ({@code atomic-replace}, {@code hints}, …); new ones may appear
 * @param nameBytesMax of one name, in UTF-8
 * @param pathBytesMax of a path below the location, in UTF-8
 * @param illegal characters that no name may hold
 * @param mtimeStepNanos to how many nanoseconds times of files are kept; of no meaning where they are not kept
 * @param stepsAtOnce how many independent steps are made at once
 */
public record StorageAbilities(
        ZoneName zone,
        String type,
        String root,
        String location,
        List<String> abilities,
        int nameBytesMax,
        int pathBytesMax,
        String illegal,
        long mtimeStepNanos,
        int stepsAtOnce) {
    public StorageAbilities {
        abilities = List.copyOf(abilities);
    }

    /** Whether it can do this. */
    public boolean can(String ability) {
        return abilities.contains(ability);
    }
}
