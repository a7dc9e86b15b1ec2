package org.onecopy.network;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.onecopy.agreement.Agreement;
import org.onecopy.agreement.GroupId;
import org.onecopy.agreement.Peer;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.HashKey;
import org.onecopy.index.AgreedIndex;
import org.onecopy.index.MembershipIndex;
import org.onecopy.index.StateHash;
import org.onecopy.log.CommandCodec;
import org.onecopy.model.NodeId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the states of a membership's nodes (R8): each reports the hash of its state at every {@link AgreedIndex#HASH_STEP}th index
 * through the log. A node that a majority of the voters contradicts stops; where there is no majority, the membership's rules are
 * suspended. {@link #tend} is called again and again by one thread.
 */
public final class HashKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(HashKeeper.class);

    private final NodeId self;
    private final Agreement agreement;
    private final Supplier<Map<UUID, MembershipIndex>> memberships;
    private final Observer observer;
    private final Map<UUID, Long> reported = new HashMap<>();
    private final Set<UUID> suspended = ConcurrentHashMap.newKeySet();

    /** Is told what was found. */
    public interface Observer {
        /**
         * This node's state is not that of the majority: it must stop, and begin again from before the difference.
         *
         * @param same the last index before which the states are known to have been the same; 0 where none is
         */
        void diverged(UUID membership, long before, long same);

        /** The nodes contradict each other, and none of the states has a majority. Told once. */
        void undecided(UUID membership, long before);
    }

    /** @param memberships those that this node takes part in */
    public HashKeeper(
            NodeId self, Agreement agreement, Supplier<Map<UUID, MembershipIndex>> memberships, Observer observer) {
        this.self = self;
        this.agreement = agreement;
        this.memberships = memberships;
        this.observer = observer;
    }

    /** Whether the rules of a membership must rest. May be asked from any thread. */
    public boolean isSuspended(UUID membership) {
        return suspended.contains(membership);
    }

    /** Reports and compares what is new. */
    public void tend() {
        memberships.get().forEach((membership, index) -> {
            report(membership, index);
            compare(membership, index);
        });
    }

    private void report(UUID membership, MembershipIndex index) {
        long before = index.appliedIndex() / AgreedIndex.HASH_STEP * AgreedIndex.HASH_STEP;
        StateHash hash = index.hashBefore(before).orElse(null);
        Long last = reported.get(membership);
        if (before == 0 || hash == null || (last != null && last >= before)) {
            return;
        }
        reported.put(membership, before);
        var _ = agreement
                .propose(
                        new GroupId(membership),
                        CommandCodec.encode(new Command.ReportHash(self, before, hash.toString())))
                .exceptionally(problem -> {
                    LOG.info("the state before {} is not reported: {}", before, problem.getMessage());
                    return 0L;
                });
    }

    private void compare(UUID membership, MembershipIndex index) {
        Map<Long, Map<NodeId, String>> reports = new HashMap<>();
        index.read(view -> {
            view.scan(Tables.HASHES, HashKey.FIRST, null)
                    .forEachRemaining(
                            row -> reports.computeIfAbsent(row.getKey().before(), at -> new HashMap<>())
                                    .put(row.getKey().node(), row.getValue()));
            return true;
        });
        long same = 0;
        for (long before : reports.keySet().stream().sorted().toList()) {
            String own = index.hashBefore(before).map(StateHash::toString).orElse(null);
            Standing standing = own == null ? null : standing(reports.getOrDefault(before, Map.of()), own, membership);
            if (standing == Standing.MAJORITY) {
                same = before;
                suspended.remove(membership);
            } else if (standing == Standing.MINORITY) {
                observer.diverged(membership, before, same);
                return;
            } else if (standing == Standing.UNDECIDED && suspended.add(membership)) {
                observer.undecided(membership, before);
            }
        }
    }

    private enum Standing {
        MAJORITY,
        MINORITY,
        UNDECIDED
    }

    /** Where this node stands among the voters; null as long as too few have reported. */
    private @Nullable Standing standing(Map<NodeId, String> reports, String own, UUID membership) {
        Map<String, Integer> votes = new HashMap<>();
        int voters = 0;
        int silent = 0;
        for (Peer peer : agreement.status(new GroupId(membership)).peers()) {
            if (peer.role() == Peer.Role.VOTER) {
                voters++;
                String hash = reports.get(peer.node());
                if (hash == null) {
                    silent++;
                } else {
                    votes.merge(hash, 1, Integer::sum);
                }
            }
        }
        int most = votes.values().stream().max(Integer::compare).orElse(0);
        if (most * 2 > voters) {
            return votes.getOrDefault(own, 0) == most ? Standing.MAJORITY : Standing.MINORITY;
        }
        return votes.size() > 1 && (most + silent) * 2 <= voters ? Standing.UNDECIDED : null;
    }
}
