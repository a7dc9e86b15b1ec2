package org.onecopy.index.rocks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.table.Table;
import org.onecopy.index.Batch;
import org.onecopy.index.Column;
import org.onecopy.index.Schema;
import org.onecopy.index.TableStore;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * A table store in one RocksDB database: one column family per table, made when the table is first written, with a write-ahead log.
 * So a store in which nothing of a newer release's tables was written yet is still one that the release before opens. Between power losses it loses nothing
 * that was written; a synced write and {@link #checkpoint} make everything before them safe from these too.
 *
 * <p>Every native call runs under a shared lock that {@link #close} takes alone, because a call on a closed database would end the
 * process. Iterators hold nothing native: they read in chunks.
 */
final class RocksTableStore implements TableStore {
    private final Schema schema;
    private final Path directory;
    private final RocksTuning tuning;
    private final RocksDB database;
    private final ColumnFamilyHandle defaultFamily;
    /** By position of the column; nothing where the table was never written. */
    private final AtomicReferenceArray<@Nullable ColumnFamilyHandle> families;

    private final Object making = new Object();
    private final WriteOptions unsynced = new WriteOptions();
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private final RocksView view;
    private final ReadWriteLock life = new ReentrantReadWriteLock();
    private final Set<RocksSnapshot> snapshots = ConcurrentHashMap.newKeySet();
    private boolean closed;

    RocksTableStore(Schema schema, Path directory, RocksTuning tuning) {
        this.schema = schema;
        this.directory = directory;
        this.tuning = tuning;
        families = new AtomicReferenceArray<>(schema.columns().size());
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        List<Column<?, ?>> written;
        try {
            Files.createDirectories(directory);
            written = written();
            List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
            descriptors.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, tuning.table));
            written.forEach(column -> descriptors.add(new ColumnFamilyDescriptor(nameOf(column), tuning.table)));
            database = RocksDB.open(tuning.database, directory.toString(), descriptors, handles);
        } catch (RocksDBException | IOException e) {
            tuning.close();
            throw failed("open", e);
        }
        defaultFamily = handles.getFirst();
        for (int n = 0; n < written.size(); n++) {
            families.set(written.get(n).position(), handles.get(n + 1));
        }
        view = new RocksView(this, null);
    }

    private static byte[] nameOf(Column<?, ?> column) {
        return column.table().name().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The tables that the database holds.
     *
     * @throws ProblemException {@code INTERNAL} where one of them is unknown to this release: a newer one wrote it, and to go on
     *     without it would lose it silently
     */
    private List<Column<?, ?>> written() throws RocksDBException {
        Set<String> names = new HashSet<>();
        try (Options options = new Options()) {
            RocksDB.listColumnFamilies(options, directory.toString())
                    .forEach(name -> names.add(new String(name, StandardCharsets.UTF_8)));
        }
        names.remove(new String(RocksDB.DEFAULT_COLUMN_FAMILY, StandardCharsets.UTF_8));
        List<Column<?, ?>> written = schema.columns().stream()
                .filter(column -> names.remove(column.table().name()))
                .toList();
        if (!names.isEmpty()) {
            throw new ProblemException(
                    ProblemCode.INTERNAL,
                    "the store " + directory + " holds the tables " + names
                            + ", which this release does not know; run the release that wrote them, or a newer one");
        }
        return written;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public <K extends Comparable<? super K>, V> @Nullable V get(Table<K, V> table, K key) {
        return view.get(table, key);
    }

    @Override
    public <K extends Comparable<? super K>, V> Iterator<Map.Entry<K, V>> scan(
            Table<K, V> table, K from, @Nullable K to) {
        return view.scan(table, from, to);
    }

    @Override
    public void write(Batch batch, boolean sync) {
        use("write to", () -> {
            try (WriteBatch writes = new WriteBatch()) {
                for (Batch.Mutation mutation : batch.mutations()) {
                    add(mutation, writes);
                }
                database.write(sync ? synced : unsynced, writes);
                return true;
            }
        });
    }

    private void add(Batch.Mutation mutation, WriteBatch writes) throws RocksDBException {
        ColumnFamilyHandle family =
                mutation.kind() == Batch.Kind.PUT ? familyOrNew(mutation.column()) : family(mutation.column());
        if (family == null) {
            return; // there is nothing to delete
        }
        switch (mutation.kind()) {
            case PUT -> writes.put(family, mutation.key(), mutation.rest());
            case DELETE -> writes.delete(family, mutation.key());
            case DELETE_RANGE -> writes.deleteRange(family, mutation.key(), mutation.rest());
        }
    }

    private ColumnFamilyHandle familyOrNew(Column<?, ?> column) throws RocksDBException {
        ColumnFamilyHandle family = family(column);
        if (family != null) {
            return family;
        }
        synchronized (making) {
            family = family(column);
            if (family == null) {
                family = database.createColumnFamily(new ColumnFamilyDescriptor(nameOf(column), tuning.table));
                families.set(column.position(), family);
            }
            return family;
        }
    }

    @Override
    public Snapshot snapshot() {
        return use("read", () -> {
            RocksSnapshot snapshot = new RocksSnapshot(this, database.getSnapshot());
            snapshots.add(snapshot);
            return snapshot;
        });
    }

    /** No effect where the store's end has released it already. */
    void release(RocksSnapshot snapshot) {
        Lock lock = life.readLock();
        lock.lock();
        try {
            if (snapshots.remove(snapshot)) {
                snapshot.free();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void checkpoint(Path target) {
        use("checkpoint", () -> {
            // flushes all tables of this store first, which also makes them durable here
            try (Checkpoint checkpoint = Checkpoint.create(database)) {
                checkpoint.createCheckpoint(target.toString());
                return true;
            }
        });
    }

    /** @return null where nothing was ever written to the table */
    @Nullable
    ColumnFamilyHandle family(Column<?, ?> column) {
        return families.get(column.position());
    }

    RocksDB database() {
        return database;
    }

    /** Runs a native call while the database is open. */
    <T extends @Nullable Object> T use(String what, Call<T> call) {
        Lock lock = life.readLock();
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the store " + directory + " is closed");
            }
            return call.run();
        } catch (RocksDBException e) {
            throw failed(what, e);
        } finally {
            lock.unlock();
        }
    }

    /** A native call. */
    interface Call<T extends @Nullable Object> {
        T run() throws RocksDBException;
    }

    private ProblemException failed(String what, Exception cause) {
        return new ProblemException(
                ProblemCode.INTERNAL, "cannot " + what + " the store " + directory + ": " + cause.getMessage(), cause);
    }

    @Override
    public void close() {
        Lock lock = life.writeLock();
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            snapshots.forEach(RocksView::free);
            snapshots.clear();
            view.free();
            for (int n = 0; n < families.length(); n++) {
                ColumnFamilyHandle family = families.get(n);
                if (family != null) {
                    family.close();
                }
            }
            defaultFamily.close();
            database.close();
            unsynced.close();
            synced.close();
            tuning.close();
        } finally {
            lock.unlock();
        }
    }
}
