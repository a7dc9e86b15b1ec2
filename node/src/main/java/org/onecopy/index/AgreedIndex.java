package org.onecopy.index;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.onecopy.agreement.Agreement.AgreedState;
import org.onecopy.core.namespace.Delta;
import org.onecopy.core.table.Change;
import org.onecopy.core.table.TableView;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.Version;
import org.onecopy.problem.ProblemException;

/**
 * Tables that are the state of one log. Each entry's changes, its index and the state's hash are written in one step (R4), so an
 * entry is applied exactly once however often the log is replayed, and a crash leaves the state after some entry.
 *
 * <p>Entries are written without a sync: the write-ahead log of the store survives the end of the process, and a loss of power may
 * take the newest entries away, as a whole tail. The log of the agreement is what lasts, so <b>it must never be purged beyond the index
 * that the last {@link #checkpoint} returned</b>: that one flushes and syncs the store.
 *
 * <p>The methods of {@link AgreedState} are called by one thread at a time; all others may be called by any thread. Whatever they
 * throw stops the node (R3): the state is then that of the entry before.
 */
public abstract class AgreedIndex implements AgreedState, AutoCloseable {
    /** At each multiple of this index the hash is kept for comparison with other nodes. */
    public static final long HASH_STEP = 1024;

    /** So many kept hashes: over a million entries. */
    private static final long HASHES_MAX = 1024;

    private final Path directory;
    private final Generations generations;
    private final TableStore.Opener opener;
    private final int incarnation;
    private final List<AppliedListener> listeners = new CopyOnWriteArrayList<>();
    private final ReadWriteLock life = new ReentrantReadWriteLock();
    private final Set<Held> held = Collections.synchronizedSet(new HashSet<>());
    private volatile TableStore store;
    private volatile Applied applied;

    /**
     * Opens the state. In a later incarnation than it was written in, it stands at the beginning of the new log, one beyond where it
     * stood.
     *
     * @param directory of this state alone; created where missing
     * @param opener opens stores with the tables that every agreed state has, and its own
     * @throws ProblemException {@code INTERNAL} where the state is damaged, of a newer release, or of a later incarnation
     */
    protected AgreedIndex(Path directory, TableStore.Opener opener, int incarnation) {
        this.directory = directory;
        this.opener = opener;
        this.incarnation = incarnation;
        generations = new Generations(directory);
        generations.clean();
        store = opener.open(generations.current());
        try {
            Applied there = appliedOf(store);
            applied = there == null ? Applied.nothing(incarnation) : there;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** What an entry changes: a pure function, the same at every node. */
    protected abstract Delta delta(TableView view, long index, byte[] entry);

    private @Nullable Applied appliedOf(TableStore opened) {
        Applied there = opened.get(AppliedTables.APPLIED, AppliedTables.HERE);
        if (there != null && there.format() > Applied.FORMAT) {
            throw refused("format " + there.format() + ", and this release knows " + Applied.FORMAT
                    + "; run the release that wrote it, or a newer one");
        }
        if (there != null && there.incarnation() > incarnation) {
            throw refused("incarnation " + there.incarnation() + ", and this node was left in " + incarnation
                    + "; let it join the network anew");
        }
        return there == null || there.incarnation() == incarnation ? there : there.inIncarnation(incarnation);
    }

    private ProblemException refused(String why) {
        return new ProblemException(ProblemCode.INTERNAL, "the state in " + directory + " is of " + why);
    }

    @Override
    public final long appliedIndex() {
        return applied.index();
    }

    @Override
    public final long appliedTerm() {
        return applied.term();
    }

    /** The hash of the state after {@link #appliedIndex()}. */
    public final StateHash hash() {
        return applied.hash();
    }

    /**
     * The hash of the state before the entry at an index, for comparison with other nodes.
     *
     * @param index a multiple of {@link #HASH_STEP}
     * @return empty where that is not reached yet, too long ago, or no entry with a command stood in the steps around it
     */
    public final Optional<StateHash> hashBefore(long index) {
        return read(view -> Optional.ofNullable(view.get(AppliedTables.HASHES, hashKey(index / HASH_STEP))));
    }

    /** Tells a listener from now on. */
    public final void listen(AppliedListener listener) {
        listeners.add(listener);
    }

    /** Applies an entry; one that has been applied already changes nothing. */
    @Override
    public final void apply(long term, long index, byte[] entry) {
        if (index <= applied.index()) {
            return;
        }
        Delta delta = delta(store, index, entry);
        Batch changes = Batch.of(store.schema(), delta.changes());
        Applied before = applied;
        Applied after = new Applied(
                Applied.FORMAT, incarnation, term, index, index, before.hash().after(index, changes));
        store.write(changes.then(Batch.of(store.schema(), bookkeeping(before, after))), false);
        applied = after;
        listeners.forEach(listener -> listener.applied(index, delta.touched()));
    }

    /** What goes with each entry and is not part of the hash. */
    private List<Change> bookkeeping(Applied before, Applied after) {
        List<Change> changes = new ArrayList<>();
        changes.add(new Change.Row<>(AppliedTables.APPLIED, AppliedTables.HERE, after));
        long step = after.index() / HASH_STEP;
        if (step > before.lastEntry() / HASH_STEP) {
            changes.add(new Change.Row<>(AppliedTables.HASHES, hashKey(step), before.hash()));
            if (step > HASHES_MAX) {
                changes.add(new Change.Row<>(AppliedTables.HASHES, hashKey(step - HASHES_MAX), null));
            }
        }
        return changes;
    }

    private Long hashKey(long step) {
        return Version.of(incarnation, step * HASH_STEP, 0).packed();
    }

    @Override
    public final void skip(long term, long index) {
        if (index > applied.index()) {
            applied = applied.skipped(term, index);
        }
    }

    /** As {@link AgreedState#checkpoint}. Also makes this state itself durable up to the returned index. */
    @Override
    public final long checkpoint(Path target) {
        Applied here = applied;
        store.write(List.of(new Change.Row<>(AppliedTables.APPLIED, AppliedTables.HERE, here)), false);
        store.checkpoint(target);
        return here.index();
    }

    /**
     * As {@link AgreedState#install}. The checkpoint itself stays untouched. Waits for readers; after a crash in the middle the state is
     * the old one or the new one.
     */
    @Override
    public final void install(Path checkpoint) {
        Path generation = generations.prepare(checkpoint);
        TableStore fresh = opener.open(generation);
        Applied there;
        try {
            there = appliedOf(fresh);
            if (there == null) {
                throw new ProblemException(ProblemCode.INTERNAL, "in " + checkpoint + " is no checkpoint of a state");
            }
            generations.activate(generation);
        } catch (RuntimeException e) {
            fresh.close();
            throw e;
        }
        Lock lock = life.writeLock();
        lock.lock();
        try {
            takeBack();
            store.close();
            store = fresh;
            applied = there;
        } finally {
            lock.unlock();
        }
        generations.clean();
        listeners.forEach(listener -> listener.installed(there.index()));
    }

    /**
     * Runs a reading function over the state after one entry. It must not keep the view, and should be short: it keeps a replacement
     * of the state waiting. Does not wait for entries being applied.
     *
     * @throws IllegalStateException after the end
     */
    public final <T extends @Nullable Object> T read(Function<TableView, T> reader) {
        Lock lock = life.readLock();
        lock.lock();
        try (TableStore.Snapshot view = store.snapshot()) {
            return reader.apply(view);
        } finally {
            lock.unlock();
        }
    }

    /**
     * A view of the state as it is now, which stays the same while entries are applied. Called by a listener while it is told of an entry,
     * it is the state right after that entry.
     *
     * @throws IllegalStateException after the end
     */
    public final Held hold() {
        Lock lock = life.readLock();
        lock.lock();
        try {
            Held view = new Held(store.snapshot());
            held.add(view);
            return view;
        } finally {
            lock.unlock();
        }
    }

    /** A view that stays, for one thread at a time. To be closed, and at once where it {@link #isWantedBack}. */
    public final class Held implements AutoCloseable {
        private final TableStore.Snapshot view;
        private volatile boolean wantedBack;

        private Held(TableStore.Snapshot view) {
            this.view = view;
        }

        public TableView view() {
            return view;
        }

        /** Whether the state is to be replaced or closed, which waits for this view. To be asked often. */
        public boolean isWantedBack() {
            return wantedBack;
        }

        @Override
        public void close() {
            synchronized (held) {
                if (held.remove(this)) {
                    view.close();
                    held.notifyAll();
                }
            }
        }
    }

    /** Waits until nobody holds a view; called where no new one can be made. */
    private void takeBack() {
        synchronized (held) {
            held.forEach(view -> view.wantedBack = true);
            boolean interrupted = false;
            while (!held.isEmpty()) {
                try {
                    held.wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public final void close() {
        Lock lock = life.writeLock();
        lock.lock();
        try {
            takeBack();
            store.close();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + directory + ", index " + applied.index() + "]";
    }
}
