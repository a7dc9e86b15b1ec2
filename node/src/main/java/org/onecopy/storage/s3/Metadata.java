package org.onecopy.storage.s3;

import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Attributes;

/**
 * The metadata of objects that Onecopy writes. {@code mtime} (seconds with a fraction) is what rclone and s3fs write and read,
 * {@code mode} (decimal, with the kind of file) what s3fs does. The others are ours.
 */
final class Metadata {
    private static final String MTIME = "mtime";
    private static final String MODE = "mode";
    private static final String OWNER = "onecopy-owner";
    private static final String GROUP = "onecopy-group";
    private static final String DIGEST = "onecopy-digest";
    /** Of one write: whoever repeats a request whose answer was lost knows its own object by it. */
    private static final String ID = "onecopy-id";
    /** Which content a moved object had where it came from, see {@link Prints}; an ETag may be another one after a copy. */
    private static final String ORIGIN = "onecopy-origin";

    private static final int REGULAR = 0100000;
    private static final int MTIME_LENGTH_MAX = 40;

    private Metadata() {}

    /** Of a new object. */
    static Map<String, String> of(Attributes attributes, String digest, String id) {
        Map<String, String> metadata = new LinkedHashMap<>();
        if (!attributes.equals(Attributes.NONE)) {
            metadata.put(MTIME, BigDecimal.valueOf(attributes.mtimeNanos(), 9).toPlainString());
        }
        if (attributes.mode() >= 0) {
            metadata.put(MODE, Integer.toString(REGULAR | attributes.mode()));
        }
        putText(metadata, OWNER, attributes.owner());
        putText(metadata, GROUP, attributes.group());
        putText(metadata, DIGEST, digest);
        metadata.put(ID, id);
        return metadata;
    }

    private static void putText(Map<String, String> metadata, String name, String text) {
        if (!text.isEmpty()) {
            metadata.put(name, URLEncoder.encode(text, StandardCharsets.UTF_8));
        }
    }

    /** Of a copy. */
    static Map<String, String> ofCopy(Map<String, String> source, String origin, String id) {
        Map<String, String> metadata = new LinkedHashMap<>(source);
        metadata.put(ORIGIN, origin);
        metadata.put(ID, id);
        return metadata;
    }

    static boolean isOf(Map<String, String> metadata, String id) {
        return id.equals(metadata.get(ID));
    }

    /** Empty where it was not moved. */
    static String origin(Map<String, String> metadata) {
        return metadata.getOrDefault(ORIGIN, "");
    }

    /** The time that the writer gave, or null. */
    static @Nullable Long mtimeNanos(Map<String, String> metadata) {
        String text = metadata.get(MTIME);
        if (text == null || text.length() > MTIME_LENGTH_MAX) {
            return null;
        }
        try {
            BigDecimal seconds = new BigDecimal(text);
            if (seconds.precision() - seconds.scale() > 12) {
                return null; // no time that a file can have
            }
            return seconds.movePointRight(9).toBigInteger().longValueExact();
        } catch (ArithmeticException e) {
            return null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
