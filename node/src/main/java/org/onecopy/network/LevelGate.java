package org.onecopy.network;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;
import org.onecopy.agreement.Agreement;
import org.onecopy.agreement.GroupId;
import org.onecopy.agreement.Peer;
import org.onecopy.log.EntryLevels;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

/**
 * An agreement to which nothing is proposed that a node of the network may not be able to read (H62). What needs a higher feature level
 * than the network's fails with {@code FEATURE_LEVEL}, and is certainly not agreed.
 */
public final class LevelGate implements Agreement {
    private final Agreement agreement;
    private final GroupId registry;
    private final IntSupplier level;

    /**
     * @param registry the group of the network's registry
     * @param level the network's feature level, as far as this node has heard; asked at each proposal
     */
    public LevelGate(Agreement agreement, GroupId registry, IntSupplier level) {
        this.agreement = agreement;
        this.registry = registry;
        this.level = level;
    }

    @Override
    public CompletableFuture<Long> propose(GroupId group, byte[] entry) {
        int needed = group.equals(registry) ? EntryLevels.ofRegistry(entry) : EntryLevels.ofMembership(entry);
        int present = level.getAsInt();
        if (needed > present) {
            return CompletableFuture.failedFuture(refusal(needed, present));
        }
        return agreement.propose(group, entry);
    }

    /** Why something is not proposed. */
    public static ProblemException refusal(int needed, int present) {
        return new ProblemException(
                ProblemCode.FEATURE_LEVEL,
                "this needs feature level " + needed + ", and the network is at " + present
                        + ", which older releases read, too: upgrade all nodes, then 'onecopy network level --raise'");
    }

    @Override
    public void join(GroupId group, List<Peer> peers, AgreedState state) {
        agreement.join(group, peers, state);
    }

    @Override
    public void leave(GroupId group) {
        agreement.leave(group);
    }

    @Override
    public void discardCheckpoints(GroupId group, long after) {
        agreement.discardCheckpoints(group, after);
    }

    @Override
    public CompletableFuture<Long> readIndex(GroupId group) {
        return agreement.readIndex(group);
    }

    @Override
    public GroupStatus status(GroupId group) {
        return agreement.status(group);
    }

    @Override
    public Duration sinceHeard(GroupId group) {
        return agreement.sinceHeard(group);
    }

    @Override
    public CompletableFuture<Void> changePeers(GroupId group, List<Peer> peers) {
        return agreement.changePeers(group, peers);
    }

    @Override
    public CompletableFuture<Void> transferLeadership(GroupId group, NodeId to) {
        return agreement.transferLeadership(group, to);
    }

    @Override
    public void close() {
        agreement.close();
    }
}
