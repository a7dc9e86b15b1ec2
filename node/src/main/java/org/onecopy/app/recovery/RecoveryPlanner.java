package org.onecopy.app.recovery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.onecopy.app.recovery.RecoveryPlan.Anew;
import org.onecopy.app.recovery.Survivor.Group;
import org.onecopy.app.recovery.Survivor.Known;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

/**
 * Makes a plan from how all survivors stand. Of each group the survivor with the longest log begins the new one: whatever a majority that
 * included any survivor had agreed is in it, as in an election of Raft (Ongaro 2014, section 3.6.1).
 */
final class RecoveryPlanner {
    private final List<Survivor> survivors;
    private final Survivor first;
    private final Set<NodeId> present = new TreeSet<>();

    private RecoveryPlanner(List<Survivor> survivors) {
        this.survivors = survivors;
        first = survivors.getFirst();
        survivors.forEach(survivor -> present.add(survivor.node()));
    }

    /**
     * Makes a plan, and changes nothing.
     *
     * @param survivors how each node stands that is not lost
     * @param ids draws identities of groups
     * @throws ProblemException {@code RECOVERY_REFUSED}
     */
    static RecoveryPlan plan(List<Survivor> survivors, Instant now, Supplier<UUID> ids) {
        return new RecoveryPlanner(survivors).plan(now, ids);
    }

    private RecoveryPlan plan(Instant now, Supplier<UUID> ids) {
        checkTogether();
        Survivor leader = registrySeed();
        checkComplete(leader);
        boolean registryLives = hasMajority(leader.registry());
        List<Anew> groups = new ArrayList<>();
        List<UUID> kept = new ArrayList<>();
        List<Survivor.Alone> alone = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (Survivor.Rules membership : leader.memberships()) {
            Survivor seed = seed(membership.id());
            if (seed == null) {
                if (!membership.rules().isEmpty()) {
                    warnings.add("no survivor takes part in the membership of " + String.join(", ", membership.rules())
                            + ": these rules stand still; take zones of survivors and make them anew");
                }
                continue;
            }
            Group group = held(seed, membership.id());
            alone.addAll(group.alone());
            if (hasMajority(group)) {
                kept.add(group.id());
            } else {
                groups.add(anew(seed, group, membership.rules(), ids));
            }
        }
        if (registryLives && groups.isEmpty()) {
            throw refused(
                    "a majority of the voters is left everywhere: start the survivors, and take the lost nodes out with onecopy"
                            + " nodes remove");
        }
        if (survivors.stream().noneMatch(Survivor::authority)) {
            warnings.add(
                    "no survivor holds the network's signing key: nobody can be admitted, and no certificate be renewed; put a"
                            + " copy of network-ca.key beside network-ca.crt of a survivor");
        }
        return new RecoveryPlan(
                RecoveryPlan.FORMAT,
                first.network(),
                first.incarnation() + 1,
                now,
                first.lost(),
                List.copyOf(present),
                anew(leader, leader.registry(), List.of(), ids),
                groups,
                kept,
                alone,
                warnings);
    }

    private static Anew anew(Survivor seed, Group group, List<String> rules, Supplier<UUID> ids) {
        return new Anew(
                group.id(), ids.get(), seed.node(), group.incarnation() + 1, group.term(), group.index(), rules);
    }

    private void checkTogether() {
        Set<NodeId> seen = new HashSet<>();
        for (Survivor survivor : survivors) {
            if (survivor.format() != Survivor.FORMAT) {
                throw refused("the standing of " + survivor.node()
                        + " was written by another release: use one release on all");
            }
            if (!seen.add(survivor.node())) {
                throw refused("the standing of " + survivor.node() + " was given twice");
            }
            if (!survivor.network().equals(first.network())) {
                throw refused(survivor.node() + " is of network " + survivor.network() + ", and " + first.node()
                        + " of " + first.network());
            }
            if (survivor.incarnation() != first.incarnation()) {
                throw refused(survivor.node() + " has been through " + survivor.incarnation() + " recoveries, and "
                        + first.node() + " through " + first.incarnation()
                        + ": who missed one is lost, and comes back with onecopy recover return");
            }
            if (!survivor.lost().equals(first.lost())) {
                throw refused("for the standing of " + survivor.node() + " other nodes were said to be lost ("
                        + survivor.lost() + ") than for that of " + first.node() + " (" + first.lost() + ")");
            }
            if (survivor.lost().contains(survivor.node())) {
                throw refused(survivor.node() + " is said to be lost, and its standing was given");
            }
        }
    }

    /** Everybody must be accounted for: a node that is neither lost nor stopped could go on in the old groups. */
    private void checkComplete(Survivor leader) {
        for (Known known : leader.nodes()) {
            if (!present.contains(known.node()) && !leader.lost().contains(known.node())) {
                throw refused(
                        "node " + known.node() + " of zone " + known.zone()
                                + " is neither said to be lost, nor was its standing given (onecopy recover standing, on its machine)");
            }
        }
    }

    private Survivor registrySeed() {
        return survivors.stream()
                .max(Comparator.<Survivor>comparingLong(
                                survivor -> survivor.registry().term())
                        .thenComparingLong(survivor -> survivor.registry().index())
                        .thenComparing(Survivor::authority)
                        .thenComparing(Survivor::node, Comparator.reverseOrder()))
                .orElseThrow();
    }

    /** Who has the longest log of a membership; null where no survivor has one. */
    private @Nullable Survivor seed(UUID membership) {
        return survivors.stream()
                .filter(survivor ->
                        survivor.held().stream().anyMatch(group -> group.id().equals(membership)))
                .max(Comparator.<Survivor>comparingLong(
                                survivor -> held(survivor, membership).term())
                        .thenComparingLong(
                                survivor -> held(survivor, membership).index())
                        .thenComparing(Survivor::node, Comparator.reverseOrder()))
                .orElse(null);
    }

    private static Group held(Survivor survivor, UUID membership) {
        return survivor.held().stream()
                .filter(group -> group.id().equals(membership))
                .findFirst()
                .orElseThrow();
    }

    private boolean hasMajority(Group group) {
        long left = group.voters().stream().filter(present::contains).count();
        return left > group.voters().size() / 2;
    }

    private static ProblemException refused(String why) {
        return new ProblemException(ProblemCode.RECOVERY_REFUSED, why);
    }
}
