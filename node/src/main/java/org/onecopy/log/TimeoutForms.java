package org.onecopy.log;

import java.util.UUID;
import org.onecopy.core.registry.AgreedTimeouts;
import org.onecopy.core.registry.RegistryCommand;
import org.onecopy.log.proto.RegistryEntries;
import org.onecopy.model.TimeoutProfile;

/** The stored form of the choice of timeouts. */
final class TimeoutForms {
    private TimeoutForms() {}

    static RegistryEntries.SetTimeouts form(RegistryCommand.SetTimeouts command) {
        return RegistryEntries.SetTimeouts.newBuilder()
                .setProfile(
                        switch (command.profile()) {
                            case LAN -> RegistryEntries.TimeoutProfile.TIMEOUT_PROFILE_LAN;
                            case WAN -> RegistryEntries.TimeoutProfile.TIMEOUT_PROFILE_WAN;
                        })
                .setBy(
                        switch (command.by()) {
                            case MEASURED -> RegistryEntries.SetTimeouts.By.BY_MEASURED;
                            case HAND -> RegistryEntries.SetTimeouts.By.BY_HAND;
                            case RELEASED -> RegistryEntries.SetTimeouts.By.BY_RELEASED;
                        })
                .build();
    }

    static RegistryCommand.SetTimeouts command(UUID request, RegistryEntries.SetTimeouts form) {
        TimeoutProfile profile = switch (form.getProfile()) {
            case TIMEOUT_PROFILE_LAN -> TimeoutProfile.LAN;
            case TIMEOUT_PROFILE_WAN -> TimeoutProfile.WAN;
            case TIMEOUT_PROFILE_UNSPECIFIED, UNRECOGNIZED -> throw Unreadable.unknown("a profile of timeouts");
        };
        AgreedTimeouts.By by = switch (form.getBy()) {
            case BY_MEASURED -> AgreedTimeouts.By.MEASURED;
            case BY_HAND -> AgreedTimeouts.By.HAND;
            case BY_RELEASED -> AgreedTimeouts.By.RELEASED;
            case BY_UNSPECIFIED, UNRECOGNIZED -> throw Unreadable.unknown("who chose timeouts");
        };
        return new RegistryCommand.SetTimeouts(request, profile, by);
    }
}
