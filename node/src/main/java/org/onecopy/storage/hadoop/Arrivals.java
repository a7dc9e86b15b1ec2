package org.onecopy.storage.hadoop;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.onecopy.storage.Stat;

/**
 * What complete files in the staging folder are, from when they are finished until they are moved away or purged: a move changes nothing
 * of them, so they are not looked at again. What a user does to a file right after it got its name is then not taken for ours.
 */
final class Arrivals {
    private static final int MAX = 20_000;

    private final ConcurrentHashMap<String, Stat> known = new ConcurrentHashMap<>();

    void put(String path, Stat stat) {
        if (known.size() < MAX) {
            known.put(path, stat);
        }
    }

    /** What lies at a path, where that is known; forgotten with the answer. */
    @Nullable
    Stat take(String path) {
        return known.remove(path);
    }
}
