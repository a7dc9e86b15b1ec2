package org.onecopy.model.api;

import java.util.List;
import java.util.UUID;

/**
 * A forced recovery of the network.
 *
 * @param incarnation that began with it; 1 is the first
 * @param registry the registry's consensus group since then
 * @param groups the memberships that began anew with it
 */
public record RecoveryView(int incarnation, UUID registry, List<Group> groups) {
    public RecoveryView {
        groups = List.copyOf(groups);
    }

    /**
     * A membership that began anew.
     *
     * @param before its id before
     * @param now its id since then
     * @param index the last entry of the log before; what was agreed after it without the survivors counts no more
     */
    public record Group(UUID before, UUID now, long index) {}
}
