package org.onecopy.linux;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;

/**
 * An open file that many threads use and one closes: the descriptor is given back once the last call under way has returned, so that
 * no call meets another file under the same number.
 */
public final class OpenFile implements AutoCloseable {
    private static final int CLOSED = 1 << 30;

    private final int fd;
    /** Calls under way; plus {@link #CLOSED} once nothing more may begin. */
    private final AtomicInteger users = new AtomicInteger();

    public OpenFile(int fd) {
        this.fd = fd;
    }

    /**
     * Does something with the descriptor.
     *
     * @throws IllegalStateException where the file has been closed
     */
    public long with(IntToLongFunction action) {
        begin();
        try {
            return action.applyAsLong(fd);
        } finally {
            end();
        }
    }

    /**
     * As {@link #with}, for something that answers with an object.
     *
     * @throws IllegalStateException where the file has been closed
     */
    public <T> T get(IntFunction<T> action) {
        begin();
        try {
            return action.apply(fd);
        } finally {
            end();
        }
    }

    private void begin() {
        int now;
        do {
            now = users.get();
            if (now >= CLOSED) {
                throw new IllegalStateException("the file has been closed");
            }
        } while (!users.compareAndSet(now, now + 1));
    }

    private void end() {
        if (users.decrementAndGet() == CLOSED) {
            Linux.close(fd);
        }
    }

    /** No effect at the second call. */
    @Override
    public void close() {
        int now;
        do {
            now = users.get();
            if (now >= CLOSED) {
                return;
            }
        } while (!users.compareAndSet(now, now + CLOSED));
        if (now == 0) {
            Linux.close(fd);
        }
    }
}
