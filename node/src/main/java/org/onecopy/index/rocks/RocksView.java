package org.onecopy.index.rocks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.table.Table;
import org.onecopy.core.table.TableView;
import org.onecopy.index.Column;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;

/** Reads a store: as it is at each moment, or as it was when a snapshot was taken. */
class RocksView implements TableView {
    /** Rows that an iteration reads at once: few at first, because most are given up after the first rows. */
    private static final int CHUNK_FIRST = 4;

    private static final int CHUNK_MAX = 256;

    private final RocksTableStore store;
    private final @Nullable Snapshot snapshot;
    private final ReadOptions options = new ReadOptions();

    RocksView(RocksTableStore store, @Nullable Snapshot snapshot) {
        this.store = store;
        this.snapshot = snapshot;
        if (snapshot != null) {
            options.setSnapshot(snapshot);
        }
    }

    @Override
    public <K extends Comparable<? super K>, V> @Nullable V get(Table<K, V> table, K key) {
        Column<K, V> column = store.schema().column(table);
        ColumnFamilyHandle family = store.family(column);
        if (family == null) {
            store.use("read", this::checkOpen);
            return null;
        }
        byte[] bytes = column.keys().encode(key);
        byte @Nullable [] row = store.use("read", () -> {
            checkOpen();
            return store.database().get(family, options, bytes);
        });
        return row == null ? null : column.rows().decode(row);
    }

    @Override
    public <K extends Comparable<? super K>, V> List<@Nullable V> getAll(Table<K, V> table, List<K> keys) {
        Column<K, V> column = store.schema().column(table);
        ColumnFamilyHandle family = store.family(column);
        if (family == null || keys.isEmpty()) {
            store.use("read", this::checkOpen);
            return new ArrayList<>(Collections.nCopies(keys.size(), null));
        }
        byte[][] encoded = keys.stream().map(key -> column.keys().encode(key)).toArray(byte[][]::new);
        byte[] @Nullable [] found = store.use("read", () -> rows(family, encoded));
        List<@Nullable V> rows = new ArrayList<>(keys.size());
        for (byte @Nullable [] row : found) {
            rows.add(row == null ? null : column.rows().decode(row));
        }
        return rows;
    }

    /**
     * By one iteration in the order of the keys, because a step to the next row costs a fifth of a get; a get of many keys at once was
     * hardly faster than one after the other.
     */
    private byte[] @Nullable [] rows(ColumnFamilyHandle family, byte[][] keys) throws RocksDBException {
        checkOpen();
        Integer[] order = new Integer[keys.length];
        Arrays.setAll(order, n -> n);
        Arrays.sort(order, (one, other) -> Arrays.compareUnsigned(keys[one], keys[other]));
        byte[] @Nullable [] rows = new byte[keys.length][];
        try (RocksIterator iterator = store.database().newIterator(family, options)) {
            boolean begun = false;
            for (int n : order) {
                int to = begun ? compare(iterator, keys[n]) : -1;
                if (begun && to < 0) {
                    iterator.next();
                    to = compare(iterator, keys[n]);
                }
                if (to < 0) {
                    iterator.seek(keys[n]);
                    begun = true;
                    to = compare(iterator, keys[n]);
                }
                rows[n] = to == 0 ? iterator.value() : null;
            }
            iterator.status();
        }
        return rows;
    }

    /** Where an iteration stands, beside a key; behind all where it has ended. */
    private static int compare(RocksIterator iterator, byte[] key) {
        return iterator.isValid() ? Arrays.compareUnsigned(iterator.key(), key) : 1;
    }

    @Override
    public <K extends Comparable<? super K>, V> Iterator<Map.Entry<K, V>> scan(
            Table<K, V> table, K from, @Nullable K to) {
        Column<K, V> column = store.schema().column(table);
        return new Scan<>(
                column,
                column.keys().encode(from),
                to == null ? null : column.keys().encode(to));
    }

    /** @return the rows of a range, at most so many; fewer only where the range ends */
    private Queue<Raw> rows(Column<?, ?> column, byte[] from, byte @Nullable [] to, int limit) {
        return store.use("read", () -> {
            checkOpen();
            try (ReadOptions range = new ReadOptions();
                    Slice end = new Slice(to == null ? from : to)) {
                if (snapshot != null) {
                    range.setSnapshot(snapshot);
                }
                if (to != null) {
                    range.setIterateUpperBound(end);
                }
                return rows(column, from, range, limit);
            }
        });
    }

    private Queue<Raw> rows(Column<?, ?> column, byte[] from, ReadOptions range, int limit) throws RocksDBException {
        ColumnFamilyHandle family = store.family(column);
        if (family == null) {
            return new ArrayDeque<>();
        }
        Queue<Raw> rows = new ArrayDeque<>(limit);
        try (RocksIterator iterator = store.database().newIterator(family, range)) {
            for (iterator.seek(from); iterator.isValid() && rows.size() < limit; iterator.next()) {
                rows.add(new Raw(iterator.key(), iterator.value()));
            }
            iterator.status();
        }
        return rows;
    }

    private boolean checkOpen() {
        if (!options.isOwningHandle()) {
            throw new IllegalStateException("this snapshot of a store is closed");
        }
        return true;
    }

    /** Frees what is native. Only while the store is open. */
    void free() {
        options.close();
        if (snapshot != null) {
            store.database().releaseSnapshot(snapshot);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // carries bytes, never compared
    private record Raw(byte[] key, byte[] row) {}

    /** Reads chunk after chunk, each behind the last key before, so that it holds nothing that somebody would have to close. */
    private final class Scan<K extends Comparable<? super K>, V> implements Iterator<Map.Entry<K, V>> {
        private final Column<K, V> column;
        private final byte @Nullable [] to;
        private byte[] from;
        private Queue<Raw> chunk;
        private int limit = CHUNK_FIRST;
        private boolean last;

        Scan(Column<K, V> column, byte[] from, byte @Nullable [] to) {
            this.column = column;
            this.from = from;
            this.to = to;
            chunk = read();
        }

        private Queue<Raw> read() {
            Queue<Raw> rows = to != null && Arrays.compareUnsigned(from, to) >= 0
                    ? new ArrayDeque<>()
                    : rows(column, from, to, limit);
            last = rows.size() < limit;
            limit = Math.min(4 * limit, CHUNK_MAX);
            return rows;
        }

        @Override
        public boolean hasNext() {
            if (chunk.isEmpty() && !last) {
                chunk = read();
            }
            return !chunk.isEmpty();
        }

        @Override
        public Map.Entry<K, V> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Raw raw = chunk.remove();
            if (chunk.isEmpty()) {
                from = Arrays.copyOf(raw.key(), raw.key().length + 1);
            }
            return Map.entry(column.keys().decode(raw.key()), column.rows().decode(raw.row()));
        }
    }
}
