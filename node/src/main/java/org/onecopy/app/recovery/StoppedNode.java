package org.onecopy.app.recovery;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.onecopy.agreement.GroupId;
import org.onecopy.agreement.Peer;
import org.onecopy.agreement.ratis.StoppedGroups;
import org.onecopy.app.AtRisk;
import org.onecopy.app.config.NodeConfig;
import org.onecopy.core.registry.Membership;
import org.onecopy.core.registry.RegistryTables;
import org.onecopy.core.registry.Reservation;
import org.onecopy.core.table.TableView;
import org.onecopy.index.MembershipIndex;
import org.onecopy.index.RegistryIndex;
import org.onecopy.index.Schema;
import org.onecopy.index.rocks.RocksStores;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleId;
import org.onecopy.model.ZoneName;
import org.onecopy.network.identity.CertificateAuthority;
import org.onecopy.problem.ProblemException;

/** A node's data directory while the node does not run: its stores, and how it stands. */
final class StoppedNode implements AutoCloseable {
    static final String REGISTRY = "registry";
    static final String MEMBERSHIPS = "memberships";
    static final String AGREEMENT = "agreement";

    final NodeConfig config;
    final Path data;
    final StoppedGroups groups;
    private final RocksStores stores = new RocksStores(RocksStores.CACHE_BYTES_DEFAULT);

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

    RegistryIndex registry(Path directory, int incarnation) {
        return new RegistryIndex(directory, at -> stores.open(Schema.REGISTRY, at), incarnation);
    }

    MembershipIndex membership(Path directory, int incarnation) {
        return new MembershipIndex(directory, at -> stores.open(Schema.MEMBERSHIP, at), incarnation);
    }

    int incarnation() {
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

    StoppedGroups.End end(GroupId group) {
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

    static List<Survivor.Known> nodes(TableView registry) {
        List<Survivor.Known> nodes = new ArrayList<>();
        registry.scan(RegistryTables.NODES, new NodeId("a"), null)
                .forEachRemaining(row -> nodes.add(
                        new Survivor.Known(row.getKey(), row.getValue().zone())));
        return nodes;
    }

    static List<Membership> memberships(TableView registry) {
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
    static Set<ZoneName> lostZones(List<Survivor.Known> nodes, List<NodeId> lost) {
        Set<ZoneName> zones = new TreeSet<>();
        nodes.stream().map(Survivor.Known::zone).forEach(zones::add);
        nodes.stream()
                .filter(known -> !lost.contains(known.node()))
                .map(Survivor.Known::zone)
                .forEach(zones::remove);
        return zones;
    }
}
