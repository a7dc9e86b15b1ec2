package org.onecopy.transfer;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.transfer.ChunkTree;
import org.onecopy.core.transfer.HolderRounds;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;
import org.onecopy.transfer.TransferStatus.State;

/**
 * All transfers of a node: which of them run, with whom, and when they are tried again. Contents shorter than 256 KiB travel in
 * bundles of those that wait for the same holder; nothing is held back to fill a bundle. The others travel alone, medium ones (up to
 * 8 MiB) apart from large ones, so that neither waits for the other. {@link HolderRounds} says who is asked and when a content is
 * given up. A storage that cannot take the bytes ends its transfer at once: the caller parks it (H52).
 *
 * <p>Memory: the client's chunk buffers, and 2 MiB for each bundle that runs. Safe to call from many threads.
 */
public final class Transfers implements AutoCloseable {
    private static final long MEDIUM_BYTES_MAX = 2L * ChunkTree.CHUNK_BYTES;

    private final ScheduledExecutorService timer;
    private final Clock clock;
    private final Limits limits;
    private final PeerHealth health;
    private final TransferTries tries;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private final Lane bundled;
    private final Lane medium;
    private final Lane large;
    private final Set<TransferTask> live = new HashSet<>();
    private long submitted;
    private int running;
    private boolean closed;

    /**
     * What an administrator may set.
     *
     * @param bundles exchanges of small contents at once
     * @param medium contents of up to 8 MiB at once
     * @param large longer contents at once
     * @param liveMax transfers that have not ended; more are refused with {@code TOO_BUSY}
     * @param pauseMin the first pause after all holders failed, or one was out of reach; doubles
     * @param pauseMax the longest pause
     */
    public record Limits(int bundles, int medium, int large, int liveMax, Duration pauseMin, Duration pauseMax) {
        public static final Limits DEFAULT =
                new Limits(4, 8, 4, 100_000, Duration.ofMillis(50), Duration.ofSeconds(30));

        /** With so many contents of up to 8 MiB at once, and half as many exchanges of each other kind. */
        public Limits withConcurrency(int contents) {
            int half = (contents + 1) / 2;
            return new Limits(half, contents, half, liveMax, pauseMin, pauseMax);
        }
    }

    /** Transfers of one kind of length. Guarded by the lock. */
    private static final class Lane {
        private final TreeSet<TransferTask> queue = new TreeSet<>(TransferTask.ORDER);
        private final int max;
        private final boolean bundles;
        private int running;

        Lane(int max, boolean bundles) {
            this.max = max;
            this.bundles = bundles;
        }
    }

    /** Whether a peer answered when it was asked last, or may be asked again by now. */
    public boolean isReachable(String endpoint) {
        return !health.pauseOf(endpoint).isPositive();
    }

    /**
     * @param timer wakes transfers that wait; is not shut down with the transfers
     * @param clock for pauses and rates
     */
    public Transfers(ContentClient client, ScheduledExecutorService timer, Clock clock, Limits limits) {
        this.timer = timer;
        this.clock = clock;
        this.limits = limits;
        this.health = new PeerHealth(clock, limits.pauseMin(), limits.pauseMax());
        this.tries = new TransferTries(client, health, clock, new Outcomes());
        this.bundled = new Lane(limits.bundles(), true);
        this.medium = new Lane(limits.medium(), false);
        this.large = new Lane(limits.large(), false);
    }

    /**
     * Begins a transfer; its target hears of the end. Does not block.
     *
     * @throws ProblemException {@code TOO_BUSY} where there are too many already: submit it again when some have ended
     */
    public Transfer submit(TransferRequest request) {
        TransferTask task;
        lock.lock();
        try {
            if (closed || live.size() >= limits.liveMax()) {
                throw new ProblemException(
                        ProblemCode.TOO_BUSY, live.size() + " transfers are on their way; no further one is taken now");
            }
            HolderRounds rounds = new HolderRounds(limits.pauseMin(), limits.pauseMax());
            task = new TransferTask(request, submitted++, clock, rounds, this::cancel);
            live.add(task);
            lane(task).queue.add(task);
        } finally {
            lock.unlock();
        }
        dispatch();
        return task;
    }

    private Lane lane(TransferTask task) {
        if (task.bundled()) {
            return bundled;
        }
        return task.request().expected().length() <= MEDIUM_BYTES_MAX ? medium : large;
    }

    /** Starts what there is room for. */
    private void dispatch() {
        List<Runnable> started = new ArrayList<>();
        lock.lock();
        try {
            for (Lane lane : List.of(bundled, medium, large)) {
                while (!closed && lane.running < lane.max && !lane.queue.isEmpty()) {
                    List<TransferTask> tasks = take(lane);
                    lane.running++;
                    running++;
                    started.add(() -> run(lane, tasks));
                }
            }
        } finally {
            lock.unlock();
        }
        started.forEach(run -> Thread.ofVirtual().name("transfer").start(run));
    }

    /** Takes the next transfer, or as many as fit into a bundle. */
    private static List<TransferTask> take(Lane lane) {
        List<TransferTask> tasks = new ArrayList<>();
        long bytes = 0;
        do {
            TransferTask task = lane.queue.removeFirst();
            task.move(State.RUNNING, null);
            tasks.add(task);
            bytes += task.request().expected().length();
        } while (lane.bundles
                && tasks.size() < Wire.BUNDLE_ITEMS_MAX
                && !lane.queue.isEmpty()
                && bytes + lane.queue.first().request().expected().length() <= Wire.BUNDLE_BYTES_MAX);
        return tasks;
    }

    private void run(Lane lane, List<TransferTask> tasks) {
        try {
            if (lane.bundles) {
                tries.bundle(tasks);
            } else {
                tries.one(tasks.getFirst());
            }
        } catch (RuntimeException | Error e) {
            ProblemException problem = new ProblemException(
                    ProblemCode.INTERNAL, "a transfer failed by a fault of ours; see the node's log", e);
            tasks.stream()
                    .filter(task -> task.state() == State.RUNNING)
                    .forEach(task -> end(task, State.FAILED, problem));
            throw e;
        } finally {
            release(lane);
            dispatch();
        }
    }

    private void release(Lane lane) {
        lock.lock();
        try {
            lane.running--;
            running--;
            idle.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What the tries lead to. */
    private final class Outcomes implements TransferTries.Outcome {
        @Override
        public void again(TransferTask task) {
            if (!enqueue(task)) {
                end(task, State.CANCELLED, null);
            }
        }

        @Override
        public void pause(TransferTask task, Duration time) {
            if (!await(task, time)) {
                end(task, State.CANCELLED, null);
            }
        }

        @Override
        public void done(TransferTask task) {
            end(task, State.DONE, null);
        }

        @Override
        public void failed(TransferTask task, ProblemException problem) {
            end(task, State.FAILED, problem);
        }

        @Override
        public void cancelled(TransferTask task) {
            end(task, State.CANCELLED, null);
        }
    }

    /** False where it was cancelled meanwhile. */
    private boolean enqueue(TransferTask task) {
        lock.lock();
        try {
            if (closed || task.cancelRequested()) {
                return false;
            }
            task.move(State.QUEUED, null);
            lane(task).queue.add(task);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** False where it was cancelled meanwhile. */
    private boolean await(TransferTask task, Duration time) {
        lock.lock();
        try {
            if (closed || task.cancelRequested()) {
                return false;
            }
            task.move(State.WAITING, clock.instant().plus(time));
            var _ = timer.schedule(() -> wake(task), Math.max(1, time.toMillis()), TimeUnit.MILLISECONDS);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void wake(TransferTask task) {
        lock.lock();
        try {
            if (closed || task.state() != State.WAITING) {
                return;
            }
            task.move(State.QUEUED, null);
            lane(task).queue.add(task);
        } finally {
            lock.unlock();
        }
        dispatch();
    }

    private void cancel(TransferTask task) {
        lock.lock();
        try {
            boolean runs = task.state() == State.RUNNING;
            task.requestCancel();
            if (runs || task.state().isEnd()) {
                return;
            }
            lane(task).queue.remove(task);
            // From here on nobody else has it: neither a lane, nor the timer, which looks for the state.
            task.move(State.RUNNING, null);
        } finally {
            lock.unlock();
        }
        end(task, State.CANCELLED, null);
    }

    private void end(TransferTask task, State how, @Nullable ProblemException problem) {
        if (!task.end(how)) {
            return;
        }
        lock.lock();
        try {
            live.remove(task);
        } finally {
            lock.unlock();
        }
        if (how != State.DONE) {
            task.closeWriter();
        }
        if (problem != null) {
            task.refused(problem);
            task.request().target().failed(problem);
        } else if (how == State.CANCELLED) {
            task.request().target().cancelled();
        }
    }

    /**
     * The transfers that have not ended: those that run first, then by priority and age.
     *
     * @param max how many at most
     */
    public List<TransferStatus> snapshot(int max) {
        List<TransferTask> tasks;
        lock.lock();
        try {
            tasks = new ArrayList<>(live);
        } finally {
            lock.unlock();
        }
        Set<TransferTask> runningNow = new HashSet<>(
                tasks.stream().filter(task -> task.state() == State.RUNNING).toList());
        return tasks.stream()
                .sorted(Comparator.<TransferTask, Boolean>comparing(task -> !runningNow.contains(task))
                        .thenComparing(TransferTask.ORDER))
                .limit(max)
                .map(TransferTask::status)
                .toList();
    }

    /** Endpoints from which contents come now. */
    public Set<String> peers() {
        List<TransferTask> tasks;
        lock.lock();
        try {
            tasks = new ArrayList<>(live);
        } finally {
            lock.unlock();
        }
        Set<String> peers = new HashSet<>();
        for (TransferTask task : tasks) {
            String peer = task.runningPeer();
            if (peer != null) {
                peers.add(peer);
            }
        }
        return peers;
    }

    /** How many transfers have not ended. */
    public int live() {
        lock.lock();
        try {
            return live.size();
        } finally {
            lock.unlock();
        }
    }

    /** How many corrupt contents each peer has sent since the start of this node (H14), for those that sent any. */
    public Map<String, Long> corruptByPeer() {
        return health.corruptByPeer();
    }

    /** Cancels all and waits until nothing is written any more. */
    @Override
    public void close() {
        List<TransferTask> tasks;
        lock.lock();
        try {
            closed = true;
            tasks = new ArrayList<>(live);
        } finally {
            lock.unlock();
        }
        tasks.forEach(this::cancel);
        lock.lock();
        try {
            while (running > 0) {
                idle.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }
}
