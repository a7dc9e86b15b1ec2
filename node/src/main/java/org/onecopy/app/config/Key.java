package org.onecopy.app.config;

import org.jspecify.annotations.Nullable;

/**
 * A key of the configuration.
 *
 * @param path its names with dots; {@code []} after the name of a list
 * @param fallback the value where the key is absent, as text; null where there is none
 * @param required whether it must be there
 * @param example a value other than the default, as text
 * @param doc one or two sentences
 */
record Key<T>(String path, KeyType<T> type, @Nullable String fallback, boolean required, String example, String doc) {
    static <T> Key<T> required(String path, KeyType<T> type, String example, String doc) {
        return new Key<>(path, type, null, true, example, doc);
    }

    static <T> Key<T> optional(String path, KeyType<T> type, String example, String doc) {
        return new Key<>(path, type, null, false, example, doc);
    }

    static <T> Key<T> withDefault(String path, KeyType<T> type, String fallback, String example, String doc) {
        return new Key<>(path, type, fallback, false, example, doc);
    }

    /** The last name. */
    String name() {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
