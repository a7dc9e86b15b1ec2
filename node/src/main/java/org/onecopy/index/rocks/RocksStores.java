package org.onecopy.index.rocks;

import java.nio.file.Path;
import org.onecopy.index.Schema;
import org.onecopy.index.TableStore;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * The RocksDB stores of one process. They share one cache, in which also filters, indexes and not yet flushed writes are counted, so
 * the memory of all stores together is about its size. Safe to call from many threads.
 */
public final class RocksStores implements AutoCloseable {
    /** Enough for a small node: some millions of files. */
    public static final long CACHE_BYTES_DEFAULT = 64L << 20;

    /** Sharding a small cache finely makes single filters not fit their shard. */
    private static final int CACHE_SHARD_BITS = 2;

    private final Cache cache;
    private final WriteBufferManager writeBuffers;

    /** @param cacheBytes for all stores together; unflushed writes take up to half of it */
    public RocksStores(long cacheBytes) {
        RocksDB.loadLibrary();
        cache = new LRUCache(cacheBytes, CACHE_SHARD_BITS);
        writeBuffers = new WriteBufferManager(cacheBytes / 2, cache);
    }

    /**
     * Opens a store, or makes an empty one. After a kill or a loss of power it holds a prefix of what was written.
     *
     * @param directory of the store alone; created where missing
     * @throws org.onecopy.problem.ProblemException {@code INTERNAL} where the store is damaged, already open, or of a newer release
     */
    public TableStore open(Schema schema, Path directory) {
        return new RocksTableStore(schema, directory, new RocksTuning(cache, writeBuffers));
    }

    /** To be called when all stores are closed. */
    @Override
    public void close() {
        writeBuffers.close();
        cache.close();
    }
}
