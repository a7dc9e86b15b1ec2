package org.onecopy.core;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Extended attributes of users.
 *
 * @param values by name, without the {@code user.} before it; a value has one character for each of its bytes (ISO 8859-1), so that
 *     equal ones are equal
 */
public record Xattrs(NavigableMap<String, String> values) {
    /** None. */
    public static final Xattrs NONE = new Xattrs(new TreeMap<>());

    /** More than this is not taken, in bytes as {@link #bytes} counts them. */
    public static final int BYTES_MAX = 24 << 10;

    public Xattrs {
        values = Collections.unmodifiableNavigableMap(new TreeMap<>(values));
    }

    /** A value of bytes. */
    public static String value(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The bytes of a value. */
    public static byte[] bytes(String value) {
        return value.getBytes(StandardCharsets.ISO_8859_1);
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** How much room they take, nearly. */
    public int bytes() {
        int bytes = 0;
        for (Map.Entry<String, String> value : values.entrySet()) {
            bytes += 8
                    + value.getKey().getBytes(StandardCharsets.UTF_8).length
                    + value.getValue().length();
        }
        return bytes;
    }

    /** These, with what became of {@code before} when it became {@code after}: attributes that came, changed or went. */
    public Xattrs changed(Xattrs before, Xattrs after) {
        TreeMap<String, String> result = new TreeMap<>(values);
        before.values.keySet().stream()
                .filter(name -> !after.values.containsKey(name))
                .forEach(result::remove);
        after.values.forEach((name, value) -> {
            if (!Objects.equals(before.values.get(name), value)) {
                result.put(name, value);
            }
        });
        return new Xattrs(result);
    }
}
