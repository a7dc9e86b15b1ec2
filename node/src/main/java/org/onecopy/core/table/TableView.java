package org.onecopy.core.table;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads ordered tables. Does not change while it is read, except by the one who reads. */
public interface TableView {
    /** The row of a key, or null. */
    <K extends Comparable<? super K>, V> @Nullable V get(Table<K, V> table, K key);

    /**
     * The rows of many keys, in the order of the keys; null where there is none. Costs less than one after the other, above all where the
     * keys lie close together.
     */
    default <K extends Comparable<? super K>, V> List<@Nullable V> getAll(Table<K, V> table, List<K> keys) {
        List<@Nullable V> rows = new ArrayList<>(keys.size());
        for (K key : keys) {
            rows.add(get(table, key));
        }
        return rows;
    }

    /**
     * The rows of a range, in the order of their keys. The iteration must be given up before the view is changed or closed, and
     * should be read only as far as needed.
     *
     * @param from the first key, inclusive
     * @param to the end, exclusive; null: the end of the table
     */
    <K extends Comparable<? super K>, V> Iterator<Map.Entry<K, V>> scan(Table<K, V> table, K from, @Nullable K to);

    /** The first rows of a range as a list, at most so many, so that the tables may be changed while it is used. */
    default <K extends Comparable<? super K>, V> List<Map.Entry<K, V>> first(
            int limit, Table<K, V> table, K from, @Nullable K to) {
        List<Map.Entry<K, V>> rows = new ArrayList<>();
        Iterator<Map.Entry<K, V>> all = scan(table, from, to);
        while (rows.size() < limit && all.hasNext()) {
            rows.add(all.next());
        }
        return rows;
    }
}
