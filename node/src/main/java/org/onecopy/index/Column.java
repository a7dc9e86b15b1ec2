package org.onecopy.index;

import org.onecopy.core.table.Table;
import org.onecopy.log.RowCodec;

/**
 * How one table is stored.
 *
 * @param position in its {@link Schema}, from 0; not part of the stored form
 */
public record Column<K extends Comparable<? super K>, V>(
        Table<K, V> table, KeyCodec<K> keys, RowCodec<V> rows, int position) {}
