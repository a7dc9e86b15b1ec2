package org.onecopy.agreement;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.NodeId;

/** The consensus of this node: any number of groups, each with one order of entries. Safe to call from many threads. */
public interface Agreement extends AutoCloseable {
    /**
     * Takes part in a group from now on. After a restart the node takes part in nothing until it joins again. Blocks while the log is
     * opened; entries may reach the state before this returns.
     *
     * <p>The members of a new group all join it with the same {@code peers}. A node that comes to a running group joins with itself
     * alone, as a {@code LISTENER}; then a member names it by {@link #changePeers}, and may make it a voter by another change once it
     * has caught up. Where the group has a stored configuration, that counts and not {@code peers}.
     *
     * @param peers this node among them
     * @param state what the entries are applied to; its applied index says where delivery goes on
     * @throws org.onecopy.problem.ProblemException {@code CONFIG_INVALID} where the state has applied entries but the log is gone: a
     *     voter that lost its disk must come again under a new name (H55)
     */
    void join(GroupId group, List<Peer> peers, AgreedState state);

    /** Takes part no longer, and removes this node's log of the group. No effect where it does not take part. */
    void leave(GroupId group);

    /**
     * Removes the checkpoints of a group that go beyond an index, because its state had gone wrong after it: the state then comes again
     * from an older one and from the log. Only before the group is joined.
     */
    void discardCheckpoints(GroupId group, long after);

    /**
     * Asks the group to agree on an entry. Entries of one node to one group are agreed in the order of the calls or not at all:
     * where one fails, those after it in the pipeline may still be agreed, so the entry itself must carry what detects a gap. An entry
     * may be agreed twice (a leader that restarts from a checkpoint forgets what it answered), so it must carry what detects that, too.
     *
     * <p>Blocks while too many proposals are under way or no leader is known, for some seconds at most.
     *
     * @param entry 1 byte to 1 MiB + 64 KiB; not to be changed afterwards
     * @return completes, on a virtual thread, with the entry's index once it is agreed and applied at the leader; fails
     *     with a
     *     {@link org.onecopy.problem.ProblemException}: {@code NO_QUORUM} or {@code TOO_BUSY} (certainly not agreed),
     *     {@code OUTCOME_UNKNOWN} (may be agreed, now or later)
     */
    CompletableFuture<Long> propose(GroupId group, byte[] entry);

    /**
     * Sends an empty entry through the log and waits until this node has applied up to it: what this node has applied afterwards
     * includes everything agreed before the call.
     *
     * @return completes with the index that this node had applied at least; fails with {@code NO_QUORUM} or {@code TOO_BUSY}
     */
    CompletableFuture<Long> readIndex(GroupId group);

    GroupStatus status(GroupId group);

    /**
     * How long ago this node last heard from the group's leader, or, where it leads, from a majority. Cheap.
     *
     * @return very long while it knows no leader
     */
    Duration sinceHeard(GroupId group);

    /**
     * Changes the members, one change at a time: refused where they are no longer those that {@link #status} showed this node.
     *
     * @return completes once the change is agreed; fails with {@code OUTCOME_UNKNOWN}, after which the status shows what became of it
     */
    CompletableFuture<Void> changePeers(GroupId group, List<Peer> peers);

    /** Lets another voter lead the group, and gives it the highest priority, so that it goes on to lead it whenever it can. */
    CompletableFuture<Void> transferLeadership(GroupId group, NodeId to);

    @Override
    void close();

    /**
     * How a group stands, as this node sees it.
     *
     * @param leader null while there is none
     * @param silence how long each other member has not answered; only known at the leader, else empty
     */
    record GroupStatus(
            @Nullable NodeId leader,
            long term,
            long committedIndex,
            long appliedIndex,
            List<Peer> peers,
            Map<NodeId, Duration> silence) {
        public GroupStatus {
            peers = List.copyOf(peers);
            silence = Map.copyOf(silence);
        }
    }

    /**
     * What the agreed entries of one group are applied to. Called from one thread at a time. Any exception from any method stops the
     * node at once (exit 70, R3): the state has not gone beyond the entry before.
     */
    interface AgreedState {
        /** The index of the last entry that is applied durably, or 0 before the first. */
        long appliedIndex();

        /** The term of that entry. */
        long appliedTerm();

        /** Applies an entry, with its index, atomically. Entries come in order, each once; an index may be left out (no-ops). */
        void apply(long term, long index, byte[] entry);

        /**
         * An entry without content (a no-op or a configuration) stands at this index. Need not be stored at once, but the next
         * checkpoint goes up to it, or the log of an idle group could never be shortened.
         */
        void skip(long term, long index);

        /**
         * Writes a consistent checkpoint of the state into a directory that does not exist yet, by hard links where possible.
         *
         * @return the index of the last entry in it; {@link #appliedTerm()} is its term
         */
        long checkpoint(Path directory);

        /**
         * Replaces the state by a checkpoint's; afterwards {@link #appliedIndex()} is the checkpoint's. The directory stays and must not
         * change, because other members may fetch it: copy or link its files.
         */
        void install(Path directory);
    }
}
