package org.onecopy.capture;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Content;
import org.onecopy.model.Digest;
import org.onecopy.storage.Place;
import org.onecopy.storage.Stat;

/** Reads contents and computes their digests, elsewhere than on the writer's thread. */
public interface Hashing {
    /**
     * Begins to hash the file at a place.
     *
     * @param then called once, from any thread: must only put the result into a queue
     */
    void hash(Place place, java.util.function.Consumer<Hashed> then);

    /**
     * As {@link #hash(Place, java.util.function.Consumer)}, where nothing but a file of one length is of interest: others need not be
     * read, and count as not there.
     */
    default void hash(Place place, long length, java.util.function.Consumer<Hashed> then) {
        hash(place, then);
    }

    /**
     * A hashed content.
     *
     * @param stat of the object, the same before and after it was read (H12); null where it was not there, or changed meanwhile
     * @param content with its bytes where it is small enough to travel inside a proposal; null as above
     * @param chunks the digests of its chunks; empty as above
     */
    record Hashed(@Nullable Stat stat, @Nullable Content content, List<Digest> chunks) {
        /** Not there, or not stable. */
        public static final Hashed UNSTABLE = new Hashed(null, null, List.of());

        public Hashed {
            chunks = List.copyOf(chunks);
        }
    }
}
