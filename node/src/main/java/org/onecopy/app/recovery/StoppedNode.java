package org.onecopy.app.recovery;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.onecopy.agreement.GroupId;
import org.onecopy.agreement.Peer;
import org.onecopy.agreement.ratis.StoppedGroups;
import org.onecopy.app.AtRisk;
import org.onecopy.app.config.NetworkFolder;
import org.onecopy.app.config.NodeConfig;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.core.registry.Membership;
import org.onecopy.core.registry.Recovery;
import org.onecopy.core.registry.RegistryCommand;
import org.onecopy.core.registry.RegistryTables;
import org.onecopy.core.registry.Reservation;
import org.onecopy.core.table.TableView;
import org.onecopy.index.AgreedIndex;
import org.onecopy.index.MembershipIndex;
import org.onecopy.index.RegistryIndex;
import org.onecopy.index.Schema;
import org.onecopy.index.rocks.RocksStores;
import org.onecopy.log.CommandCodec;
import org.onecopy.log.RegistryCommandCodec;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleId;
import org.onecopy.model.ZoneName;
import org.onecopy.model.audit.AuditAct;
import org.onecopy.model.audit.AuditKind;
import org.onecopy.network.identity.CertificateAuthority;
import org.onecopy.problem.ProblemException;

/**
 * A node's data directory while the node does not run: how it stands, and its part of a recovery. What it held before is kept below {@code
 * former-N}, where N is the incarnation that has ended.
 */
final class StoppedNode implements AutoCloseable {
    private static final String REGISTRY = "registry";
    private static final String MEMBERSHIPS = "memberships";
    private static final String AGREEMENT = "agreement";

    private final NodeConfig config;
    private final Path data;
    private final RocksStores stores = new RocksStores(RocksStores.CACHE_BYTES_DEFAULT);
    private final StoppedGroups groups;

    StoppedNode(NodeConfig config) {
        this.config = config;
        data = config.dataDir();
        groups = new StoppedGroups(data.resolve(AGREEMENT));
        if (!config.network().isKnown() || !Files.isDirectory(data.resolve(REGISTRY))) {
            throw new ProblemException(
                    ProblemCode.NOT_INDUCTED,
                    "node " + config.node() + " has no part in a network: " + data + " holds no registry");
        }
        refuseRunning();
    }

    /** The stores of a running node are locked; nothing of it may be touched. */
    private void refuseRunning() {
        try (Stream<Path> files = Files.find(data.resolve(REGISTRY), 2, (path, attributes) -> path.endsWith("LOCK"))) {
            for (Path lock : files.toList()) {
                try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                        FileLock free = channel.tryLock()) {
                    if (free == null) {
                        throw new ProblemException(
                                ProblemCode.NODE_RUNS,
                                "node " + config.node() + " runs: stop it first, and keep it from being started again");
                    }
                }
            }
        } catch (IOException e) {
            throw new ProblemException(ProblemCode.INTERNAL, "cannot look into " + data + ": " + e, e);
        }
    }

    @Override
    public void close() {
        stores.close();
    }

    private RegistryIndex registry(Path directory, int incarnation) {
        return new RegistryIndex(directory, at -> stores.open(Schema.REGISTRY, at), incarnation);
    }

    private MembershipIndex membership(Path directory, int incarnation) {
        return new MembershipIndex(directory, at -> stores.open(Schema.MEMBERSHIP, at), incarnation);
    }

    private int incarnation() {
        return config.network().recovered().incarnation();
    }

    private GroupId registryGroup() {
        return new GroupId(config.network().registry());
    }

    /**
     * How it stands.
     *
     * @param lost names of zones or nodes that are lost
     * @throws ProblemException {@code NODE_RUNS}, {@code NODE_UNKNOWN}, {@code RECOVERY_REFUSED}
     */
    Survivor standing(List<String> lost) {
        StoppedGroups.End end = end(registryGroup());
        try (RegistryIndex registry = registry(data.resolve(REGISTRY), incarnation())) {
            return registry.read(view -> standing(view, end, lost));
        }
    }

    private StoppedGroups.End end(GroupId group) {
        return groups.end(group)
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.RECOVERY_REFUSED,
                        "this node has no log of group " + group + " below " + data.resolve(AGREEMENT)
                                + ": count it among the lost ones"));
    }

    private Survivor standing(TableView registry, StoppedGroups.End end, List<String> lostNames) {
        List<Survivor.Known> nodes = nodes(registry);
        List<NodeId> lost = resolve(lostNames, nodes);
        Set<ZoneName> lostZones = lostZones(nodes, lost);
        Map<UUID, List<Reservation>> rules = new HashMap<>();
        registry.scan(RegistryTables.RESERVATIONS, new RuleId(1), null)
                .forEachRemaining(row -> rules.computeIfAbsent(row.getValue().membership(), id -> new ArrayList<>())
                        .add(row.getValue()));
        List<Survivor.Rules> memberships = new ArrayList<>();
        List<Survivor.Group> held = new ArrayList<>();
        for (Membership membership : memberships(registry)) {
            List<Reservation> own = rules.getOrDefault(membership.id(), List.of());
            memberships.add(new Survivor.Rules(
                    membership.id(),
                    own.stream().map(rule -> rule.definition().name().value()).toList()));
            groups.end(new GroupId(membership.id())).ifPresent(at -> held.add(group(membership, at, own, lostZones)));
        }
        Path ca = config.network().ca().resolveSibling(CertificateAuthority.KEY_FILE);
        return new Survivor(
                Survivor.FORMAT,
                config.network().id(),
                config.node(),
                config.zone(),
                incarnation(),
                Files.exists(ca),
                lost,
                nodes,
                memberships,
                new Survivor.Group(
                        config.network().registry(),
                        incarnation(),
                        end.term(),
                        end.index(),
                        voters(end, List.of()),
                        List.of()),
                held);
    }

    private Survivor.Group group(
            Membership membership, StoppedGroups.End end, List<Reservation> rules, Set<ZoneName> lostZones) {
        List<Survivor.Alone> alone = new ArrayList<>();
        Path directory = data.resolve(MEMBERSHIPS).resolve(membership.id().toString());
        try (MembershipIndex index = membership(directory, membership.incarnation())) {
            index.read(view -> {
                rules.forEach(rule -> alone.addAll(alone(view, rule, lostZones)));
                return true;
            });
        }
        List<NodeId> wanted = membership.peers().stream()
                .filter(peer -> peer.role() == Membership.Role.VOTER)
                .map(Membership.Peer::node)
                .toList();
        return new Survivor.Group(
                membership.id(), membership.incarnation(), end.term(), end.index(), voters(end, wanted), alone);
    }

    private static List<Survivor.Alone> alone(TableView view, Reservation rule, Set<ZoneName> lostZones) {
        AtRisk.Sum sum = AtRisk.among(view, rule.rule(), lostZones);
        return sum.contents() == 0
                ? List.of()
                : List.of(
                        new Survivor.Alone(rule.definition().name().value(), sum.contents(), sum.bytes(), sum.paths()));
    }

    private static List<NodeId> voters(StoppedGroups.End end, List<NodeId> otherwise) {
        List<NodeId> voters = end.peers().stream()
                .filter(peer -> peer.role() == Peer.Role.VOTER)
                .map(Peer::node)
                .toList();
        return voters.isEmpty() ? otherwise : voters;
    }

    private static List<Survivor.Known> nodes(TableView registry) {
        List<Survivor.Known> nodes = new ArrayList<>();
        registry.scan(RegistryTables.NODES, new NodeId("a"), null)
                .forEachRemaining(row -> nodes.add(
                        new Survivor.Known(row.getKey(), row.getValue().zone())));
        return nodes;
    }

    private static List<Membership> memberships(TableView registry) {
        List<Membership> all = new ArrayList<>();
        registry.scan(RegistryTables.MEMBERSHIPS, new UUID(Long.MIN_VALUE, Long.MIN_VALUE), null)
                .forEachRemaining(row -> all.add(row.getValue()));
        return all;
    }

    /** The nodes that names of zones and nodes stand for, in their order. */
    private static List<NodeId> resolve(List<String> names, List<Survivor.Known> nodes) {
        Set<NodeId> lost = new TreeSet<>();
        for (String name : names) {
            List<NodeId> meant = nodes.stream()
                    .filter(known -> known.node().value().equals(name)
                            || known.zone().value().equals(name))
                    .map(Survivor.Known::node)
                    .toList();
            if (meant.isEmpty()) {
                throw new ProblemException(
                        ProblemCode.NODE_UNKNOWN,
                        "'" + name + "' is no zone or node of this network: it has "
                                + nodes.stream()
                                        .map(known -> known.node() + " (" + known.zone() + ")")
                                        .toList());
            }
            lost.addAll(meant);
        }
        return List.copyOf(lost);
    }

    /** The zones of which no node is left. */
    private static Set<ZoneName> lostZones(List<Survivor.Known> nodes, List<NodeId> lost) {
        Set<ZoneName> zones = new TreeSet<>();
        nodes.stream().map(Survivor.Known::zone).forEach(zones::add);
        nodes.stream()
                .filter(known -> !lost.contains(known.node()))
                .map(Survivor.Known::zone)
                .forEach(zones::remove);
        return zones;
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
        Path former = data.resolve("former-" + incarnation());
        Recovery recovery = recovery(plan);
        List<Membership> before;
        Set<ZoneName> lostZones;
        try (RegistryIndex registry = registry(data.resolve(REGISTRY), incarnation())) {
            before = registry.read(StoppedNode::memberships);
            lostZones = registry.read(view -> lostZones(nodes(view), plan.lost()));
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
        if (plan.incarnation() <= incarnation()) {
            throw refused("this node has done its part of recovery " + plan.incarnation() + " already");
        }
        if (plan.incarnation() != incarnation() + 1 || !plan.survivors().contains(config.node())) {
            throw refused("the plan counts on " + plan.survivors() + " after recovery " + (plan.incarnation() - 1)
                    + "; this is node " + config.node() + " after recovery " + incarnation()
                    + ": who is not in the plan comes back with onecopy recover return");
        }
        checkEnd(plan.registry());
        plan.groups().forEach(this::checkEnd);
    }

    private void checkEnd(RecoveryPlan.Anew anew) {
        if (isSeed(anew)) {
            StoppedGroups.End end = end(new GroupId(anew.before()));
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
        Path fresh = moves.stage().resolve(REGISTRY);
        GroupId before = new GroupId(plan.registry().before());
        GroupId now = new GroupId(plan.registry().now());
        if (isSeed(plan.registry())) {
            copy(registry(data.resolve(REGISTRY), incarnation()), registry(fresh, incarnation()), before, moves);
            try (RegistryIndex state = registry(fresh, plan.incarnation())) {
                apply(state, RegistryCommandCodec.encode(new RegistryCommand.Recover(UUID.randomUUID(), recovery)));
                apply(state, RegistryCommandCodec.encode(new RegistryCommand.Audited(act.id(), act)));
                seed(now, state, moves);
            }
            steps.accept("the registry begins anew here, from entry "
                    + plan.registry().index());
        } else {
            steps.accept("the registry begins anew on " + plan.registry().seed() + ", and comes from there");
        }
        moveAway(before, data.resolve(REGISTRY), former, moves);
        if (isSeed(plan.registry())) {
            moves.add(fresh, data.resolve(REGISTRY));
            moves.add(staged(now, moves), data.resolve(AGREEMENT).resolve(now.toString()));
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
        Path old = data.resolve(MEMBERSHIPS).resolve(before.toString());
        Path fresh = moves.stage().resolve(MEMBERSHIPS).resolve(now.toString());
        if (isSeed(anew)) {
            copy(membership(old, incarnation), membership(fresh, incarnation), before, moves);
            try (MembershipIndex state = membership(fresh, anew.incarnation())) {
                requireReconciles(state, lostZones);
                seed(now, state, moves);
            }
            steps.accept(anew.rules() + " begins anew here, from entry " + anew.index());
        }
        if (Files.exists(old)) {
            moveAway(before, old, former, moves);
        }
        if (isSeed(anew)) {
            moves.add(fresh, data.resolve(MEMBERSHIPS).resolve(now.toString()));
            moves.add(staged(now, moves), data.resolve(AGREEMENT).resolve(now.toString()));
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
            groups.deliver(group, to);
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
        return moves.stage().resolve(AGREEMENT).resolve(group.toString());
    }

    private void moveAway(GroupId group, Path state, Path former, Moves moves) {
        moves.add(state, former.resolve(data.relativize(state)));
        @Nullable Path log = groups.directory(group).orElse(null);
        if (log != null) {
            moves.add(log, former.resolve(AGREEMENT).resolve(group.toString()));
        }
    }

    private static ProblemException refused(String why) {
        return new ProblemException(ProblemCode.RECOVERY_REFUSED, why);
    }
}
