package org.onecopy.storage.hadoop;

import org.jspecify.annotations.Nullable;
import org.onecopy.core.Attributes;
import org.onecopy.core.Kind;
import org.onecopy.storage.Fingerprint;
import org.onecopy.storage.ObjectIdentity;
import org.onecopy.storage.Stat;

/** What a file system says of objects, in the words of {@link Stat}. */
final class Stats {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long MILLIS_MAX = Long.MAX_VALUE / NANOS_PER_MILLI;

    private Stats() {}

    /** Null for what cannot be replicated: a link. */
    static @Nullable Stat stat(@Nullable Found found) {
        if (found == null || !found.regular()) {
            return null;
        }
        boolean directory = found.directory();
        long nanos = directory ? 0 : Math.clamp(found.mtimeMillis(), -MILLIS_MAX, MILLIS_MAX) * NANOS_PER_MILLI;
        return new Stat(
                directory ? Kind.DIRECTORY : Kind.FILE,
                directory ? 0 : found.length(),
                new Attributes(found.mode(), found.owner(), found.group(), nanos, found.extras()),
                fingerprint(found),
                identity(found),
                null,
                1);
    }

    static @Nullable ObjectIdentity identity(Found found) {
        return found.id() == 0 ? null : new ObjectIdentity(Long.toHexString(found.id()));
    }

    /**
     * HDFS has no time of change, so attributes are a part of it. Every change of a file's content there comes with a new time of
     * modification or another inode, unless somebody truncates, appends as much, and sets the old time again.
     */
    private static Fingerprint fingerprint(Found found) {
        String attributes = "%o/%s/%s/%s".formatted(found.mode(), found.owner(), found.group(), found.mark());
        return new Fingerprint(
                found.directory()
                        ? "D%x/%s".formatted(found.id(), attributes)
                        : "%x.%x.%x/%s".formatted(found.id(), found.length(), found.mtimeMillis(), attributes));
    }

    /** A time as the file system keeps it: whole milliseconds, never before 1970. */
    static long millis(long nanos) {
        return Math.max(0, Math.floorDiv(nanos, NANOS_PER_MILLI));
    }
}
