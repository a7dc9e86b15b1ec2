package org.onecopy.admin.events;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.api.EventView;

/**
 * One listener's queue. Events come in from any thread; one thread takes them out. A listener that falls {@link #WAITING_MAX}
 * events behind is dropped: it takes what is queued and then learns that it was.
 */
public final class EventSubscription implements AutoCloseable {
    /** How many events may wait for a listener, apart from those it asked for when it began. */
    public static final int WAITING_MAX = 1_000;

    private final Consumer<EventSubscription> onClose;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<EventView> waiting;
    private final int waitingMax;
    private boolean dropped;
    private boolean ended;

    EventSubscription(List<EventView> backlog, Consumer<EventSubscription> onClose) {
        this.waiting = new ArrayDeque<>(backlog);
        this.waitingMax = backlog.size() + WAITING_MAX;
        this.onClose = onClose;
    }

    /** Never waits for the listener. */
    void offer(EventView event) {
        lock.lock();
        try {
            if (waiting.size() >= waitingMax) {
                dropped = true;
            }
            if (!dropped) {
                waiting.addLast(event);
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next event.
     *
     * @param patience how long to wait for one
     * @return null where none came in time, or {@link #isOver()}
     */
    public @Nullable EventView next(Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = patience.toNanos();
            while (waiting.isEmpty() && !dropped && !ended && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return waiting.pollFirst();
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing more will come: the listener was too slow or the log is closed, and the queue is empty. */
    public boolean isOver() {
        lock.lock();
        try {
            return (dropped || ended) && waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the listener was too slow, so that later events are missing. */
    public boolean isDropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        onClose.accept(this);
    }
}
