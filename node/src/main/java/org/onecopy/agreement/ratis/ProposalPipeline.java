package org.onecopy.agreement.ratis;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
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
import org.apache.ratis.protocol.exceptions.LeaderSteppingDownException;
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
 *
 * <p>A leader that hands over takes nothing until another one leads. What it turned away was not passed on, and is sent again in its
 * order, ahead of everything newer; but where something newer was taken meanwhile, its turn is over, and it fails.
 */
final class ProposalPipeline implements AgreedStateMachine.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProposalPipeline.class);

    /** After which time a leader that handed over is asked again. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

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

    private long numbers;
    /** What a leader that hands over has turned away, by number. */
    private final TreeMap<Long, Sent> turnedAway = new TreeMap<>();
    /** The newest number that was not turned away. */
    private long settled;
    /** Before it nothing is sent: a leader hands over. */
    private long pausedUntil = System.nanoTime();

    /**
     * An entry on its way.
     *
     * @param number its place in the order
     * @param deadline until when it is sent again where it is turned away, by {@link System#nanoTime}
     */
    private record Sent(long number, Message entry, long deadline, CompletableFuture<Long> answer) {}

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
        var _ = proposed.whenComplete((index, failure) -> room.release(units));
        return proposed;
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
            CompletableFuture<Long> refusal = awaitReady(deadline);
            if (refusal != null) {
                return refusal;
            }
            RaftClient used = current();
            takeTurnedAway().forEach(sent -> send(used, sent));
            Sent sent = new Sent(
                    ++numbers,
                    Message.valueOf(UnsafeByteOperations.unsafeWrap(entry)),
                    System.nanoTime() + waitingNanos,
                    new CompletableFuture<>());
            send(used, sent);
            return sent.answer();
        } finally {
            turn.unlock();
        }
    }

    /** @return null once an entry may be sent, else the refusal */
    private @Nullable CompletableFuture<Long> awaitReady(long deadline) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (!await(() -> closed || leaderKnown.getAsBoolean(), deadline)) {
                return refused(
                        ProblemCode.NO_QUORUM,
                        "this node knows no leader: check that a majority of the members run and reach each other");
            }
            if (!await(() -> closed || isFree(), deadline)) {
                return refused(
                        ProblemCode.TOO_BUSY,
                        "proposals made before a change of members or of the leader are still under way");
            }
            return closed ? refused(ProblemCode.NODE_STARTING, "this node does not take part in it any more") : null;
        } finally {
            lock.unlock();
        }
    }

    private boolean isFree() {
        return (!stale || underWay == 0) && System.nanoTime() - pausedUntil >= 0;
    }

    /** Ratis answers while it holds a lock of its own, which sending takes, too: so ours must not be held here. */
    private void send(RaftClient used, Sent sent) {
        int by;
        lock.lock();
        try {
            underWay++;
            by = clients;
        } finally {
            lock.unlock();
        }
        var _ = used.async().send(sent.entry()).whenComplete((reply, failure) -> answered(by, sent, reply, failure));
    }

    private List<Sent> takeTurnedAway() {
        lock.lock();
        try {
            List<Sent> taken = List.copyOf(turnedAway.values());
            turnedAway.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Sends what was turned away, where no newer proposal has done it before. */
    private void sendAgain(long deadline) {
        turn.lock();
        try {
            CompletableFuture<Long> refusal = awaitReady(deadline);
            List<Sent> taken = takeTurnedAway();
            if (refusal != null) {
                fail(taken, null);
            } else if (!taken.isEmpty()) {
                RaftClient used = current();
                taken.forEach(sent -> send(used, sent));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        } catch (ProblemException e) {
            LOG.debug("group {}: nothing is sent again", group, e);
            fail(takeTurnedAway(), e);
        } finally {
            turn.unlock();
        }
    }

    /** The client to send with, a new one where the last is stale. Called in turn, so by one thread at a time. */
    private RaftClient current() {
        RaftClient last;
        lock.lock();
        try {
            last = client;
            if (last != null && !stale) {
                return last;
            }
            stale = false;
            clients++;
        } finally {
            lock.unlock();
        }
        closeQuietly(last);
        RaftClient made = newClient.get();
        lock.lock();
        try {
            client = made;
        } finally {
            lock.unlock();
        }
        return made;
    }

    private void answered(int by, Sent sent, @Nullable RaftClientReply reply, @Nullable Throwable failure) {
        boolean success = reply != null && reply.isSuccess();
        Throwable thrown = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        Throwable cause = thrown != null || reply == null ? thrown : reply.getException();
        boolean again;
        Sent first;
        List<Sent> overtaken;
        lock.lock();
        try {
            underWay--;
            if (!success && by == clients) {
                stale = true;
            }
            again = mayAgain(sent, cause);
            if (again) {
                turnedAway.put(sent.number(), sent);
                pausedUntil = System.nanoTime() + PAUSE_NANOS;
            } else {
                settled = Math.max(settled, sent.number());
            }
            Collection<Sent> older = turnedAway.headMap(settled).values();
            overtaken = List.copyOf(older);
            older.clear();
            first = underWay > 0 || turnedAway.isEmpty()
                    ? null
                    : turnedAway.firstEntry().getValue();
            if (underWay == 0) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
        if (first != null) {
            Thread.startVirtualThread(() -> sendAgain(first.deadline()));
        }
        fail(overtaken, cause);
        if (reply != null && success) {
            // Elsewhere, because what the caller does next may be to propose again.
            Thread.startVirtualThread(() -> sent.answer().complete(reply.getLogIndex()));
        } else if (!again) {
            fail(List.of(sent), cause);
        }
    }

    /** Only with the lock held. */
    private boolean mayAgain(Sent sent, @Nullable Throwable cause) {
        return cause instanceof LeaderSteppingDownException
                && !closed
                && settled < sent.number()
                && System.nanoTime() - sent.deadline() < 0;
    }

    private void fail(List<Sent> failed, @Nullable Throwable cause) {
        for (Sent sent : failed) {
            Thread.startVirtualThread(() -> sent.answer()
                    .completeExceptionally(new ProblemException(
                            ProblemCode.OUTCOME_UNKNOWN,
                            "group " + group + " has not answered: the entry may be agreed, now or later; asking again"
                                    + " with the same operation ids is safe",
                            cause)));
        }
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
            var _ = changed.await(Math.min(left, TimeUnit.MILLISECONDS.toNanos(100)), TimeUnit.NANOSECONDS);
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
        fail(takeTurnedAway(), null);
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
