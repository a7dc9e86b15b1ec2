package org.onecopy.location;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.table.TableView;
import org.onecopy.model.Version;

/** Reads the replicated tables of a membership as applied on this node. Safe to call from many threads. */
public interface AgreedTables {
    /** Runs a reading function over one consistent view, which must not be used afterwards. */
    <T extends @Nullable Object> T read(Function<TableView, T> reader);

    /**
     * The last entry whose changes every view shows: what was read is the same as long as this is the same.
     *
     * @return -1 where it cannot be told
     */
    default long index() {
        return -1;
    }

    /** Whether what is agreed at this place is applied here; else what the tables do not know of it may still come. */
    default boolean hasHeardOf(Version version) {
        return true;
    }

    /**
     * Whether this node hears the log: else another node may have become the zone's writer, and this one does not know it yet. A writer
     * touches its storage only while this is so (H47).
     */
    default boolean isHeard() {
        return true;
    }
}
