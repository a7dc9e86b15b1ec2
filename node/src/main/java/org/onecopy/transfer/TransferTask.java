package org.onecopy.transfer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Comparator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.transfer.ChunkTree;
import org.onecopy.core.transfer.HolderRounds;
import org.onecopy.problem.ProblemException;
import org.onecopy.storage.StageWriter;
import org.onecopy.transfer.TransferStatus.State;

/**
 * The state of one transfer. Queues and states are moved by {@link Transfers} only; the staged item and the rounds belong to the one
 * thread that runs the transfer at a time.
 */
final class TransferTask implements Transfer, FetchProgress {
    /** Higher priority first, then in the order of submission. */
    static final Comparator<TransferTask> ORDER = Comparator.<TransferTask>comparingInt(
                    task -> -task.request.priority())
            .thenComparingLong(task -> task.sequence);

    private final TransferRequest request;
    private final long sequence;
    private final Clock clock;
    private final HolderRounds rounds;
    private final Consumer<TransferTask> canceller;
    private final BitSet verified = new BitSet();
    private @Nullable StageWriter writer;
    private boolean presentAsked;
    private @Nullable Instant outOfReachSince;

    // guarded by this
    private State state = State.QUEUED;
    private @Nullable Thread interruptible;
    private boolean cancelRequested;
    private boolean alone;
    private @Nullable String peer;
    private int tries;
    private @Nullable ProblemException lastProblem;
    private @Nullable Instant nextTryAt;
    private @Nullable Instant tryStartedAt;
    private long bytesDone;
    private long bytesArriving;
    private long bytesAtTryStart;

    TransferTask(
            TransferRequest request,
            long sequence,
            Clock clock,
            HolderRounds rounds,
            Consumer<TransferTask> canceller) {
        this.request = request;
        this.sequence = sequence;
        this.clock = clock;
        this.rounds = rounds;
        this.canceller = canceller;
    }

    @Override
    public synchronized TransferStatus status() {
        long rate = 0;
        if (state == State.RUNNING && tryStartedAt != null) {
            long millis =
                    Math.max(1, Duration.between(tryStartedAt, clock.instant()).toMillis());
            rate = Math.max(0, bytesCome() - bytesAtTryStart) * 1000 / millis;
        }
        long length = request.expected().length();
        return new TransferStatus(
                request.key(),
                state,
                request.priority(),
                length,
                bytesCome(),
                rate,
                peer,
                tries,
                lastProblem,
                nextTryAt);
    }

    private synchronized long bytesCome() {
        return Math.min(request.expected().length(), bytesDone + bytesArriving);
    }

    @Override
    public void cancel() {
        canceller.accept(this);
    }

    TransferRequest request() {
        return request;
    }

    HolderRounds rounds() {
        return rounds;
    }

    /** Whether it has waited for so long for nothing but peers out of reach. To be called at each pause, by who makes the tries. */
    boolean isOutOfReach(Duration atLeast) {
        if (!rounds.isOutOfReach()) {
            outOfReachSince = null;
            return false;
        }
        Instant now = clock.instant();
        if (outOfReachSince == null) {
            outOfReachSince = now;
        }
        return Duration.between(outOfReachSince, now).compareTo(atLeast) >= 0;
    }

    /** Whether it goes into bundles. */
    synchronized boolean bundled() {
        return !alone && request.expected().length() < Wire.SMALL_BYTES_MAX;
    }

    /** It did not fit into a bundle: from now on it travels alone. */
    synchronized void travelAlone() {
        alone = true;
    }

    synchronized State state() {
        return state;
    }

    /** The endpoint that is being asked; null where none is. */
    synchronized @Nullable String runningPeer() {
        return state == State.RUNNING ? peer : null;
    }

    /** Moves to a state that is no end. */
    synchronized void move(State to, @Nullable Instant next) {
        state = to;
        nextTryAt = next;
    }

    /** Moves to an end, unless it has ended before. */
    synchronized boolean end(State how) {
        if (state.isEnd()) {
            return false;
        }
        state = how;
        nextTryAt = null;
        if (how == State.DONE) {
            bytesDone = request.expected().length();
        }
        return true;
    }

    synchronized void trying(String endpoint) {
        peer = endpoint;
        tries++;
        tryStartedAt = clock.instant();
        bytesAtTryStart = bytesDone;
    }

    synchronized void refused(ProblemException problem) {
        lastProblem = problem;
    }

    synchronized @Nullable ProblemException lastProblem() {
        return lastProblem;
    }

    synchronized void requestCancel() {
        cancelRequested = true;
        if (interruptible != null) {
            interruptible.interrupt();
        }
    }

    synchronized boolean cancelRequested() {
        return cancelRequested;
    }

    /**
     * Runs something that a cancel interrupts. Only the fetch itself is run so: an interrupt would close the files that the target
     * works on.
     */
    void interruptibly(Runnable work) {
        synchronized (this) {
            interruptible = Thread.currentThread();
            if (cancelRequested) {
                interruptible.interrupt();
            }
        }
        try {
            work.run();
        } finally {
            synchronized (this) {
                interruptible = null;
                boolean ignored = Thread.interrupted();
            }
        }
    }

    /** The staged item, opened at the first call. */
    StageWriter writer() {
        StageWriter open = writer;
        if (open == null) {
            open = request.target().open();
            writer = open;
        }
        return open;
    }

    /** Closes the staged item, where it was opened and not handed on. */
    void closeWriter() {
        StageWriter open = writer;
        writer = null;
        if (open != null) {
            open.close();
        }
    }

    /** Gives the complete staged item to the target. */
    void handOn() {
        StageWriter open = writer();
        writer = null;
        request.target().arrived(open);
    }

    @Override
    public BitSet present(ChunkTree tree) {
        BitSet before = presentAsked ? new BitSet() : request.target().present(tree);
        presentAsked = true;
        synchronized (this) {
            before.stream().filter(chunk -> chunk < tree.count()).forEach(chunk -> {
                verified.set(chunk);
                bytesDone += tree.chunkLength(chunk);
            });
            bytesAtTryStart = bytesDone;
            return (BitSet) verified.clone();
        }
    }

    @Override
    public boolean mayHoldGarbage() {
        return request.target().mayHoldGarbage();
    }

    @Override
    public synchronized void arriving(int bytes) {
        bytesArriving += bytes;
    }

    @Override
    public void verified(int chunk, int bytes) {
        synchronized (this) {
            verified.set(chunk);
            bytesDone += bytes;
        }
        request.target().verified(chunk);
    }

    @Override
    public String toString() {
        return "Transfer[" + Wire.text(request.key()) + " " + state() + "]";
    }
}
