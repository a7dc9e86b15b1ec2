package org.onecopy.writer;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes one waiting thread; a call while nobody waits is remembered. Safe to call from many threads. */
public final class Wakeup {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition called = lock.newCondition();
    private boolean pending;

    public void call() {
        lock.lock();
        try {
            pending = true;
            called.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until called, or so long at most. */
    public void await(long nanosMax) throws InterruptedException {
        lock.lock();
        try {
            long left = nanosMax;
            while (!pending && left > 0) {
                left = called.awaitNanos(left);
            }
            pending = false;
        } finally {
            lock.unlock();
        }
    }

    /** Waits as {@link #await(long)}, in another unit. */
    public void await(long max, TimeUnit unit) throws InterruptedException {
        await(unit.toNanos(max));
    }
}
