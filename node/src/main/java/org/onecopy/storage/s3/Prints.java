package org.onecopy.storage.s3;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Attributes;
import org.onecopy.core.Kind;
import org.onecopy.storage.Fingerprint;
import org.onecopy.storage.Place.Area;
import org.onecopy.storage.Stat;

/**
 * Objects in the words of {@link Stat}. A content's print is its ETag and length: all that a listing, a look and the answer of a write
 * have in common. The server makes another ETag with other bytes (one of a multipart upload is no digest, but differs all the same).
 * A copy may have another ETag: objects in the working area carry that of the content where it came from, and copies within the tree are
 * remembered for a while.
 */
final class Prints {
    private static final Fingerprint DIRECTORY_PRINT = new Fingerprint("D");
    private static final Stat DIRECTORY = new Stat(Kind.DIRECTORY, 0, Attributes.NONE, DIRECTORY_PRINT, null, null, 1);
    private static final char ORIGIN_MARK = '~';
    private static final int COPIES_MAX = 10_000;

    /** The print of a copy → that of its source. */
    private final Map<String, String> copies = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > COPIES_MAX;
        }
    };

    static Stat directory() {
        return DIRECTORY;
    }

    /** A file as a look, or the answer of a step, says it. */
    static Stat file(S3Object object, Area area) {
        String origin = area == Area.TREE ? "" : Metadata.origin(object.metadata());
        Long mtime = Metadata.mtimeNanos(object.metadata());
        String print = print(object.etag(), object.length());
        return new Stat(
                Kind.FILE,
                object.length(),
                Attributes.NONE.withMtimeNanos(mtime == null ? nanos(object.modified()) : mtime),
                new Fingerprint(origin.isEmpty() ? print : print + ORIGIN_MARK + origin),
                null,
                null,
                1);
    }

    static long nanos(@Nullable Instant instant) {
        return instant == null ? 0 : instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }

    /** A content's print. */
    static String print(String etag, long length) {
        return etag.replace("\"", "") + "." + length;
    }

    /** What a copy of an object says of where its content comes from. */
    static String originOf(S3Object object) {
        return print(object.etag(), object.length());
    }

    void copied(S3Object source, S3Object copy) {
        String from = print(source.etag(), source.length());
        String to = print(copy.etag(), copy.length());
        if (!from.equals(to)) {
            synchronized (copies) {
                copies.put(to, from);
            }
        }
    }

    boolean differByMoveOnly(Fingerprint before, Fingerprint after) {
        String was = content(before);
        String is = content(after);
        if (was.equals(is)
                || was.equals(origin(after))
                || (!origin(before).isEmpty() && origin(before).equals(origin(after)))) {
            return true;
        }
        synchronized (copies) {
            return was.equals(copies.get(is));
        }
    }

    private static String content(Fingerprint print) {
        int mark = print.token().indexOf(ORIGIN_MARK);
        return mark < 0 ? print.token() : print.token().substring(0, mark);
    }

    private static String origin(Fingerprint print) {
        int mark = print.token().indexOf(ORIGIN_MARK);
        return mark < 0 ? "" : print.token().substring(mark + 1);
    }

    /** Whether one object is a copy of another, made by a move that a stop may have interrupted. */
    static boolean isCopy(S3Object copy, S3Object source) {
        return copy.length() == source.length()
                && (copy.etag().equals(source.etag())
                        || Metadata.origin(copy.metadata()).equals(originOf(source)));
    }
}
