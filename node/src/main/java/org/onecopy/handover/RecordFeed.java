package org.onecopy.handover;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.onecopy.index.Batch;
import org.onecopy.index.TableStore;

/**
 * What the writer of one rule has committed in its epoch, numbered without gaps, for those who follow. The writer never waits for them:
 * what they have not taken when too much has gathered is dropped, oldest first, and they begin anew with a whole copy. Where nobody
 * follows, nothing is kept. Safe to call from many threads.
 */
final class RecordFeed {
    private final TableStore store;
    private final long bytesMax;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Batch> kept = new ArrayDeque<>();
    private long last;
    private long keptBytes;
    private int followers;
    private boolean closed;

    /** @param bytesMax of changes that are kept for those who follow */
    RecordFeed(TableStore store, long bytesMax) {
        this.store = store;
        this.bytesMax = bytesMax;
    }

    /** Writes a commit of the writer to the store, and keeps it for those who follow. */
    void write(Batch batch, boolean durable) {
        lock.lock();
        try {
            store.write(batch, durable);
            last++;
            if (followers > 0) {
                kept.addLast(batch);
                keptBytes += bytes(batch);
                while (keptBytes > bytesMax && kept.size() > 1) {
                    keptBytes -= bytes(kept.removeFirst());
                }
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private static long bytes(Batch batch) {
        long bytes = 64;
        for (Batch.Mutation mutation : batch.mutations()) {
            bytes += mutation.key().length + mutation.rest().length + 64L;
        }
        return bytes;
    }

    /** Somebody follows from now on. @return the number of the last commit before that */
    long follow() {
        lock.lock();
        try {
            followers++;
            return last;
        } finally {
            lock.unlock();
        }
    }

    /** Somebody follows no more. */
    void leave() {
        lock.lock();
        try {
            followers--;
            if (followers == 0) {
                kept.clear();
                keptBytes = 0;
            }
        } finally {
            lock.unlock();
        }
    }

    /** The number of the last commit: the store shows all of them up to it. */
    long last() {
        lock.lock();
        try {
            return last;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The commits after one, waiting for the first of them.
     *
     * @param max how many at most
     * @return empty where none came in time; null where some of them are not kept any more, or the writer has ended
     */
    @Nullable
    List<Batch> after(long number, int max, long patienceMillis) throws InterruptedException {
        lock.lock();
        try {
            long nanos = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
            while (!closed && last == number && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            long firstKept = last - kept.size() + 1;
            if (closed || (last > number && firstKept > number + 1)) {
                return null;
            }
            List<Batch> batches = new ArrayList<>();
            long at = firstKept;
            for (Batch batch : kept) {
                if (at > number && batches.size() < max) {
                    batches.add(batch);
                }
                at++;
            }
            return batches;
        } finally {
            lock.unlock();
        }
    }

    /** Ends all streams. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
