package org.onecopy.core.table;

import org.jspecify.annotations.Nullable;

/** One change of tables. */
public sealed interface Change {
    /**
     * A row is put, or deleted where the value is null.
     */
    record Row<K extends Comparable<? super K>, V>(
            Table<K, V> table, K key, @Nullable V value) implements Change {}

    /** All rows of a range are deleted: from inclusive, to exclusive. */
    record Range<K extends Comparable<? super K>, V>(Table<K, V> table, K from, K to) implements Change {}
}
