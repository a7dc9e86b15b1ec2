package org.onecopy.app.recovery;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.onecopy.agreement.GroupId;
import org.onecopy.agreement.Peer;
import org.onecopy.agreement.ratis.StoppedGroups;
import org.onecopy.app.config.NetworkFolder;
import org.onecopy.app.config.NodeConfig;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.core.registry.Membership;
import org.onecopy.core.registry.Recovery;
import org.onecopy.core.registry.RegistryCommand;
import org.onecopy.index.AgreedIndex;
import org.onecopy.index.MembershipIndex;
import org.onecopy.index.RegistryIndex;
import org.onecopy.log.CommandCodec;
import org.onecopy.log.RegistryCommandCodec;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleId;
import org.onecopy.model.ZoneName;
import org.onecopy.model.audit.AuditAct;
import org.onecopy.model.audit.AuditKind;
import org.onecopy.problem.ProblemException;

/**
 * What one survivor does in a recovery: the groups that it is to begin are made beside the old ones, then all is put into its place. What it
 * held before is kept below {@code former-N}, where N is the incarnation that has ended.
 */
final class SurvivorsPart {
    private final StoppedNode node;
    private final NodeConfig config;
    private final Path data;

    SurvivorsPart(StoppedNode node) {
        this.node = node;
        config = node.config;
        data = node.data;
    }

    /**
     * Does this node's part of a plan; run again after a stop, it goes on.
     *
     * @param who is said in the audit to have done it
     * @param steps is told each step
     * @throws ProblemException {@code NODE_RUNS}; {@code RECOVERY_REFUSED} where the plan is not for this node as it stands
     */
    void run(RecoveryPlan plan, String who, Clock clock, Consumer<String> steps) {
        if (Moves.areUnderWay(data)) {
            Moves.goOn(data);
            steps.accept("went on where a recovery had been interrupted");
            return;
        }
        check(plan);
        Moves moves = new Moves(data);
        moves.clear();
        Path former = data.resolve("former-" + node.incarnation());
        Recovery recovery = recovery(plan);
        List<Membership> before;
        Set<ZoneName> lostZones;
        try (RegistryIndex registry = node.registry(data.resolve(StoppedNode.REGISTRY), node.incarnation())) {
            before = registry.read(StoppedNode::memberships);
            lostZones = registry.read(view -> StoppedNode.lostZones(StoppedNode.nodes(view), plan.lost()));
        }
        for (RecoveryPlan.Anew anew : plan.groups()) {
            int incarnation = before.stream()
                    .filter(membership -> membership.id().equals(anew.before()))
                    .mapToInt(Membership::incarnation)
                    .findFirst()
                    .orElse(anew.incarnation() - 1);
            membership(anew, incarnation, lostZones, moves, former, steps);
        }
        registry(plan, recovery, act(who, plan, clock), moves, former, steps);
        NetworkFolder fresh = NetworkFolder.of(moves.stage());
        fresh.write(
                new NetworkFolder.Recovered(plan.incarnation(), plan.registry().now(), isSeed(plan.registry())));
        moves.add(
                fresh.directory().resolve(NetworkFolder.RECOVERED_FILE),
                NetworkFolder.of(data).directory().resolve(NetworkFolder.RECOVERED_FILE));
        moves.make();
        steps.accept("what this node held before is kept in " + former);
    }

    private boolean isSeed(RecoveryPlan.Anew anew) {
        return anew.seed().equals(config.node());
    }

    private void check(RecoveryPlan plan) {
        if (plan.format() != RecoveryPlan.FORMAT
                || !plan.network().equals(config.network().id())) {
            throw refused("the plan is of another network, or was written by another release");
        }
        if (plan.incarnation() <= node.incarnation()) {
            throw refused("this node has done its part of recovery " + plan.incarnation() + " already");
        }
        if (plan.incarnation() != node.incarnation() + 1 || !plan.survivors().contains(config.node())) {
            throw refused("the plan counts on " + plan.survivors() + " after recovery " + (plan.incarnation() - 1)
                    + "; this is node " + config.node() + " after recovery " + node.incarnation()
                    + ": who is not in the plan comes back with onecopy recover return");
        }
        checkEnd(plan.registry());
        plan.groups().forEach(this::checkEnd);
    }

    private void checkEnd(RecoveryPlan.Anew anew) {
        if (isSeed(anew)) {
            StoppedGroups.End end = node.end(new GroupId(anew.before()));
            if (end.term() != anew.term() || end.index() != anew.index()) {
                throw refused("the log of " + (anew.rules().isEmpty() ? "the registry" : anew.rules()) + " ends at "
                        + end.term() + ":" + end.index() + " by now, and the plan says " + anew.term() + ":"
                        + anew.index() + ": this node has run since; make the plan anew");
            }
        }
    }

    private static Recovery recovery(RecoveryPlan plan) {
        return new Recovery(
                plan.incarnation(),
                plan.registry().seed(),
                plan.registry().now(),
                plan.made().toEpochMilli(),
                plan.lost(),
                plan.groups().stream()
                        .map(anew -> new Recovery.Group(anew.before(), anew.now(), anew.seed(), anew.index()))
                        .toList());
    }

    private AuditAct act(String who, RecoveryPlan plan, Clock clock) {
        return new AuditAct(
                UUID.randomUUID(),
                clock.instant(),
                config.node(),
                AuditKind.ACT,
                who,
                null,
                "recover",
                "onecopy recover run",
                plan.lost().stream().map(node -> "node:" + node).toList(),
                AuditAct.DONE,
                1,
                null);
    }

    private void registry(
            RecoveryPlan plan, Recovery recovery, AuditAct act, Moves moves, Path former, Consumer<String> steps) {
        Path fresh = moves.stage().resolve(StoppedNode.REGISTRY);
        GroupId before = new GroupId(plan.registry().before());
        GroupId now = new GroupId(plan.registry().now());
        if (isSeed(plan.registry())) {
            copy(
                    node.registry(data.resolve(StoppedNode.REGISTRY), node.incarnation()),
                    node.registry(fresh, node.incarnation()),
                    before,
                    moves);
            try (RegistryIndex state = node.registry(fresh, plan.incarnation())) {
                apply(state, RegistryCommandCodec.encode(new RegistryCommand.Recover(UUID.randomUUID(), recovery)));
                apply(state, RegistryCommandCodec.encode(new RegistryCommand.Audited(act.id(), act)));
                seed(now, state, moves);
            }
            steps.accept("the registry begins anew here, from entry "
                    + plan.registry().index());
        } else {
            steps.accept("the registry begins anew on " + plan.registry().seed() + ", and comes from there");
        }
        moveAway(before, data.resolve(StoppedNode.REGISTRY), former, moves);
        if (isSeed(plan.registry())) {
            moves.add(fresh, data.resolve(StoppedNode.REGISTRY));
            moves.add(staged(now, moves), data.resolve(StoppedNode.AGREEMENT).resolve(now.toString()));
        }
    }

    private void membership(
            RecoveryPlan.Anew anew,
            int incarnation,
            Set<ZoneName> lostZones,
            Moves moves,
            Path former,
            Consumer<String> steps) {
        GroupId before = new GroupId(anew.before());
        GroupId now = new GroupId(anew.now());
        Path old = data.resolve(StoppedNode.MEMBERSHIPS).resolve(before.toString());
        Path fresh = moves.stage().resolve(StoppedNode.MEMBERSHIPS).resolve(now.toString());
        if (isSeed(anew)) {
            copy(node.membership(old, incarnation), node.membership(fresh, incarnation), before, moves);
            try (MembershipIndex state = node.membership(fresh, anew.incarnation())) {
                requireReconciles(state, lostZones);
                seed(now, state, moves);
            }
            steps.accept(anew.rules() + " begins anew here, from entry " + anew.index());
        }
        if (Files.exists(old)) {
            moveAway(before, old, former, moves);
        }
        if (isSeed(anew)) {
            moves.add(fresh, data.resolve(StoppedNode.MEMBERSHIPS).resolve(now.toString()));
            moves.add(staged(now, moves), data.resolve(StoppedNode.AGREEMENT).resolve(now.toString()));
        }
    }

    /** A lost zone that comes back compares its whole storage with the tree, and nobody waits for it until then. */
    private static void requireReconciles(MembershipIndex state, Set<ZoneName> lostZones) {
        List<Command> commands = new ArrayList<>();
        state.read(view -> {
            view.scan(Tables.ZONES, new ZoneKey(new RuleId(1), new ZoneName("a")), null)
                    .forEachRemaining(row -> {
                        ZoneRow zone = row.getValue();
                        if (lostZones.contains(row.getKey().zone())) {
                            commands.add(new Command.RequireReconcile(
                                    row.getKey().rule(), row.getKey().zone(), zone.heardMillis()));
                        }
                    });
            return true;
        });
        commands.forEach(command -> apply(state, CommandCodec.encode(command)));
    }

    private static void apply(AgreedIndex state, byte[] entry) {
        state.apply(state.appliedTerm(), state.appliedIndex() + 1, entry);
    }

    /** The state with all that the log has, beside the old one; both are closed. */
    private void copy(AgreedIndex from, AgreedIndex to, GroupId group, Moves moves) {
        Path checkpoint = moves.stage().resolve("checkpoint-of-" + group);
        try (from) {
            from.checkpoint(checkpoint);
        }
        try (to) {
            to.install(checkpoint);
            node.groups.deliver(group, to);
            to.checkpoint(moves.stage()
                    .resolve("end-of-" + group)); // what was left out since the last entry is written with it
        }
    }

    private void seed(GroupId group, AgreedIndex state, Moves moves) {
        Peer self = new Peer(
                config.node(), config.addresses().agreement().advertised().toString(), Peer.Role.VOTER, 0);
        StoppedGroups.seed(staged(group, moves), self, state);
    }

    private static Path staged(GroupId group, Moves moves) {
        return moves.stage().resolve(StoppedNode.AGREEMENT).resolve(group.toString());
    }

    private void moveAway(GroupId group, Path state, Path former, Moves moves) {
        moves.add(state, former.resolve(data.relativize(state)));
        @Nullable Path log = node.groups.directory(group).orElse(null);
        if (log != null) {
            moves.add(log, former.resolve(StoppedNode.AGREEMENT).resolve(group.toString()));
        }
    }

    private static ProblemException refused(String why) {
        return new ProblemException(ProblemCode.RECOVERY_REFUSED, why);
    }
}
