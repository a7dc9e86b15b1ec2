package org.onecopy.model.api;

import java.util.List;
import org.onecopy.model.ZoneName;

/**
 * One consequence of joining storages in a rule.
 *
 * @param subject what it is about: an ability's word, {@code names} or {@code times}
 * @param result {@code fail} where a rule cannot join them
 * @param zones whom it concerns, by name
 * @param meaning what it means for users
 */
public record StorageNote(String subject, CheckResult result, List<ZoneName> zones, String meaning) {
    public StorageNote {
        zones = List.copyOf(zones);
    }
}
