package org.onecopy.core.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A view with changes on top that are seen at once and kept nowhere yet: {@link #changes} hands them over. Not safe for several
 * threads. Range deletes are handed over but not seen by reads of this overlay.
 *
 * <p>Remembers rows that were got below it or {@link #written} there, the last ones up to a limit, until {@link #clear} or {@link
 * #forgetRead}: so nobody else may change those meanwhile.
 */
public final class Overlay implements TableView {
    /** So many rows are remembered, and as many more that were asked for before them. */
    private static final int GOT_MAX = 8192;

    private final TableView base;
    private final Map<Table<?, ?>, TreeMap<Object, Optional<Object>>> changed = new LinkedHashMap<>();
    private final List<Change> ranges = new ArrayList<>();
    private int rows;
    private IdentityHashMap<Table<?, ?>, Map<Object, Optional<Object>>> got = new IdentityHashMap<>();
    private IdentityHashMap<Table<?, ?>, Map<Object, Optional<Object>>> gotBefore = new IdentityHashMap<>();
    private int gotRows;

    public Overlay(TableView base) {
        this.base = base;
    }

    @Override
    @SuppressWarnings("unchecked") // a table's map holds only values of that table, see put
    public <K extends Comparable<? super K>, V> @Nullable V get(Table<K, V> table, K key) {
        TreeMap<Object, Optional<Object>> rows = changed.get(table);
        Optional<Object> row = rows == null ? null : rows.get(key);
        return row != null ? (V) row.orElse(null) : (V) below(table, key).orElse(null);
    }

    private <K extends Comparable<? super K>, V> Optional<Object> below(Table<K, V> table, K key) {
        Map<Object, Optional<Object>> known = got.get(table);
        Optional<Object> row = known == null ? null : known.get(key);
        if (row != null) {
            return row;
        }
        Map<Object, Optional<Object>> before = gotBefore.get(table);
        row = before == null ? null : before.get(key);
        if (row == null) {
            row = Optional.ofNullable(base.get(table, key));
        }
        remember(table, key, row);
        return row;
    }

    /** The rows asked for longest ago are forgotten, many at a time. */
    private void remember(Table<?, ?> table, Object key, Optional<Object> row) {
        if (gotRows == GOT_MAX) {
            gotBefore = got;
            got = new IdentityHashMap<>();
            gotRows = 0;
        }
        if (got.computeIfAbsent(table, t -> new HashMap<>()).put(key, row) == null) {
            gotRows++;
        }
    }

    /** From here on everything is read again: somebody else may have changed it. */
    public void forgetRead() {
        got.clear();
        gotBefore.clear();
        gotRows = 0;
    }

    /**
     * Reads a range below at once, so that asking for keys of it reads nothing any more, and neither does asking for those that are not
     * there.
     *
     * @param keys in the range
     */
    public <K extends Comparable<? super K>, V> void readAhead(Table<K, V> table, K from, K to, Iterable<K> keys) {
        Map<K, V> there = new HashMap<>();
        base.scan(table, from, to).forEachRemaining(row -> there.put(row.getKey(), row.getValue()));
        for (K key : keys) {
            remember(table, key, Optional.ofNullable(there.get(key)));
        }
    }

    @Override
    @SuppressWarnings("unchecked") // as above
    public <K extends Comparable<? super K>, V> Iterator<Map.Entry<K, V>> scan(
            Table<K, V> table, K from, @Nullable K to) {
        TreeMap<Object, Optional<Object>> rows = changed.get(table);
        Iterator<Map.Entry<K, V>> below = base.scan(table, from, to);
        if (rows == null) {
            return below;
        }
        NavigableMap<Object, Optional<Object>> above =
                to == null ? rows.tailMap(from, true) : rows.subMap(from, true, to, false);
        return above.isEmpty() ? below : new Merged<>((NavigableMap<K, Optional<V>>) (NavigableMap<?, ?>) above, below);
    }

    public <K extends Comparable<? super K>, V> void put(Table<K, V> table, K key, V value) {
        change(table, key, Optional.of(value));
    }

    public <K extends Comparable<? super K>, V> void delete(Table<K, V> table, K key) {
        change(table, key, Optional.empty());
    }

    public <K extends Comparable<? super K>, V> void deleteRange(Table<K, V> table, K from, K to) {
        ranges.add(new Change.Range<>(table, from, to));
    }

    /** How many different rows have been changed. */
    public int size() {
        return rows + ranges.size();
    }

    /** All changes have been written below: they are remembered as what was read there. */
    public void written() {
        if (ranges.isEmpty()) {
            changed.forEach((table, rows) -> rows.forEach((key, row) -> remember(table, key, row)));
        } else {
            forgetRead();
        }
        changed.clear();
        ranges.clear();
        rows = 0;
    }

    /** Drops all changes, and forgets what was read. */
    public void clear() {
        changed.clear();
        ranges.clear();
        rows = 0;
        forgetRead();
    }

    /** All changes: ranges first, then rows by table and key; each key once. */
    public List<Change> changes() {
        List<Change> all = new ArrayList<>(size());
        all.addAll(ranges);
        changed.forEach((table, rows) -> collect(table, rows, all));
        return all;
    }

    @SuppressWarnings("unchecked") // as above
    private static <K extends Comparable<? super K>, V> void collect(
            Table<K, V> table, Map<Object, Optional<Object>> rows, List<Change> into) {
        rows.forEach((key, value) -> into.add(new Change.Row<>(table, (K) key, (V) value.orElse(null))));
    }

    private void change(Table<?, ?> table, Object key, Optional<?> value) {
        @SuppressWarnings("unchecked")
        Optional<Object> row = (Optional<Object>) value;
        if (changed.computeIfAbsent(table, t -> new TreeMap<>()).put(key, row) == null) {
            rows++;
        }
    }

    /** Both sorted sides as one; the changes win. */
    private static final class Merged<K extends Comparable<? super K>, V> implements Iterator<Map.Entry<K, V>> {
        private final Iterator<Map.Entry<K, Optional<V>>> above;
        private final Iterator<Map.Entry<K, V>> below;
        private Map.@Nullable Entry<K, Optional<V>> nextAbove;
        private Map.@Nullable Entry<K, V> nextBelow;
        private Map.@Nullable Entry<K, V> next;

        Merged(NavigableMap<K, Optional<V>> above, Iterator<Map.Entry<K, V>> below) {
            this.above = above.entrySet().iterator();
            this.below = below;
            nextAbove = this.above.hasNext() ? this.above.next() : null;
            nextBelow = below.hasNext() ? below.next() : null;
            next = advance();
        }

        private Map.@Nullable Entry<K, V> advance() {
            while (nextAbove != null || nextBelow != null) {
                int order = nextAbove == null
                        ? 1
                        : nextBelow == null ? -1 : nextAbove.getKey().compareTo(nextBelow.getKey());
                if (order > 0) {
                    Map.Entry<K, V> row = nextBelow;
                    nextBelow = below.hasNext() ? below.next() : null;
                    return row;
                }
                if (order == 0) {
                    nextBelow = below.hasNext() ? below.next() : null;
                }
                Map.Entry<K, Optional<V>> row = java.util.Objects.requireNonNull(nextAbove);
                nextAbove = above.hasNext() ? above.next() : null;
                V value = row.getValue().orElse(null);
                if (value != null) {
                    return Map.entry(row.getKey(), value);
                }
            }
            return null;
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public Map.Entry<K, V> next() {
            Map.Entry<K, V> row = next;
            if (row == null) {
                throw new NoSuchElementException();
            }
            next = advance();
            return row;
        }
    }
}
