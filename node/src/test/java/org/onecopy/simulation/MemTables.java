package org.onecopy.simulation;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.onecopy.core.table.Change;
import org.onecopy.core.table.Table;
import org.onecopy.core.table.TableView;

/** Tables in sorted maps, as objects. */
@SuppressWarnings({"ArrayRecordComponent", "NonApiType"}) // a model in memory, for tests alone
final class MemTables implements TableView {
    private final Map<Table<?, ?>, TreeMap<Object, Object>> tables = new HashMap<>();

    MemTables copy() {
        MemTables copy = new MemTables();
        tables.forEach((table, rows) -> copy.tables.put(table, new TreeMap<>(rows)));
        return copy;
    }

    void apply(List<Change> changes) {
        for (Change change : changes) {
            switch (change) {
                case Change.Row<?, ?> row -> put(row);
                case Change.Range<?, ?> range ->
                    rows(range.table()).subMap(range.from(), range.to()).clear();
            }
        }
    }

    private void put(Change.Row<?, ?> row) {
        if (row.value() == null) {
            rows(row.table()).remove(row.key());
        } else {
            rows(row.table()).put(row.key(), row.value());
        }
    }

    private TreeMap<Object, Object> rows(Table<?, ?> table) {
        return tables.computeIfAbsent(table, t -> new TreeMap<>());
    }

    @Override
    @SuppressWarnings("unchecked") // only put fills the maps
    public <K extends Comparable<? super K>, V> V get(Table<K, V> table, K key) {
        return (V) rows(table).get(key);
    }

    @Override
    @SuppressWarnings("unchecked") // as above
    public <K extends Comparable<? super K>, V> Iterator<Map.Entry<K, V>> scan(Table<K, V> table, K from, K to) {
        NavigableMap<K, V> rows = (NavigableMap<K, V>) (NavigableMap<?, ?>) rows(table);
        NavigableMap<K, V> part = to == null ? rows.tailMap(from, true) : rows.subMap(from, true, to, false);
        return part.entrySet().iterator();
    }

    Map<Object, Object> all(Table<?, ?> table) {
        return rows(table);
    }

    /** Whether both hold the same rows. */
    boolean sameAs(MemTables other, List<Table<?, ?>> of) {
        return of.stream().allMatch(table -> rows(table).equals(other.rows(table)));
    }
}
