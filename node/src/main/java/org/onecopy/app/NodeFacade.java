package org.onecopy.app;

import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.BandwidthService;
import org.onecopy.admin.CheckService;
import org.onecopy.admin.ContentService;
import org.onecopy.admin.FenceService;
import org.onecopy.admin.InductionService;
import org.onecopy.admin.MigrationService;
import org.onecopy.admin.NodeService;
import org.onecopy.admin.ProtectionService;
import org.onecopy.admin.RepairService;
import org.onecopy.agreement.Agreement;
import org.onecopy.agreement.Agreement.GroupStatus;
import org.onecopy.agreement.GroupId;
import org.onecopy.agreement.Peer;
import org.onecopy.app.config.NodeConfig;
import org.onecopy.app.config.StorageConfig.StorageType;
import org.onecopy.core.namespace.RuleRow;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.registry.RegisteredNode;
import org.onecopy.core.registry.RegisteredZone;
import org.onecopy.core.registry.RegistryTables;
import org.onecopy.core.registry.Reservation;
import org.onecopy.core.table.TableView;
import org.onecopy.index.MembershipIndex;
import org.onecopy.model.ByteCount;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleId;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.Words;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.Addresses;
import org.onecopy.model.api.ConflictView;
import org.onecopy.model.api.Filter;
import org.onecopy.model.api.GuardState;
import org.onecopy.model.api.GuardView;
import org.onecopy.model.api.LagHistoryView;
import org.onecopy.model.api.LagView;
import org.onecopy.model.api.Listing;
import org.onecopy.model.api.MembershipEdit;
import org.onecopy.model.api.MembershipView;
import org.onecopy.model.api.Memory;
import org.onecopy.model.api.NodeState;
import org.onecopy.model.api.NodeStatus;
import org.onecopy.model.api.NodeView;
import org.onecopy.model.api.ParkedView;
import org.onecopy.model.api.PeerRole;
import org.onecopy.model.api.PeerView;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.model.api.RuleView;
import org.onecopy.model.api.StatusView;
import org.onecopy.model.api.StorageAbilities;
import org.onecopy.model.api.StorageReport;
import org.onecopy.model.api.StorageView;
import org.onecopy.model.api.TransferView;
import org.onecopy.model.api.WhatIfView;
import org.onecopy.model.api.ZoneView;
import org.onecopy.network.Memberships;
import org.onecopy.network.RegistryClient;
import org.onecopy.network.RuleKeeper;
import org.onecopy.problem.ProblemException;
import org.onecopy.storage.Ability;
import org.onecopy.storage.Capabilities;
import org.onecopy.storage.Storage;
import org.onecopy.storage.Tree;

/** What the admin API asks, answered from what this node knows. */
final class NodeFacade implements NodeService {
    private static final NodeId FIRST_NODE = new NodeId("a");
    private static final ZoneName FIRST_ZONE = new ZoneName("a");

    private final NodeConfig config;
    private final Agreement agreement;
    private final RegistryClient registry;
    private final Memberships memberships;
    private final RuleWriters writers;
    private final Storage storage;
    private final RuleRequests requests;
    private final RuleLists lists;
    private final ZoneClocks zoneClocks = new ZoneClocks();
    private final LagReport lagReport;
    private final WhatIf whatIf;
    private final GroupMembers groups;
    private final MembershipRequests edits;
    private final StorageTrials trials;
    private final Inductor inductor;
    private final CheckService checks;
    private final RepairService repairs;
    private final FenceService fences;
    private final BandwidthService bandwidth;
    private final ContentService contents;
    private final MigrationService migrations;
    private final ProtectionService protection;
    private final LagKeeper history;
    private final BooleanSupplier registered;
    private final FreeSpace space = new FreeSpace(Duration.ofSeconds(2));
    private final Instant started = Node.processStart();

    NodeFacade(
            NodeConfig config,
            Clock clock,
            Agreement agreement,
            RegistryClient registry,
            Memberships memberships,
            RuleWriters writers,
            Storage storage,
            RuleRequests requests,
            RuleLists lists,
            Inductor inductor,
            GroupMembers groups,
            MembershipRequests edits,
            CheckService checks,
            RepairService repairs,
            FenceService fences,
            BandwidthService bandwidth,
            ContentService contents,
            MigrationService migrations,
            ProtectionService protection,
            LagKeeper history,
            BooleanSupplier registered) {
        this.config = config;
        this.agreement = agreement;
        this.registry = registry;
        this.memberships = memberships;
        this.writers = writers;
        this.storage = storage;
        this.requests = requests;
        this.lists = lists;
        this.inductor = inductor;
        this.checks = checks;
        this.repairs = repairs;
        this.fences = fences;
        this.bandwidth = bandwidth;
        this.contents = contents;
        this.migrations = migrations;
        this.protection = protection;
        this.history = history;
        this.registered = registered;
        lagReport = new LagReport(clock, zoneClocks);
        this.groups = groups;
        this.edits = edits;
        whatIf = new WhatIf(groups, memberships, lists, config.zone(), clock);
        trials = new StorageTrials(config, storage);
    }

    @Override
    public boolean ready() {
        return registered.getAsBoolean();
    }

    @Override
    public NodeStatus node() {
        NodeConfig.Addresses a = config.addresses();
        Runtime runtime = Runtime.getRuntime();
        return new NodeStatus(
                config.node(),
                config.zone(),
                BuildVersion.TEXT,
                ready() ? NodeState.RUNNING : NodeState.STARTING,
                ProcessHandle.current().pid(),
                started,
                ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0,
                new Addresses(
                        a.agreement().advertised().toString(),
                        a.content().advertised().toString(),
                        a.admin().advertised().toString()),
                new Memory(
                        new ByteCount(runtime.totalMemory() - runtime.freeMemory()),
                        new ByteCount(runtime.maxMemory()),
                        null));
    }

    @Override
    public StatusView status() {
        return new StatusReport(this).view();
    }

    @Override
    public List<ZoneView> zones() {
        List<RegisteredNode> nodes = registeredNodes();
        List<ZoneView> zones = new ArrayList<>();
        for (RegisteredZone zone : registry.read(NodeFacade::allZones)) {
            boolean own = zone.name().equals(config.zone());
            List<NodeId> ofZone = nodes.stream()
                    .filter(node -> node.zone().equals(zone.name()))
                    .map(RegisteredNode::id)
                    .toList();
            boolean answers = own || ofZone.stream().anyMatch(this::answers);
            zones.add(new ZoneView(
                    zone.name(),
                    zone.hasStorage()
                            ? new StorageView(
                                    zone.storageType(), own ? config.storage().root() : "/")
                            : null,
                    ofZone,
                    own ? words(storage.capabilities()) : List.of(),
                    answers,
                    own ? free() : null,
                    null,
                    answers ? null : "no node of the zone answers"));
        }
        return zones;
    }

    @Override
    public List<StorageAbilities> storage() {
        if (config.storage().type() == StorageType.NONE) {
            return List.of();
        }
        List<StorageAbilities> found = new ArrayList<>();
        for (RuleWriters.Running running : writers.all()) {
            var session = running.thread().session();
            Tree tree = session == null ? null : session.tree();
            Reservation reservation = tree == null ? null : requests.find(running.name());
            String path = reservation == null
                    ? null
                    : reservation.definition().paths().get(config.zone());
            if (tree != null && path != null) {
                found.add(trials.abilities(path, tree.capabilities()));
            }
        }
        return found.isEmpty() ? List.of(trials.abilities("", storage.capabilities())) : found;
    }

    @Override
    public List<StorageReport> verifyStorage(@Nullable String path) {
        List<String> locations = sorted().stream()
                .map(reservation -> reservation.definition().paths().get(config.zone()))
                .filter(Objects::nonNull)
                .toList();
        for (String location : locations) {
            // Working areas are hidden at the top of a location only.
            if (path != null && path.startsWith(location.endsWith("/") ? location : location + "/")) {
                throw new ProblemException(
                        ProblemCode.PATH_INVALID, path + " lies in the location " + location + ": verify that one");
            }
        }
        return trials.verify(path == null ? locations : List.of(path));
    }

    private @Nullable ByteCount free() {
        for (RuleWriters.Running running : writers.all()) {
            var session = running.thread().session();
            Tree tree = session == null ? null : session.tree();
            if (tree != null && tree.capabilities().can(Ability.MEASURED_SPACE)) {
                return space.of(tree);
            }
        }
        return null;
    }

    private static List<String> words(Capabilities can) {
        return can.abilities().stream().map(Words::of).toList();
    }

    private static List<RegisteredZone> allZones(TableView view) {
        List<RegisteredZone> all = new ArrayList<>();
        view.scan(RegistryTables.ZONES, FIRST_ZONE, null).forEachRemaining(row -> all.add(row.getValue()));
        return all;
    }

    List<RegisteredNode> registeredNodes() {
        return registry.read(view -> {
            List<RegisteredNode> all = new ArrayList<>();
            view.scan(RegistryTables.NODES, FIRST_NODE, null).forEachRemaining(row -> all.add(row.getValue()));
            return all;
        });
    }

    /** Whether a node answers the registry's leader, as far as this node can know: only the leader can tell of silence. */
    private boolean answers(NodeId node) {
        Double silence = silence(node);
        return silence == null || silence < 10;
    }

    private @Nullable Double silence(NodeId node) {
        if (node.equals(config.node())) {
            return 0.0;
        }
        GroupStatus status = agreement.status(new GroupId(config.network().registry()));
        var silence = status.silence().get(node);
        return silence == null ? null : silence.toMillis() / 1000.0;
    }

    @Override
    public InductionService induction() {
        return inductor;
    }

    /** Whether this process runs with other timeouts than are agreed. */
    boolean needsRestart() {
        return inductor.needsRestart();
    }

    @Override
    public CheckService checks() {
        return checks;
    }

    @Override
    public RepairService repairs() {
        return repairs;
    }

    @Override
    public BandwidthService bandwidth() {
        return bandwidth;
    }

    @Override
    public FenceService fences() {
        return fences;
    }

    @Override
    public ContentService contents() {
        return contents;
    }

    @Override
    public MigrationService migrations() {
        return migrations;
    }

    @Override
    public ProtectionService protection() {
        return protection;
    }

    @Override
    public List<NodeView> nodes() {
        return registeredNodes().stream()
                .map(node -> new NodeView(
                        node.id(),
                        node.zone(),
                        answers(node.id()) ? NodeState.RUNNING : NodeState.UNREACHABLE,
                        node.id().equals(config.node()),
                        new Addresses(node.agreementAddress(), node.contentAddress(), node.adminAddress()),
                        node.id().equals(config.node()) ? BuildVersion.TEXT : null,
                        silence(node.id())))
                .toList();
    }

    @Override
    public List<MembershipView> memberships() {
        List<MembershipView> views = new ArrayList<>();
        views.add(view(config.network().registry(), true, List.of()));
        memberships.joined().keySet().stream().sorted().forEach(id -> views.add(membership(id)));
        return views;
    }

    private MembershipView membership(UUID id) {
        List<RuleName> rules = RuleKeeper.reservations(registry).stream()
                .filter(reservation -> reservation.membership().equals(id))
                .map(reservation -> reservation.definition().name())
                .sorted()
                .toList();
        return view(id, false, rules);
    }

    @Override
    public MembershipView editMembership(UUID id, MembershipEdit edit) {
        edits.edit(id, edit);
        return membership(id);
    }

    @Override
    public WhatIfView whatIf(List<String> lose, List<String> remove) {
        return whatIf.of(lose, remove, sorted());
    }

    private MembershipView view(UUID id, boolean isRegistry, List<RuleName> rules) {
        GroupStatus status = agreement.status(new GroupId(id));
        Map<NodeId, ZoneName> zones = new java.util.HashMap<>();
        config.network().members().forEach(member -> zones.put(member.node(), member.zone()));
        Map<NodeId, String> addresses = new java.util.HashMap<>();
        registeredNodes().forEach(node -> {
            zones.put(node.id(), node.zone());
            addresses.put(node.id(), node.agreementAddress());
        });
        List<PeerView> peers = status.peers().stream()
                .sorted(Comparator.comparing(Peer::node))
                .map(peer -> new PeerView(
                        peer.node(),
                        zones.getOrDefault(peer.node(), config.zone()),
                        role(peer, zones.get(peer.node())),
                        addresses.getOrDefault(peer.node(), peer.address()),
                        peer.priority(),
                        status.silence().containsKey(peer.node())
                                ? (Double) (status.silence().get(peer.node()).toMillis() / 1000.0)
                                : null))
                .toList();
        return new MembershipView(
                id,
                isRegistry,
                rules,
                peers,
                status.leader(),
                status.term(),
                status.committedIndex(),
                status.appliedIndex());
    }

    private PeerRole role(Peer peer, @Nullable ZoneName zone) {
        return peer.role() == Peer.Role.LISTENER
                ? PeerRole.LISTENER
                : zone == null || groups.hasStorage(zone) ? PeerRole.VOTER : PeerRole.WITNESS;
    }

    @Override
    public List<RuleView> rules() {
        return lists.rules();
    }

    @Override
    public RuleView rule(RuleName name) {
        return lists.rule(requests.existing(name));
    }

    @Override
    public RuleView createRule(RuleSpec spec) {
        requests.create(spec);
        return rule(java.util.Objects.requireNonNull(spec.name()));
    }

    @Override
    public RuleView editRule(RuleName name, RuleSpec spec, boolean force) {
        requests.edit(name, spec, force);
        return rule(name);
    }

    @Override
    public void removeRule(RuleName name) {
        requests.remove(name);
    }

    @Override
    public List<LagView> lag() {
        List<LagView> all = new ArrayList<>();
        for (Reservation reservation : sorted()) {
            MembershipIndex index = memberships.index(reservation.membership());
            if (index != null) {
                for (LagView lag : lagReport.of(reservation, index, config.zone(), ownLowWater(reservation.rule()))) {
                    all.add(
                            lag.zone().equals(config.zone())
                                    ? lag.withLimit(lists.limitInto(reservation.rule()))
                                    : lag);
                }
            }
        }
        return all;
    }

    @Override
    public LagHistoryView lagHistory(
            RuleName rule, @Nullable Instant from, @Nullable Instant to, @Nullable Duration step) {
        requests.existing(rule);
        return history.of(rule, from, to, step);
    }

    private @Nullable Version ownLowWater(RuleId rule) {
        return lists.ownLowWater(rule);
    }

    private List<Reservation> sorted() {
        return RuleKeeper.reservations(registry).stream()
                .sorted(Comparator.comparing(
                        reservation -> reservation.definition().name()))
                .toList();
    }

    @Override
    public Listing<TransferView> transfers(Filter filter) {
        return lists.transfers(filter);
    }

    @Override
    public Listing<ConflictView> conflicts(Filter filter) {
        return lists.conflicts(filter);
    }

    @Override
    public Listing<ParkedView> parked(Filter filter) {
        return lists.parked(filter);
    }

    @Override
    public void retryParked(String id) {
        lists.retryParked(id);
    }

    @Override
    public List<GuardView> guard() {
        List<GuardView> all = new ArrayList<>();
        for (Reservation reservation : sorted()) {
            for (ZoneName zone : reservation.definition().paths().keySet()) {
                GuardView view = guard(reservation, zone);
                if (view != null) {
                    all.add(view);
                }
            }
        }
        return all;
    }

    private @Nullable GuardView guard(Reservation reservation, ZoneName zone) {
        MembershipIndex index = memberships.index(reservation.membership());
        if (index == null) {
            return null;
        }
        return index.read(view -> {
            RuleRow rule = view.get(Tables.RULES, reservation.rule());
            var row = view.get(Tables.ZONES, new Tables.ZoneKey(reservation.rule(), zone));
            if (rule == null || row == null) {
                return null;
            }
            var policy = rule.definition().guard();
            long share = rule.files() * policy.sharePercent() / 100;
            return new GuardView(
                    reservation.definition().name(),
                    zone,
                    row.guard().tripped() ? GuardState.TRIPPED : GuardState.WATCHING,
                    row.guard().counted(),
                    Math.min(policy.files(), Math.max(policy.floor(), share)),
                    row.guard().held(),
                    row.guard().tripped() ? Instant.ofEpochMilli(row.guard().windowStartMillis()) : null);
        });
    }

    @Override
    public GuardView releaseGuard(RuleName rule, ZoneName zone) {
        return decideGuard(rule, zone, true);
    }

    @Override
    public GuardView rejectGuard(RuleName rule, ZoneName zone) {
        return decideGuard(rule, zone, false);
    }

    private GuardView decideGuard(RuleName name, ZoneName zone, boolean release) {
        Reservation reservation = requests.existing(name);
        GuardView before = guard(reservation, zone);
        if (before == null) {
            throw new ProblemException(ProblemCode.ZONE_UNKNOWN, "rule " + name + " has no zone '" + zone + "'");
        }
        if (before.state() != GuardState.TRIPPED) {
            throw new ProblemException(
                    ProblemCode.GUARD_NOT_TRIPPED, "the guard of rule " + name + " in zone " + zone + " holds nothing");
        }
        requests.decideGuard(reservation, zone, release);
        return java.util.Objects.requireNonNull(guard(reservation, zone));
    }

    /** Whether a zone is one of a rule's (H79). */
    boolean isInRule(ZoneName zone, RuleId rule) {
        Reservation reservation = registry.read(view -> view.get(RegistryTables.RESERVATIONS, rule));
        return reservation != null && reservation.definition().paths().containsKey(zone);
    }

    /** Why this node's zone cannot be reached for a rule, or null. */
    @Nullable
    RuntimeException storageProblem(RuleName name, ZoneName zone) {
        Reservation reservation = zone.equals(config.zone()) ? requests.find(name) : null;
        return reservation == null ? null : lists.problem(reservation.rule());
    }

    /** How far apart a zone's clock and this node's are, where that is too far; positive where the zone's is behind. */
    @Nullable
    Duration clocksApart(RuleName name, ZoneName zone) {
        return zoneClocks.apart(name, zone, System.nanoTime());
    }

    /** What to say of this node's storage where it keeps the rule's writer waiting, or null. */
    @Nullable
    String slowStep(RuleName name, ZoneName zone) {
        Reservation reservation = zone.equals(config.zone()) ? requests.find(name) : null;
        return reservation == null ? null : lists.slowStep(reservation.rule());
    }
}
