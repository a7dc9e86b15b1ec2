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
 * A table store in one RocksDB database: one column family per table, with a write-ahead log. Between power losses it loses nothing
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
    private final List<ColumnFamilyHandle> families;
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
        List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
        descriptors.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, tuning.table));
        schema.columns().forEach(column -> descriptors.add(new ColumnFamilyDescriptor(nameOf(column), tuning.table)));
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try {
            Files.createDirectories(directory);
            refuseUnknownTables();
            database = RocksDB.open(tuning.database, directory.toString(), descriptors, handles);
        } catch (RocksDBException | IOException e) {
            tuning.close();
            throw failed("open", e);
        }
        defaultFamily = handles.getFirst();
        families = List.copyOf(handles.subList(1, handles.size()));
        view = new RocksView(this, null);
    }

    private static byte[] nameOf(Column<?, ?> column) {
        return column.table().name().getBytes(StandardCharsets.UTF_8);
    }

    /** A table that this release does not know was written by a newer one: to go on without it would lose it silently. */
    private void refuseUnknownTables() throws RocksDBException {
        Set<String> unknown = new HashSet<>();
        try (Options options = new Options()) {
            RocksDB.listColumnFamilies(options, directory.toString())
                    .forEach(name -> unknown.add(new String(name, StandardCharsets.UTF_8)));
        }
        unknown.remove(new String(RocksDB.DEFAULT_COLUMN_FAMILY, StandardCharsets.UTF_8));
        schema.columns().forEach(column -> unknown.remove(column.table().name()));
        if (!unknown.isEmpty()) {
            throw new ProblemException(
                    ProblemCode.INTERNAL,
                    "the store " + directory + " holds the tables " + unknown
                            + ", which this release does not know; run the release that wrote them, or a newer one");
        }
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
                    ColumnFamilyHandle family = family(mutation.column());
                    switch (mutation.kind()) {
                        case PUT -> writes.put(family, mutation.key(), mutation.rest());
                        case DELETE -> writes.delete(family, mutation.key());
                        case DELETE_RANGE -> writes.deleteRange(family, mutation.key(), mutation.rest());
                    }
                }
                database.write(sync ? synced : unsynced, writes);
                return true;
            }
        });
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
            families.forEach(ColumnFamilyHandle::close);
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
