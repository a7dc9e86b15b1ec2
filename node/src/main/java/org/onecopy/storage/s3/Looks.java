package org.onecopy.storage.s3;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was just looked at, for the step that follows the look. Each look serves one step, and only within a moment; what it says may be
 * wrong by then, so every request that relies on it carries its ETag as a condition. Safe to use from many threads.
 */
final class Looks {
    private static final int MOST = 2000;
    private static final long BELIEVED_NANOS = 10_000_000_000L;

    private final Map<String, Seen> seen = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
            return size() > MOST;
        }
    };

    private record Seen(S3Object object, long atNanos) {}

    void saw(S3Object object) {
        synchronized (seen) {
            seen.put(object.key(), new Seen(object, System.nanoTime()));
        }
    }

    /** What was seen at a key a moment ago and not asked for since; null where that is too long ago. */
    @Nullable
    S3Object take(String key) {
        synchronized (seen) {
            Seen last = seen.remove(key);
            return last == null || System.nanoTime() - last.atNanos > BELIEVED_NANOS ? null : last.object;
        }
    }
}
