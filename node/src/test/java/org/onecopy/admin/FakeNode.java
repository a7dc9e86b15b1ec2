package org.onecopy.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.onecopy.model.ByteCount;
import org.onecopy.model.FileId;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleId;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.Addresses;
import org.onecopy.model.api.CheckResult;
import org.onecopy.model.api.ConflictView;
import org.onecopy.model.api.Filter;
import org.onecopy.model.api.GuardState;
import org.onecopy.model.api.GuardView;
import org.onecopy.model.api.Health;
import org.onecopy.model.api.LagHistoryView;
import org.onecopy.model.api.LagPoint;
import org.onecopy.model.api.LagView;
import org.onecopy.model.api.Listing;
import org.onecopy.model.api.LocationState;
import org.onecopy.model.api.LocationView;
import org.onecopy.model.api.MembershipEdit;
import org.onecopy.model.api.MembershipView;
import org.onecopy.model.api.Memory;
import org.onecopy.model.api.NodeState;
import org.onecopy.model.api.NodeStatus;
import org.onecopy.model.api.NodeView;
import org.onecopy.model.api.ParkedView;
import org.onecopy.model.api.PeerRole;
import org.onecopy.model.api.PeerView;
import org.onecopy.model.api.QuorumView;
import org.onecopy.model.api.Reason;
import org.onecopy.model.api.RemedyView;
import org.onecopy.model.api.RiskView;
import org.onecopy.model.api.RuleOutlook;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.model.api.RuleStatus;
import org.onecopy.model.api.RuleView;
import org.onecopy.model.api.StatusView;
import org.onecopy.model.api.StorageAbilities;
import org.onecopy.model.api.StorageCheck;
import org.onecopy.model.api.StorageReport;
import org.onecopy.model.api.StorageView;
import org.onecopy.model.api.TransferState;
import org.onecopy.model.api.TransferView;
import org.onecopy.model.api.WarningView;
import org.onecopy.model.api.WhatIfView;
import org.onecopy.model.api.ZoneAccess;
import org.onecopy.model.api.ZoneOutlook;
import org.onecopy.model.api.ZoneView;
import org.onecopy.problem.ProblemException;

/** A network of three zones that is nothing but answers. Rules can be made, edited and removed. */
public class FakeNode implements NodeService {
    public static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    public static final ZoneName OSLO = new ZoneName("oslo");
    public static final ZoneName LYON = new ZoneName("lyon");
    public static final RuleName DEMO = new RuleName("demo");

    private static final NodeId OSLO_1 = new NodeId("oslo-1");
    private static final Addresses ADDRESSES = new Addresses("127.0.0.1:6444", "127.0.0.1:7000", "127.0.0.1:8082");

    private final Map<RuleName, RuleView> rules = new TreeMap<>();
    private final List<String> retried = new ArrayList<>();
    private final List<MembershipEdit> edits = new ArrayList<>();
    private final List<NodeId> retiredNodes = new ArrayList<>();
    private volatile boolean ready = true;
    private volatile Health health = Health.HEALTHY;
    private volatile RuntimeException failure;
    private volatile boolean held;
    private volatile CountDownLatch hold = new CountDownLatch(0);

    public FakeNode() {
        RuleSpec spec = new RuleSpec(
                DEMO,
                Map.of(OSLO, "/data/oslo", LYON, "/data/lyon"),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        rules.put(DEMO, view(spec, 1));
    }

    public void setReady(boolean ready) {
        this.ready = ready;
    }

    public void setHealth(Health health) {
        this.health = health;
    }

    /** Whether somebody waits in {@link #createRule}, or did. */
    public boolean isHeld() {
        return held;
    }

    /** Lets {@link #createRule} wait for a latch from now on, as a node whose answer is lost. */
    public void holdCreates(CountDownLatch until) {
        this.hold = until;
    }

    /** What {@link #status()} throws from now on; null for nothing. */
    public void failWith(RuntimeException failure) {
        this.failure = failure;
    }

    /** What was asked of memberships. */
    public List<MembershipEdit> edits() {
        return List.copyOf(edits);
    }

    /** The nodes that were taken out; that they are still listed does not matter. */
    public List<NodeId> retiredNodes() {
        return List.copyOf(retiredNodes);
    }

    public List<String> retried() {
        return List.copyOf(retried);
    }

    @Override
    public boolean ready() {
        return ready;
    }

    @Override
    public NodeStatus node() {
        return new NodeStatus(
                OSLO_1,
                OSLO,
                "0.1.0",
                NodeState.RUNNING,
                4711,
                NOON,
                93.4,
                ADDRESSES,
                new Memory(ByteCount.of(50L << 20), ByteCount.of(192L << 20), ByteCount.of(220L << 20)));
    }

    @Override
    public StatusView status() {
        if (failure != null) {
            throw failure;
        }
        List<Reason> reasons = health == Health.HEALTHY
                ? List.of()
                : List.of(new Reason("zone-unreachable", "zone lyon does not answer", "start its node lyon-1"));
        return new StatusView(
                health,
                reasons,
                node(),
                2,
                2,
                2,
                2,
                1,
                12_000,
                ByteCount.of(3L << 30),
                0.4,
                0,
                ByteCount.ZERO,
                3,
                1,
                2,
                0);
    }

    @Override
    public List<ZoneView> zones() {
        return List.of(
                new ZoneView(LYON, null, List.of(), List.of(), false, null, null, "no node answers"),
                new ZoneView(
                        OSLO,
                        new StorageView("local", "/"),
                        List.of(OSLO_1),
                        List.of("atomic-replace", "hints"),
                        true,
                        ByteCount.of(10L << 30),
                        ByteCount.of(20L << 30),
                        null));
    }

    @Override
    public List<NodeView> nodes() {
        return List.of(
                new NodeView(new NodeId("lyon-1"), LYON, NodeState.UNREACHABLE, false, ADDRESSES, null, null),
                new NodeView(OSLO_1, OSLO, NodeState.RUNNING, true, ADDRESSES, "0.1.0", 0.0));
    }

    @Override
    public List<MembershipView> memberships() {
        return List.of(new MembershipView(
                new UUID(0, 1),
                true,
                List.of(),
                List.of(new PeerView(OSLO_1, OSLO, PeerRole.VOTER, "127.0.0.1:6444", 1, null)),
                OSLO_1,
                3,
                120,
                118));
    }

    @Override
    public MembershipView editMembership(UUID id, MembershipEdit edit) {
        if (!id.equals(new UUID(0, 2))) {
            throw new ProblemException(ProblemCode.MEMBERSHIP_UNKNOWN, "there is no membership " + id);
        }
        edits.add(edit);
        return new MembershipView(
                id,
                false,
                List.of(DEMO),
                List.of(
                        new PeerView(OSLO_1, OSLO, PeerRole.VOTER, "127.0.0.1:6444", 20, null),
                        new PeerView(new NodeId("w-1"), new ZoneName("w"), PeerRole.WITNESS, "127.0.0.1:7444", 0, 0.5)),
                OSLO_1,
                3,
                120,
                118);
    }

    @Override
    public WhatIfView whatIf(List<String> lose, List<String> remove) {
        if (lose.isEmpty() && remove.isEmpty()) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "say what is lost");
        }
        boolean lost = lose.contains("lyon");
        if (!lost && !remove.contains("lyon-1")) {
            throw new ProblemException(ProblemCode.ZONE_UNKNOWN, "no zone and no node is called '" + lose + "'");
        }
        QuorumView quorum = lost
                ? new QuorumView(
                        false,
                        2,
                        1,
                        2,
                        -1,
                        List.of(),
                        new RemedyView("a witness", List.of("onecopy network ticket --zone PLACE --role witness")))
                : new QuorumView(true, 1, 1, 1, 0, List.of(OSLO_1), null);
        return new WhatIfView(
                lost ? List.of(LYON) : List.of(),
                lost ? List.of(new NodeId("lyon-1")) : List.of(),
                lost ? List.of() : List.of(new NodeId("lyon-1")),
                quorum,
                List.of(new RuleOutlook(
                        DEMO,
                        quorum,
                        List.of(
                                new ZoneOutlook(LYON, lost ? ZoneAccess.GONE : ZoneAccess.CUT_OFF),
                                new ZoneOutlook(OSLO, lost ? ZoneAccess.READS : ZoneAccess.WRITES)),
                        new RiskView(false, ByteCount.of(5L << 20), 2, 75, List.of("a/new.bin", "b\nc")))));
    }

    @Override
    public synchronized List<RuleView> rules() {
        return List.copyOf(rules.values());
    }

    @Override
    public synchronized RuleView rule(RuleName name) {
        RuleView rule = rules.get(name);
        if (rule == null) {
            throw new ProblemException(ProblemCode.RULE_UNKNOWN, "there is no rule '" + name + "'");
        }
        return rule;
    }

    @Override
    public synchronized RuleView createRule(RuleSpec spec) {
        held = true;
        try {
            hold.await();
        } catch (InterruptedException e) {
            throw new ProblemException(ProblemCode.OUTCOME_UNKNOWN, "interrupted", e);
        }
        if (rules.containsKey(spec.name())) {
            throw new ProblemException(ProblemCode.RULE_EXISTS, "there is a rule '" + spec.name() + "' already");
        }
        if (spec.zones().containsKey(new ZoneName("full"))) {
            throw new ProblemException(
                    ProblemCode.ZONES_NOT_EMPTY,
                    "oslo and full hold files: say --initial",
                    Map.of("counts", Map.of("oslo", 3)),
                    null);
        }
        RuleView rule = view(spec, 1);
        rules.put(spec.name(), rule);
        return rule;
    }

    @Override
    public synchronized RuleView editRule(RuleName name, RuleSpec spec, boolean force) {
        long present = rule(name).revision();
        if (spec.revision() != present) {
            throw new ProblemException(
                    ProblemCode.RULE_REVISION_STALE,
                    "rule '" + name + "' is at revision " + present,
                    Map.of("revision", present),
                    null);
        }
        RuleView rule = view(
                new RuleSpec(
                        name,
                        spec.zones(),
                        spec.exclude(),
                        spec.initial(),
                        spec.conflict(),
                        spec.preferredZone(),
                        spec.hold(),
                        spec.visibility(),
                        spec.guard(),
                        spec.preserve(),
                        spec.witnesses(),
                        null),
                present + 1);
        rules.put(name, rule);
        return rule;
    }

    @Override
    public synchronized void removeRule(RuleName name) {
        rule(name);
        rules.remove(name);
    }

    private static RuleView view(RuleSpec spec, long revision) {
        List<LocationView> zones = spec.zones().entrySet().stream()
                .map(zone -> new LocationView(zone.getKey(), zone.getValue(), LocationState.ACTIVE, OSLO_1))
                .toList();
        return new RuleView(
                new RuleId(1),
                spec.name(),
                revision,
                RuleStatus.ACTIVE,
                zones,
                spec.exclude(),
                spec.initial(),
                spec.conflict(),
                spec.preferredZone(),
                spec.hold(),
                spec.visibility(),
                spec.guard(),
                spec.preserve(),
                spec.witnesses(),
                new UUID(0, 2),
                12_000,
                ByteCount.of(3L << 30),
                spec.zones().size() + spec.witnesses().size() > 2
                        ? List.of()
                        : List.of(new WarningView(
                                "losing zone lyon or zone oslo would stop every change",
                                List.of("onecopy memberships edit x --add-witness NODE"))));
    }

    @Override
    public LagHistoryView lagHistory(RuleName rule, Instant from, Instant to, Duration step) {
        rule(rule);
        Instant end = to == null ? NOON : to;
        LagPoint point = new LagPoint(NOON, 0, 3, new ByteCount(0), new ByteCount(4096), 0, 1.5);
        return new LagHistoryView(
                rule,
                from == null ? end.minusSeconds(3600) : from,
                end,
                step == null ? 10 : step.toSeconds(),
                List.of(new LagHistoryView.Zone(LYON, List.of(point))));
    }

    @Override
    public List<LagView> lag() {
        return List.of(
                new LagView(
                        DEMO,
                        LYON,
                        LocationState.ACTIVE,
                        120,
                        100,
                        20,
                        ByteCount.of(5L << 20),
                        3.2,
                        1,
                        ByteCount.ZERO,
                        0,
                        61.0),
                new LagView(
                        DEMO,
                        OSLO,
                        LocationState.ACTIVE,
                        120,
                        120,
                        0,
                        ByteCount.ZERO,
                        0,
                        0,
                        ByteCount.of(4096),
                        75,
                        0.5));
    }

    @Override
    public Listing<TransferView> transfers(Filter filter) {
        List<TransferView> all = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            all.add(new TransferView(
                    DEMO,
                    "big/" + i + ".bin",
                    FileId.ofPacked(i << 15),
                    Version.of(0, i, 0),
                    LYON,
                    OSLO,
                    ByteCount.of(1L << 30),
                    ByteCount.of(1L << 29),
                    ByteCount.of(80L << 20),
                    TransferState.FETCHING,
                    1,
                    null));
        }
        return Listing.cut(all, filter.limit());
    }

    @Override
    public Listing<ConflictView> conflicts(Filter filter) {
        ConflictView conflict =
                new ConflictView(DEMO, "_conflict-lyon-77~a.txt", "a.txt", LYON, 77, NOON, ByteCount.of(12));
        return filter.matches(DEMO, LYON) ? new Listing<>(List.of(conflict), 1) : new Listing<>(List.of(), 0);
    }

    @Override
    public Listing<ParkedView> parked(Filter filter) {
        return new Listing<>(
                List.of(new ParkedView(
                        "7-1",
                        DEMO,
                        OSLO,
                        "a\nb/wide name.txt",
                        90,
                        "storage-no-space",
                        "no space for 4 KiB",
                        "free space below /data/oslo",
                        NOON,
                        4,
                        NOON.plus(Duration.ofMinutes(1)))),
                1);
    }

    @Override
    public void retryParked(String id) {
        if (!id.equals("7-1")) {
            throw new ProblemException(ProblemCode.PARKED_UNKNOWN, "nothing is parked under '" + id + "'");
        }
        retried.add(id);
    }

    @Override
    public List<StorageAbilities> storage() {
        return List.of(
                new StorageAbilities(
                        OSLO,
                        "local",
                        "/",
                        "/data/oslo",
                        List.of("case-sensitive", "mtimes", "symlinks"),
                        255,
                        Integer.MAX_VALUE,
                        "",
                        1,
                        1),
                new StorageAbilities(
                        LYON,
                        "hdfs",
                        "hdfs://lyon/",
                        "/data/lyon",
                        List.of("case-sensitive", "mtimes"),
                        255,
                        7000,
                        ":",
                        1_000_000,
                        8));
    }

    @Override
    public List<StorageReport> verifyStorage(String path) {
        CheckResult result = "/denied".equals(path) ? CheckResult.FAIL : CheckResult.WARN;
        return List.of(new StorageReport(
                OSLO_1,
                OSLO,
                "local",
                "/",
                path == null ? "/data/oslo" : path,
                List.of(new StorageCheck("write", result, "one\nline", "free space"))));
    }

    @Override
    public List<GuardView> guard() {
        return List.of(new GuardView(DEMO, OSLO, GuardState.TRIPPED, 1_200, 1_000, 200, NOON));
    }

    @Override
    public GuardView releaseGuard(RuleName rule, ZoneName zone) {
        rule(rule);
        if (!zone.equals(OSLO)) {
            throw new ProblemException(ProblemCode.GUARD_NOT_TRIPPED, "nothing is held in zone '" + zone + "'");
        }
        return new GuardView(rule, zone, GuardState.WATCHING, 0, 1_000, 0, null);
    }

    @Override
    public GuardView rejectGuard(RuleName rule, ZoneName zone) {
        return releaseGuard(rule, zone);
    }

    @Override
    public ProtectionService protection() {
        return new FakeProtection(this);
    }

    @Override
    public CheckService checks() {
        return new FakeChecks(this);
    }

    @Override
    public RepairService repairs() {
        return new FakeRepairs(this);
    }

    @Override
    public BandwidthService bandwidth() {
        return new FakeBandwidth();
    }

    @Override
    public FenceService fences() {
        return new FakeFences(this);
    }

    @Override
    public ContentService contents() {
        return new FakeContents(this);
    }

    @Override
    public MigrationService migrations() {
        return new FakeMigrations(this);
    }

    @Override
    public InductionService induction() {
        return new FakeInduction(retiredNodes);
    }
}
