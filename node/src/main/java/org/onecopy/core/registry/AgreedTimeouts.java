package org.onecopy.core.registry;

import org.jspecify.annotations.Nullable;
import org.onecopy.core.table.Overlay;
import org.onecopy.core.table.TableView;
import org.onecopy.model.TimeoutProfile;

/**
 * With which timeouts the nodes of a network are to run (H45, H49): the same everywhere, by what was measured or by what somebody said.
 * What is measured only ever lengthens them, because a zone that is away for a while makes a network look near.
 */
public final class AgreedTimeouts {
    private static final String PROFILE = "timeouts";
    private static final String BY_HAND = "timeouts-by-hand";

    /** Who chose. */
    public enum By {
        /** A node that has measured. No effect against what was chosen by hand, or on a network that has the longer ones. */
        MEASURED,
        /** An administrator. Nothing that is measured changes it. */
        HAND,
        /** An administrator, who lets what is measured count: now this, and longer ones later where they are needed. */
        RELEASED
    }

    private AgreedTimeouts() {}

    /** What is agreed; null where nothing is. */
    public static @Nullable TimeoutProfile of(TableView registry) {
        Long profile = registry.get(RegistryTables.COUNTERS, PROFILE);
        if (profile == null) {
            return null;
        }
        return profile == 1 ? TimeoutProfile.LAN : TimeoutProfile.WAN;
    }

    /** Whether an administrator chose it. */
    public static boolean byHand(TableView registry) {
        Long byHand = registry.get(RegistryTables.COUNTERS, BY_HAND);
        return byHand != null && byHand == 1;
    }

    static void put(Overlay tables, TimeoutProfile profile, By by) {
        boolean settled = byHand(tables) || of(tables) == TimeoutProfile.WAN;
        if (by == By.MEASURED && settled) {
            return;
        }
        tables.put(RegistryTables.COUNTERS, PROFILE, profile == TimeoutProfile.LAN ? 1L : 2L);
        if (byHand(tables) != (by == By.HAND)) {
            tables.put(RegistryTables.COUNTERS, BY_HAND, by == By.HAND ? 1L : 0L);
        }
    }
}
