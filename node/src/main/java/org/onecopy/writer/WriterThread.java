package org.onecopy.writer;

import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.onecopy.location.Ticks;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;
import org.onecopy.storage.Tree;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives the writer of one rule: opens the tree, polls, waits, and begins anew where the storage went away, a step failed in a way
 * that nobody foresaw, or another node has become the writer; what was not committed by then is done again.
 */
public final class WriterThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WriterThread.class);
    private static final long RETRY_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long RETRY_NANOS_MAX = TimeUnit.SECONDS.toNanos(10);

    /**
     * A writer with the tree it works on.
     *
     * @param watch ends the hints of the storage; null where it has none
     */
    public record Session(
            LocationWriter writer, Tree tree, @Nullable AutoCloseable watch) {}

    /** Is told what an administrator should know; must not block. */
    public interface Observer {
        void available();

        /** The storage is out of reach, or the writer failed; it is tried again. */
        void unavailable(RuntimeException why);
    }

    private final Ticks ticks;
    private final Wakeup wakeup = new Wakeup();
    private final Function<Wakeup, Session> opener;
    private final Observer observer;
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable Session session;
    private volatile @Nullable RuntimeException problem;
    private volatile long stepBeganNanos;
    private volatile boolean stepping;

    /**
     * Begins at once.
     *
     * @param opener opens the tree and makes a writer whose collaborators call the wake-up; may throw what {@code poll} throws
     */
    public WriterThread(String name, Ticks ticks, Function<Wakeup, Session> opener, Observer observer) {
        this.ticks = ticks;
        this.opener = opener;
        this.observer = observer;
        thread = Thread.ofPlatform().name("writer-" + name).daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Makes the writer look for work now. */
    public void wake() {
        wakeup.call();
    }

    /** The present session, or null while the storage is out of reach. */
    public @Nullable Session session() {
        return session;
    }

    /** Why there is no session, or null. */
    public @Nullable RuntimeException problem() {
        return problem;
    }

    /**
     * How long the step under way has been going on, in nanoseconds; 0 between steps. A step is bounded work, so a long one waits for
     * the storage: a mount whose server is away answers nothing, for hours. May be asked from any thread.
     */
    public long stepNanos() {
        long began = stepBeganNanos;
        return stepping ? ticks.nanos() - began : 0;
    }

    private <T> T timed(Supplier<T> step) {
        stepBeganNanos = ticks.nanos();
        stepping = true;
        try {
            return step.get();
        } finally {
            stepping = false;
        }
    }

    private void run() {
        long retryNanos = RETRY_NANOS_MIN;
        while (!closed) {
            Session opened = null;
            long began = ticks.nanos();
            try {
                opened = timed(() -> opener.apply(wakeup));
                session = opened;
                pollWhileOpen(opened);
                began = ticks.nanos() - RETRY_NANOS_MAX - 1; // another node is the writer: no failure
            } catch (InterruptedException e) {
                closed = true;
            } catch (ProblemException e) {
                failed(e);
            } catch (RuntimeException e) {
                LOG.error("{} failed and begins anew", Thread.currentThread().getName(), e);
                failed(e);
            } finally {
                session = null;
                close(opened);
            }
            retryNanos = ticks.nanos() - began > RETRY_NANOS_MAX
                    ? RETRY_NANOS_MIN
                    : Math.min(RETRY_NANOS_MAX, retryNanos * 2);
            pause(retryNanos);
        }
    }

    private void failed(RuntimeException e) {
        boolean known = problem != null && codeOf(problem) == codeOf(e);
        problem = e;
        if (!known) {
            observer.unavailable(e);
        }
    }

    private static ProblemCode codeOf(RuntimeException e) {
        return e instanceof ProblemException known ? known.code() : ProblemCode.INTERNAL;
    }

    private void pollWhileOpen(Session opened) throws InterruptedException {
        while (!closed && !opened.writer.isSpent()) {
            boolean worked = timed(opened.writer::poll);
            if (problem != null) {
                problem = null;
                observer.available();
            }
            if (!worked) {
                wakeup.await(Math.max(0, opened.writer.nextDueNanos() - ticks.nanos()));
            }
        }
    }

    private void pause(long nanos) {
        long until = ticks.nanos() + nanos;
        try {
            while (!closed && until - ticks.nanos() > 0) {
                wakeup.await(until - ticks.nanos());
            }
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    private static void close(@Nullable Session opened) {
        if (opened == null) {
            return;
        }
        try {
            if (opened.watch != null) {
                opened.watch.close();
            }
            opened.tree.close();
        } catch (Exception e) {
            LOG.warn("closing a tree failed", e);
        }
    }

    /** Stops; waits until the thread has ended, at most ten seconds. */
    @Override
    public void close() {
        closed = true;
        wakeup.call();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
