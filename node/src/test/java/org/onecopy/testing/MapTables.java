package org.onecopy.testing;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.table.Change;
import org.onecopy.core.table.Table;
import org.onecopy.core.table.TableView;

/** Tables in sorted maps. */
public final class MapTables implements TableView {
    private final Map<Table<?, ?>, TreeMap<?, ?>> tables = new HashMap<>();

    @Override
    public <K extends Comparable<? super K>, V> @Nullable V get(Table<K, V> table, K key) {
        return rows(table).get(key);
    }

    @Override
    public <K extends Comparable<? super K>, V> Iterator<Map.Entry<K, V>> scan(
            Table<K, V> table, K from, @Nullable K to) {
        NavigableMap<K, V> range =
                to == null ? rows(table).tailMap(from, true) : rows(table).subMap(from, true, to, false);
        return range.entrySet().iterator();
    }

    /** All rows of a table, as they are now and become. */
    @SuppressWarnings("unchecked") // a table's map is only filled with rows of that table
    public <K extends Comparable<? super K>, V> NavigableMap<K, V> rows(Table<K, V> table) {
        return (NavigableMap<K, V>) tables.computeIfAbsent(table, t -> new TreeMap<K, V>());
    }

    /** Makes changes in their order. */
    public void apply(List<Change> changes) {
        for (Change change : changes) {
            switch (change) {
                case Change.Row<?, ?> row -> apply(row);
                case Change.Range<?, ?> range -> apply(range);
            }
        }
    }

    private <K extends Comparable<? super K>, V> void apply(Change.Row<K, V> row) {
        V value = row.value();
        if (value == null) {
            rows(row.table()).remove(row.key());
        } else {
            rows(row.table()).put(row.key(), value);
        }
    }

    private <K extends Comparable<? super K>, V> void apply(Change.Range<K, V> range) {
        rows(range.table()).subMap(range.from(), true, range.to(), false).clear();
    }
}
