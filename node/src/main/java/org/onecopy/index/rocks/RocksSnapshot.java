package org.onecopy.index.rocks;

import org.onecopy.index.TableStore;
import org.rocksdb.Snapshot;

/** The tables of a store as they once were. For one thread at a time. */
final class RocksSnapshot extends RocksView implements TableStore.Snapshot {
    private final RocksTableStore store;

    RocksSnapshot(RocksTableStore store, Snapshot handle) {
        super(store, handle);
        this.store = store;
    }

    @Override
    public void close() {
        store.release(this);
    }
}
