package org.onecopy.storage.s3;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/**
 * Which directories are there: those with a marker and those that other keys imply. What was seen lately is believed for a while, so
 * that putting a file into a directory takes one request. Believing too long is harmless: the directory comes into being again with what
 * is put there.
 */
final class Directories {
    private static final int KNOWN_MAX = 50_000;
    private static final long BELIEVED_NANOS = 30_000_000_000L;

    private final Bucket bucket;
    private final Keys keys;
    private final Map<String, Seen> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
            return size() > KNOWN_MAX;
        }
    };

    private record Seen(boolean marked, long atNanos) {}

    Directories(Bucket bucket, Keys keys) {
        this.bucket = bucket;
        this.keys = keys;
    }

    /** Whether a directory is there, without asking the server. */
    boolean isKnown(String directory) {
        synchronized (known) {
            Seen seen = known.get(directory);
            return seen != null && System.nanoTime() - seen.atNanos <= BELIEVED_NANOS;
        }
    }

    /** Whether a directory is there, as far as is known or else as the server says. */
    boolean exists(String directory) {
        return keys.isFolder(directory) || isKnown(directory) || look(directory);
    }

    /** Asks the server. */
    boolean look(String directory) {
        ListObjectsV2Response found = bucket.list(directory, false, 1, null);
        if (found.contents().isEmpty()) {
            gone(directory);
            return false;
        }
        saw(directory, found.contents().getFirst().key().equals(directory));
        return true;
    }

    /** @param marked whether it has a marker of its own */
    void saw(String directory, boolean marked) {
        synchronized (known) {
            known.merge(
                    directory,
                    new Seen(marked, System.nanoTime()),
                    (old, seen) -> new Seen(old.marked || seen.marked, seen.atNanos));
        }
    }

    /** A directory, and with it all below it, is not there any more. */
    void gone(String directory) {
        synchronized (known) {
            for (Iterator<String> each = known.keySet().iterator(); each.hasNext(); ) {
                if (each.next().startsWith(directory)) {
                    each.remove();
                }
            }
        }
    }

    /** Gives a directory a marker, so that it stays when its last file goes. */
    void mark(String directory) {
        if (keys.isFolder(directory)) {
            return;
        }
        synchronized (known) {
            Seen seen = known.get(directory);
            if (seen != null && seen.marked) {
                return;
            }
        }
        putMarker(directory);
    }

    /**
     * Removes the markers of a directory and of all below it. From below upwards, because some servers keep a directory as long as
     * something is in it; where a page does not hold all of them, that takes another round.
     */
    void removeMarkers(String directory) {
        gone(directory);
        int before = Integer.MAX_VALUE;
        int found = removeMarkersOnce(directory);
        while (found > 0 && found < before) {
            before = found;
            found = removeMarkersOnce(directory);
        }
    }

    private int removeMarkersOnce(String directory) {
        AtomicInteger found = new AtomicInteger();
        S3Listing.eachBelow(bucket, directory, page -> {
            for (S3Object object : page.reversed()) {
                if (object.key().endsWith("/") && object.length() == 0) {
                    found.incrementAndGet();
                    bucket.deleteAny(object.key());
                }
            }
        });
        return found.get();
    }

    /** @return whether it was not there before */
    boolean putMarker(String directory) {
        boolean made = bucket.put(directory, RequestBody.empty(), Map.of(), Bucket.Condition.ABSENT) != null;
        saw(directory, true);
        return made;
    }
}
