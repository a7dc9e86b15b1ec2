package org.onecopy.index;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.table.Table;

/**
 * A table store in sorted maps, for simulations: {@link #crash} loses unsynced writes, as a loss of power does. Rows are kept in their
 * stored form, so that a simulation also runs the codecs.
 */
public final class MemoryTableStore implements TableStore {
    private static final String ROWS = "rows";

    private final Schema schema;
    private final List<Batch> unsynced = new ArrayList<>();
    private Rows durable;
    private Rows rows;
    private boolean closed;

    /** An empty store. */
    public MemoryTableStore(Schema schema) {
        this(schema, new Rows(schema));
    }

    private MemoryTableStore(Schema schema, Rows rows) {
        this.schema = schema;
        this.rows = rows;
        durable = rows.copy();
    }

    /** The store that a checkpoint wrote, or an empty one where the directory does not exist. */
    public static MemoryTableStore open(Schema schema, Path directory) {
        Rows rows = new Rows(schema);
        Path file = directory.resolve(ROWS);
        if (Files.exists(file)) {
            try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
                rows.readFrom(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new MemoryTableStore(schema, rows);
    }

    /** Loses all but the first unsynced writes. Open snapshots and iterators go on. */
    public synchronized void crash(int surviving) {
        unsynced.subList(0, Math.min(surviving, unsynced.size())).forEach(durable::write);
        unsynced.clear();
        rows = durable.copy();
    }

    /** How many writes a crash would lose at most. */
    public synchronized int unsyncedWrites() {
        return unsynced.size();
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public synchronized <K extends Comparable<? super K>, V> @Nullable V get(Table<K, V> table, K key) {
        return open().get(schema.column(table), key);
    }

    @Override
    public synchronized <K extends Comparable<? super K>, V> Iterator<Map.Entry<K, V>> scan(
            Table<K, V> table, K from, @Nullable K to) {
        return open().scan(schema.column(table), from, to);
    }

    @Override
    public synchronized void write(Batch batch, boolean sync) {
        if (open().readers > 0) {
            rows = rows.copy();
        }
        rows.write(batch);
        unsynced.add(batch);
        if (sync) {
            sync();
        }
    }

    private void sync() {
        unsynced.forEach(durable::write);
        unsynced.clear();
    }

    @Override
    public synchronized Snapshot snapshot() {
        Rows seen = open();
        seen.readers++;
        return new MemorySnapshot(seen);
    }

    @Override
    public synchronized void checkpoint(Path directory) {
        sync();
        try {
            Files.createDirectory(directory);
            try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(directory.resolve(ROWS)))) {
                open().writeTo(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    private Rows open() {
        if (closed) {
            throw new IllegalStateException("this store is closed");
        }
        return rows;
    }

    private final class MemorySnapshot implements Snapshot {
        private final Rows seen;
        private boolean released;

        MemorySnapshot(Rows seen) {
            this.seen = seen;
        }

        private void check() {
            if (released || closed) {
                throw new IllegalStateException("this snapshot is closed");
            }
        }

        @Override
        public <K extends Comparable<? super K>, V> @Nullable V get(Table<K, V> table, K key) {
            check();
            return seen.get(schema.column(table), key);
        }

        @Override
        public <K extends Comparable<? super K>, V> Iterator<Map.Entry<K, V>> scan(
                Table<K, V> table, K from, @Nullable K to) {
            check();
            return seen.scan(schema.column(table), from, to);
        }

        @Override
        public void close() {
            synchronized (MemoryTableStore.this) {
                if (!released) {
                    released = true;
                    seen.readers--;
                }
            }
        }
    }

    /** All rows, by position of their column. */
    private static final class Rows {
        private final List<NavigableMap<byte[], byte[]>> columns = new ArrayList<>();
        private int readers;

        Rows(Schema schema) {
            schema.columns().forEach(column -> columns.add(new TreeMap<>(Arrays::compareUnsigned)));
        }

        private Rows(Rows other) {
            other.columns.forEach(column -> columns.add(new TreeMap<>(column)));
        }

        Rows copy() {
            return new Rows(this);
        }

        <K extends Comparable<? super K>, V> @Nullable V get(Column<K, V> column, K key) {
            byte[] row = columns.get(column.position()).get(column.keys().encode(key));
            return row == null ? null : column.rows().decode(row);
        }

        /** Goes on from key to key, so that writes in between do no harm. */
        <K extends Comparable<? super K>, V> Iterator<Map.Entry<K, V>> scan(
                Column<K, V> column, K from, @Nullable K to) {
            NavigableMap<byte[], byte[]> all = columns.get(column.position());
            byte[] end = to == null ? null : column.keys().encode(to);
            Map.Entry<byte[], byte[]> first = all.ceilingEntry(column.keys().encode(from));
            return new Iterator<>() {
                private Map.@Nullable Entry<byte[], byte[]> next = bounded(first);

                private Map.@Nullable Entry<byte[], byte[]> bounded(Map.@Nullable Entry<byte[], byte[]> row) {
                    return row == null || (end != null && Arrays.compareUnsigned(row.getKey(), end) >= 0) ? null : row;
                }

                @Override
                public boolean hasNext() {
                    return next != null;
                }

                @Override
                public Map.Entry<K, V> next() {
                    Map.Entry<byte[], byte[]> row = next;
                    if (row == null) {
                        throw new java.util.NoSuchElementException();
                    }
                    next = bounded(all.higherEntry(row.getKey()));
                    return Map.entry(
                            column.keys().decode(row.getKey()), column.rows().decode(row.getValue()));
                }
            };
        }

        void write(Batch batch) {
            for (Batch.Mutation mutation : batch.mutations()) {
                NavigableMap<byte[], byte[]> column =
                        columns.get(mutation.column().position());
                switch (mutation.kind()) {
                    case PUT -> column.put(mutation.key(), mutation.rest());
                    case DELETE -> column.remove(mutation.key());
                    case DELETE_RANGE -> {
                        if (Arrays.compareUnsigned(mutation.key(), mutation.rest()) < 0) {
                            column.subMap(mutation.key(), mutation.rest()).clear();
                        }
                    }
                }
            }
        }

        void writeTo(DataOutputStream out) throws IOException {
            for (NavigableMap<byte[], byte[]> column : columns) {
                out.writeInt(column.size());
                for (Map.Entry<byte[], byte[]> row : column.entrySet()) {
                    out.writeInt(row.getKey().length);
                    out.write(row.getKey());
                    out.writeInt(row.getValue().length);
                    out.write(row.getValue());
                }
            }
        }

        void readFrom(DataInputStream in) throws IOException {
            for (NavigableMap<byte[], byte[]> column : columns) {
                for (int left = in.readInt(); left > 0; left--) {
                    byte[] key = in.readNBytes(in.readInt());
                    column.put(key, in.readNBytes(in.readInt()));
                }
            }
        }
    }
}
