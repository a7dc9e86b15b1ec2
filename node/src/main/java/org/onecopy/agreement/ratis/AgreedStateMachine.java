package org.onecopy.agreement.ratis;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.util.LifeCycle;
import org.jspecify.annotations.Nullable;
import org.onecopy.agreement.Agreement.AgreedState;
import org.onecopy.agreement.FailStop;
import org.onecopy.agreement.GroupId;

/**
 * Hands the agreed entries of one group to its state, and stops the node where that fails (R3). Ratis calls everything that touches
 * the state from its one updater thread, but {@link #initialize} before that thread starts.
 *
 * <p>Life cycle, which Ratis asks for and which its base class leaves out:
 *
 * <pre>
 * NEW ─initialize─▶ RUNNING ─pause (a checkpoint is about to replace the state)─▶ PAUSED ─reinitialize─▶ RUNNING ─close─▶ CLOSED
 * </pre>
 */
final class AgreedStateMachine extends BaseStateMachine {
    private final GroupId group;
    private final AgreedState state;
    private final FailStop failStop;
    private final Listener listener;
    private final long checkpointBytes;
    private final Runnable checkpointDue;
    private final CheckpointStore store = new CheckpointStore();
    /** Held while a checkpoint is written and while a received one takes the place of all others. */
    private final Object checkpointing = new Object();

    private final NavigableMap<Long, CompletableFuture<Void>> waiting = new TreeMap<>();
    /** The last index that Ratis handed over in this run; behind what is applied while it reads the log again after a start. */
    private long delivered = RaftLog.INVALID_LOG_INDEX;

    /** Bytes of entries since the last checkpoint. */
    private long bytesSince;

    private volatile boolean closing;

    /** Hears what concerns the proposals of this node. Called from threads of Ratis: must not block. */
    interface Listener {
        void leaderChanged();

        void membersChanged();
    }

    /**
     * The machine of one group.
     *
     * @param checkpointBytes of entries after which a checkpoint is due, however few they are
     * @param checkpointDue told so by the thread that applies: must not block
     */
    AgreedStateMachine(
            GroupId group,
            AgreedState state,
            FailStop failStop,
            Listener listener,
            long checkpointBytes,
            Runnable checkpointDue) {
        this.checkpointBytes = checkpointBytes;
        this.checkpointDue = checkpointDue;
        this.group = group;
        this.state = state;
        this.failStop = failStop;
        this.listener = listener;
    }

    /** From now on, being closed is no failure. */
    void expectClose() {
        closing = true;
    }

    @Override
    public void initialize(RaftServer server, RaftGroupId id, RaftStorage storage) throws IOException {
        super.initialize(server, id, storage);
        getLifeCycle()
                .startAndTransition(
                        () -> {
                            store.init(storage);
                            adoptNewerCheckpoint();
                            delivered =
                                    store.latest().map(c -> c.at().getIndex()).orElse(RaftLog.INVALID_LOG_INDEX);
                            if (state.appliedIndex() > 0) {
                                setLastAppliedTermIndex(TermIndex.valueOf(state.appliedTerm(), state.appliedIndex()));
                            }
                        },
                        IOException.class);
    }

    /** A checkpoint that was received, and whose installation a crash interrupted, is newer than the state. */
    private void adoptNewerCheckpoint() {
        CheckpointStore.Checkpoint newest = store.latest().orElse(null);
        if (newest != null && newest.at().getIndex() > state.appliedIndex()) {
            install(newest);
        }
    }

    private void install(CheckpointStore.Checkpoint checkpoint) {
        orStop("install the checkpoint " + checkpoint.directory(), () -> {
            state.install(checkpoint.state());
            if (state.appliedIndex() != checkpoint.at().getIndex()) {
                throw new IllegalStateException("after installing the checkpoint at " + checkpoint.at()
                        + " the state says that it has applied up to " + state.appliedIndex());
            }
        });
        delivered = checkpoint.at().getIndex();
        setLastAppliedTermIndex(checkpoint.at());
        wake(delivered);
    }

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
        LogEntryProto entry = transaction.getLogEntry();
        long term = entry.getTerm();
        long index = entry.getIndex();
        ByteString content = entry.getStateMachineLogEntry().getLogData();
        if (content.isEmpty()) {
            deliver(term, index, () -> state.skip(term, index));
        } else {
            deliver(term, index, () -> state.apply(term, index, content.toByteArray()));
        }
        bytesSince += content.size();
        if (bytesSince >= checkpointBytes) {
            bytesSince = 0;
            checkpointDue.run();
        }
        return CompletableFuture.completedFuture(Message.EMPTY);
    }

    @Override
    public void notifyTermIndexUpdated(long term, long index) {
        deliver(term, index, () -> state.skip(term, index));
    }

    /** Lets an entry through once: the state may have it already from before a restart. */
    private void deliver(long term, long index, Step step) {
        long applied = getLastAppliedTermIndex().getIndex();
        if (index > applied) {
            orStop("apply entry " + index, () -> {
                if (index != applied + 1) {
                    throw new IllegalStateException("the log goes on at " + index + " but the state ends at " + applied
                            + ": give this node a new name and add it to the group again");
                }
                step.run();
            });
            setLastAppliedTermIndex(TermIndex.valueOf(term, index));
            wake(index);
        }
        delivered = index;
    }

    /** Completes once this node has applied up to an index. */
    CompletableFuture<Void> applied(long index) {
        synchronized (waiting) {
            if (getLastAppliedTermIndex().getIndex() >= index) {
                return CompletableFuture.completedFuture(null);
            }
            // A copy, so that a caller's timeout does not end the wait of the others.
            return waiting.computeIfAbsent(index, i -> new CompletableFuture<>())
                    .copy();
        }
    }

    private void wake(long index) {
        List<CompletableFuture<Void>> reached;
        synchronized (waiting) {
            Map<Long, CompletableFuture<Void>> head = waiting.headMap(index, true);
            if (head.isEmpty()) {
                return;
            }
            reached = List.copyOf(head.values());
            head.clear();
        }
        // Elsewhere: what waits may do more than the updater may wait for.
        reached.forEach(future -> Thread.startVirtualThread(() -> future.complete(null)));
    }

    @Override
    public long takeSnapshot() {
        synchronized (checkpointing) {
            boolean replaying = delivered < getLastAppliedTermIndex().getIndex();
            if (replaying || getLifeCycleState() != LifeCycle.State.RUNNING || state.appliedIndex() == 0) {
                return RaftLog.INVALID_LOG_INDEX;
            }
            if (store.latest().filter(c -> c.at().getIndex() >= delivered).isPresent()) {
                return delivered;
            }
            CheckpointStore.Checkpoint[] made = new CheckpointStore.Checkpoint[1];
            orStop(
                    "write a checkpoint at " + delivered,
                    () -> made[0] = store.build(directory -> {
                        long index = state.checkpoint(directory);
                        return TermIndex.valueOf(state.appliedTerm(), index);
                    }));
            return made[0].at().getIndex();
        }
    }

    @Override
    public StateMachineStorage getStateMachineStorage() {
        return store;
    }

    @Override
    public void pause() {
        synchronized (checkpointing) {
            getLifeCycle().transition(LifeCycle.State.PAUSING);
            getLifeCycle().transition(LifeCycle.State.PAUSED);
            orStop("make a received checkpoint durable", store::forceReceived);
        }
    }

    @Override
    public void reinitialize() {
        synchronized (checkpointing) {
            orStop("find the received checkpoint", store::reload);
            install(store.latest().orElseThrow(() -> stopped("find the received checkpoint", new IOException("none"))));
            getLifeCycle().transition(LifeCycle.State.STARTING);
            getLifeCycle().transition(LifeCycle.State.RUNNING);
        }
    }

    @Override
    public void notifyLeaderChanged(RaftGroupMemberId member, RaftPeerId leader) {
        listener.leaderChanged();
    }

    @Override
    public void notifyConfigurationChanged(long term, long index, RaftConfigurationProto members) {
        listener.membersChanged();
    }

    @Override
    public void notifyLogFailed(Throwable cause, @Nullable LogEntryProto entry) {
        failStop.halt("group " + group + ": cannot write the log", cause);
    }

    @Override
    public void notifyServerShutdown(RoleInfoProto role, boolean allServer) {
        closedBy("its server has shut down");
    }

    /** Ratis closes a group whose thread failed, and goes on without it: we do not. */
    @Override
    public void close() {
        closedBy("its updater has stopped");
        getLifeCycle().checkStateAndClose(() -> {});
    }

    private void closedBy(String what) {
        if (!closing) {
            failStop.halt("group " + group + ": " + what, new IllegalStateException(what));
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    private void orStop(String what, Step step) {
        try {
            step.run();
        } catch (Throwable e) { // the one place: whatever it is, this node must not go on (R3)
            throw stopped(what, e);
        }
    }

    private IllegalStateException stopped(String what, Throwable cause) {
        failStop.halt("group " + group + ": cannot " + what, cause);
        return new IllegalStateException("cannot " + what, cause);
    }
}
