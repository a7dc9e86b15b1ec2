package org.onecopy.app;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.table.Change;
import org.onecopy.location.LocalRecords;
import org.onecopy.storage.HintSink;
import org.onecopy.storage.Tree;
import org.onecopy.storage.Watch;

/** What a node has of a rule only while it is its zone's writer: the records to itself, and the storage's hints. */
final class WriterOffice implements LocalRecords.Store, AutoCloseable {
    private final LocalRecords.Store store;
    private final Tree tree;
    private @Nullable HintSink sink;
    private @Nullable Watch watch;

    /** @param tree whose hints are wanted, where it has any */
    WriterOffice(LocalRecords.Store store, Tree tree) {
        this.store = store;
        this.tree = tree;
    }

    /** Where hints go; to be called once, before the node becomes the writer. */
    void hintsFor(HintSink hints) {
        sink = hints;
    }

    @Override
    public void write(List<Change> changes, boolean durable) {
        store.write(changes, durable);
    }

    @Override
    public void keep(List<Change> changes) {
        store.keep(changes);
    }

    @Override
    public void begin() {
        store.begin();
        if (watch == null && sink != null) {
            watch = tree.watch(sink);
        }
    }

    @Override
    public void end() {
        close();
        store.end();
    }

    @Override
    public void close() {
        Watch open = watch;
        watch = null;
        if (open != null) {
            open.close();
        }
    }
}
