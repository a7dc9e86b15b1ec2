package org.onecopy.agreement.ratis;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.ratis.client.RaftClient;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.jspecify.annotations.Nullable;
import org.onecopy.agreement.GroupId;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The proposals of this node to one group, in the order in which they were made.
 *
 * <p>Callers wait here, for their turn and for a leader, and at most as long as the profile allows: what is refused then was never
 * sent, so it is certainly not agreed. What was sent and gets no answer has an unknown outcome, whatever Ratis says: a leader that
 * steps down answers "not leader" for entries that it may have passed on already.
 *
 * <p>A Ratis client is of no use any more after its first failure, and after a change of members may not know a new one. Then its
 * last proposals are waited for, and the next proposal makes a new client: no two clients are at work at once, which would lose the
 * order.
 */
final class ProposalPipeline implements AgreedStateMachine.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProposalPipeline.class);

    private final GroupId group;
    private final Supplier<RaftClient> newClient;
    private final BooleanSupplier leaderKnown;
    private final long waitingNanos;

    private final Semaphore room = new Semaphore(ServerProperties.PROPOSALS_MAX, true);
    private final ReentrantLock turn = new ReentrantLock(true);
    /** Guards all below; held for moments only, also by threads of Ratis. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private int underWay;
    private boolean stale = true;
    private boolean closed;
    private @Nullable RaftClient client;
    /** How many clients there have been, so that the failure of an old one is not taken for one of the current. */
    private int clients;

    /**
     * @param newClient makes a client for the current members
     * @param leaderKnown whether this node knows a leader at the moment
     */
    ProposalPipeline(GroupId group, Supplier<RaftClient> newClient, BooleanSupplier leaderKnown, Duration waiting) {
        this.group = group;
        this.newClient = newClient;
        this.leaderKnown = leaderKnown;
        this.waitingNanos = waiting.toNanos();
    }

    /** Sends an entry; waits while there is no room, no leader, or a client to be replaced. Empty entries are legal here. */
    CompletableFuture<Long> propose(byte[] entry) {
        long deadline = System.nanoTime() + waitingNanos;
        int units = 1 + entry.length / ServerProperties.PROPOSAL_UNIT_BYTES;
        try {
            if (!room.tryAcquire(units, waitingNanos, TimeUnit.NANOSECONDS)) {
                return refused(ProblemCode.TOO_BUSY, "too many proposals are under way: propose again later");
            }
        } catch (InterruptedException e) {
            return interrupted();
        }
        CompletableFuture<Long> proposed;
        try {
            proposed = inTurn(entry, deadline);
        } catch (InterruptedException e) {
            proposed = interrupted();
        } catch (ProblemException e) {
            proposed = CompletableFuture.failedFuture(e);
        }
        return proposed.whenComplete((index, failure) -> room.release(units));
    }

    private CompletableFuture<Long> interrupted() {
        Thread.currentThread().interrupt();
        return refused(ProblemCode.TOO_BUSY, "the wait for a turn was interrupted");
    }

    private CompletableFuture<Long> inTurn(byte[] entry, long deadline) throws InterruptedException {
        if (!turn.tryLock(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
            return refused(ProblemCode.NO_QUORUM, "proposals before this one have waited for a leader for too long");
        }
        try {
            lock.lockInterruptibly();
            try {
                return send(entry, deadline);
            } finally {
                lock.unlock();
            }
        } finally {
            turn.unlock();
        }
    }

    private CompletableFuture<Long> send(byte[] entry, long deadline) throws InterruptedException {
        if (!await(() -> closed || leaderKnown.getAsBoolean(), deadline)) {
            return refused(
                    ProblemCode.NO_QUORUM,
                    "this node knows no leader: check that a majority of the members run and reach each other");
        }
        if (!await(() -> closed || !stale || underWay == 0, deadline)) {
            return refused(ProblemCode.TOO_BUSY, "proposals made before a change of members are still under way");
        }
        if (closed) {
            return refused(ProblemCode.NODE_STARTING, "this node does not take part in it any more");
        }
        RaftClient ready = client;
        if (stale || ready == null) {
            closeQuietly(client);
            ready = newClient.get();
            client = ready;
            clients++;
            stale = false;
        }
        int by = clients;
        underWay++;
        return ready.async()
                .send(Message.valueOf(UnsafeByteOperations.unsafeWrap(entry)))
                .handle((reply, failure) -> answered(by, reply, failure));
    }

    private long answered(int by, @Nullable RaftClientReply reply, @Nullable Throwable failure) {
        boolean failed = reply == null || !reply.isSuccess();
        lock.lock();
        try {
            underWay--;
            if (failed && by == clients) {
                stale = true;
            }
            if (underWay == 0) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
        if (reply == null || failed) {
            Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
            throw new ProblemException(
                    ProblemCode.OUTCOME_UNKNOWN,
                    "group " + group
                            + " has not answered: the entry may be agreed, now or later; asking again with the same"
                            + " operation ids is safe",
                    cause != null ? cause : reply == null ? null : reply.getException());
        }
        return reply.getLogIndex();
    }

    /** A leader may be there now. */
    @Override
    public void leaderChanged() {
        signal(false);
    }

    /** The client may not know all members any more. */
    @Override
    public void membersChanged() {
        signal(true);
    }

    private void signal(boolean outdated) {
        lock.lock();
        try {
            stale |= outdated;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean await(BooleanSupplier condition, long deadline) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            // Nobody tells us when a leader is forgotten and found again in the same term, so look from time to time.
            boolean ignored = changed.await(Math.min(left, TimeUnit.MILLISECONDS.toNanos(100)), TimeUnit.NANOSECONDS);
        }
        return true;
    }

    private CompletableFuture<Long> refused(ProblemCode code, String why) {
        return CompletableFuture.failedFuture(
                new ProblemException(code, "nothing was proposed to group " + group + ": " + why));
    }

    /** What is under way has an unknown outcome. */
    @Override
    public void close() {
        RaftClient last;
        lock.lock();
        try {
            closed = true;
            last = client;
            client = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        closeQuietly(last);
    }

    private static void closeQuietly(@Nullable RaftClient client) {
        if (client != null) {
            try {
                client.close();
            } catch (IOException e) {
                LOG.debug("while closing a client", e);
            }
        }
    }
}
