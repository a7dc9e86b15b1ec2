package org.onecopy.app;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.onecopy.location.Ticks;
import org.onecopy.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long this node may act on what it knows of a membership. A process that was stopped, or whose machine was, and a node that is cut
 * off, do not know that another one has become the writer of their zone meanwhile; so the lease ends before anybody is replaced, and
 * begins again only once the log has been heard up to its end (H47; Gray and Cheriton, Leases, SOSP 1989). Safe to use from many threads.
 */
final class Lease {
    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    private final String of;
    private final long nanos;
    private final Ticks ticks;
    private final Supplier<Duration> sinceHeard;
    private final Supplier<CompletableFuture<Long>> hearing;
    private volatile long renewedNanos;
    private volatile boolean lost;
    private boolean hears;

    /**
     * It holds at first, because who begins to write claims an epoch through the log.
     *
     * @param of the membership, for the log
     * @param length shorter than after what a silent writer is replaced
     * @param sinceHeard how long ago the leader, or a majority, was heard
     * @param hearing brings everything that is agreed by then; may block
     */
    Lease(
            String of,
            Duration length,
            Ticks ticks,
            Supplier<Duration> sinceHeard,
            Supplier<CompletableFuture<Long>> hearing) {
        this.of = of;
        this.nanos = length.toNanos();
        this.ticks = ticks;
        this.sinceHeard = sinceHeard;
        this.hearing = hearing;
        renewedNanos = ticks.nanos();
    }

    /** Whether this node may act. Cheap. */
    boolean holds() {
        return !lost && ticks.nanos() - renewedNanos <= nanos;
    }

    /** Looks whether the log is still heard; to be called several times within the length of the lease. Never blocks. */
    synchronized void renew() {
        long now = ticks.nanos();
        boolean stood = now - renewedNanos > nanos;
        if (stood || isSilent()) {
            if (!lost) {
                LOG.warn(
                        "{} is not heard{}: nothing is written until it is",
                        of,
                        stood ? ", this process stood still" : "");
            }
            lost = true;
        }
        renewedNanos = now; // after the above: between the two it would hold for a moment
        if (lost && !hears) {
            hears = true;
            Thread.ofVirtual().name("lease").start(this::hear);
        }
    }

    private boolean isSilent() {
        try {
            return sinceHeard.get().toNanos() > nanos;
        } catch (ProblemException e) {
            return true; // it takes no part at present
        }
    }

    private void hear() {
        long began = ticks.nanos();
        boolean heard = false;
        try {
            hearing.get().join();
            heard = true;
        } catch (RuntimeException e) {
            LOG.debug("{} is not heard yet", of, e);
        } finally {
            heard(heard, began);
        }
    }

    private synchronized void heard(boolean heard, long began) {
        hears = false;
        if (heard && ticks.nanos() - began <= nanos && !isSilent()) { // else asked before another stop, perhaps
            lost = false;
            LOG.info("{} is heard again", of);
        }
    }
}
