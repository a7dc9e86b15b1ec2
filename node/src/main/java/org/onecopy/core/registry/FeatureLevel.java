package org.onecopy.core.registry;

import org.onecopy.core.table.Overlay;
import org.onecopy.core.table.TableView;

/**
 * What every node of a network can read (H62). A release knows all levels up to its {@link #NEWEST}; the network's own level is agreed
 * and raised by an administrator once all nodes run a release that knows the next one. Until then nothing is agreed that needs more, so
 * that nodes may be upgraded one by one, and taken back.
 */
public final class FeatureLevel {
    /** Of networks made before there were levels: all that their releases wrote. */
    public static final int FIRST = 1;

    /** The newest one that this release knows. */
    public static final int NEWEST = 2;

    private static final String COUNTED = "feature-level";

    private FeatureLevel() {}

    /** The network's, by its registry. */
    public static int of(TableView registry) {
        Long level = registry.get(RegistryTables.COUNTERS, COUNTED);
        return level == null ? FIRST : Math.toIntExact(level);
    }

    /** Never goes back. */
    static void raise(Overlay tables, int level) {
        if (level > of(tables)) {
            tables.put(RegistryTables.COUNTERS, COUNTED, (long) level);
        }
    }
}
