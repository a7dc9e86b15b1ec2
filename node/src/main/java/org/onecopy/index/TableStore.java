package org.onecopy.index;

import java.nio.file.Path;
import java.util.List;
import org.onecopy.core.table.Change;
import org.onecopy.core.table.TableView;

/**
 * Durable ordered tables. Reads see every write that has returned. Safe to call from many threads; iterators are each for one
 * thread, and may be given up at any time. What fails throws a {@link org.onecopy.problem.ProblemException} ({@code INTERNAL}); a
 * failed write has changed nothing, and the node should stop. Use after {@link #close} throws {@link IllegalStateException}.
 */
public interface TableStore extends TableView, AutoCloseable {
    Schema schema();

    /**
     * Writes changes, all or nothing, also across the death of the process.
     *
     * @param sync whether to return only when they also survive a loss of power; without it a loss of power may take the newest
     *     writes away, always a whole tail of them
     */
    void write(Batch batch, boolean sync);

    /** As {@link #write(Batch, boolean)}. */
    default void write(List<Change> changes, boolean sync) {
        write(Batch.of(schema(), changes), sync);
    }

    /** The tables as they are now, unchanged by later writes. To be closed soon: it keeps old rows from being dropped. */
    Snapshot snapshot();

    /**
     * Makes everything written so far durable, then copies the store into a directory, which can be opened as a store. By hard
     * links where the directory is on the same volume, so in milliseconds.
     *
     * @param directory does not exist yet; its parent does
     */
    void checkpoint(Path directory);

    @Override
    void close();

    /** A view that does not change. */
    interface Snapshot extends TableView, AutoCloseable {
        @Override
        void close();
    }

    /** Opens stores of one schema, making empty ones where there are none. */
    interface Opener {
        TableStore open(Path directory);
    }
}
