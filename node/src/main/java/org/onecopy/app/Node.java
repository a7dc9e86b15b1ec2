package org.onecopy.app;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.AccessTokens;
import org.onecopy.admin.AdminServer;
import org.onecopy.admin.events.EventLog;
import org.onecopy.admin.events.NewEvent;
import org.onecopy.admin.metrics.Metrics;
import org.onecopy.agreement.AddressBook;
import org.onecopy.agreement.Agreement;
import org.onecopy.agreement.FailStop;
import org.onecopy.agreement.GroupId;
import org.onecopy.agreement.Peer;
import org.onecopy.agreement.ratis.RatisAgreement;
import org.onecopy.alert.Post;
import org.onecopy.app.config.NetworkFolder;
import org.onecopy.app.config.NodeConfig;
import org.onecopy.app.recovery.ForcedRecovery;
import org.onecopy.audit.AuditOffice;
import org.onecopy.capture.CaptureSettings;
import org.onecopy.capture.HashingPool;
import org.onecopy.core.registry.RegisteredNode;
import org.onecopy.core.registry.RegistryTables;
import org.onecopy.handover.Handover;
import org.onecopy.index.RegistryIndex;
import org.onecopy.index.Schema;
import org.onecopy.index.TableStore;
import org.onecopy.index.rocks.RocksStores;
import org.onecopy.location.Ticks;
import org.onecopy.materialize.StagingPool;
import org.onecopy.materialize.TrashFigures;
import org.onecopy.materialize.TrashSweep;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.network.HashKeeper;
import org.onecopy.network.LogKeeper;
import org.onecopy.network.Memberships;
import org.onecopy.network.RegistryClient;
import org.onecopy.network.RuleKeeper;
import org.onecopy.network.Whereabouts;
import org.onecopy.network.identity.NodeTls;
import org.onecopy.people.PeopleOffice;
import org.onecopy.problem.ProblemException;
import org.onecopy.storage.Storage;
import org.onecopy.transfer.ChunkDigests;
import org.onecopy.transfer.ContentClient;
import org.onecopy.transfer.ContentHasher;
import org.onecopy.transfer.ContentServer;
import org.onecopy.transfer.Transfers;
import org.onecopy.writer.WriterLimits;
import org.onecopy.writer.ZoneContents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running node: everything it is made of, wired. Made by {@link #start}, ended by {@link #close}. */
public final class Node implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final long SLOW_EVERY_SECONDS = 5;
    private static final long LEASE_EVERY_MILLIS = 250;
    private static final long RECOVERED_EVERY_SECONDS = 10;
    private static final long SCHEDULES_EVERY_SECONDS = 5;
    private static final long RENEW_FIRST_SECONDS = 10;
    private static final long RENEW_EVERY_SECONDS = 3600;
    private static final int HEAP_EVERY_SECONDS = 5;
    private static final int HASHES_MAX = 256;
    private static final int PENDING_MAX = 20_000;

    private final NodeConfig config;
    private final Clock clock = Clock.systemUTC();
    private final Standing standing;
    private final NodeTls tls;
    private final EventLog events;
    private final Metrics metrics = new Metrics();
    private final StageTimes times = new StageTimes(metrics);
    private final RocksStores stores = new RocksStores(RocksStores.CACHE_BYTES_DEFAULT);
    private final RegistryIndex registryIndex;
    private final TableStore local;
    private final Whereabouts whereabouts;
    private final Agreement agreement;
    private final RegistryClient registry;
    private final Memberships memberships;
    private final Storage storage;
    private final LocationProbe locationProbe;
    private final ZoneStorages zoneStorages;
    private final DataDisk dataDisk;
    private final TrashFigures trash = new TrashFigures();
    private final ContentHasher hasher;
    private final HashingPool hashing;
    private final ContentClient contentClient;
    private final Transfers transfers;
    private final StagingPool staging;
    private final ZoneContents contents;
    private final ContentClient zoneClient;
    private final Handover handover;
    private final Renewal renewal;
    private final Announcements announcements;
    private final KeptAnywhere keptAnywhere;
    private final Levels levels;
    private final Timeouts timeouts;
    private final Links links;
    private final ContentServer contentServer;
    private final CutDigests cuts;
    private final RuleWriters writers;
    private final LagKeeper lagKeeper;
    private final CheckRuns checks;
    private final NodeFacade facade;
    private final Bandwidth bandwidth;
    private final NodeAlerts alerts;
    private final AuditOffice audit;
    private final AdminServer admin;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().name("timer-", 0).daemon().factory());

    /** Asks other nodes, which may take a while. */
    private final ScheduledExecutorService renewing = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("renewing").daemon().factory());

    private final Tending tending;

    /**
     * Opens everything and begins. Blocks for some seconds.
     *
     * @param failStop what ends the process when it must not go on
     * @throws ProblemException {@code ADDRESS_IN_USE}, {@code CERTIFICATE_INVALID}, {@code CONFIG_INVALID}
     */
    public static Node start(NodeConfig config, FailStop failStop) {
        if (!config.network().isKnown()) {
            throw new ProblemException(
                    ProblemCode.NOT_INDUCTED,
                    "node " + config.node()
                            + " belongs to no network yet: make one with 'onecopy network create --config FILE', or"
                            + " bring it into one with 'onecopy network join TICKET --config FILE'");
        }
        ForcedRecovery.refuseInterrupted(config);
        return new Node(config, failStop);
    }

    private Node(NodeConfig config, FailStop failStop) {
        this.config = config;
        Path data = config.dataDir();
        events = EventLog.open(data.resolve("events"), config.node(), clock);
        registryIndex = new RegistryIndex(
                data.resolve("registry"),
                directory -> stores.open(Schema.REGISTRY, directory),
                config.network().recovered().incarnation());
        standing = Standing.of(config, registryIndex, clock);
        tls = standing.tls();
        Recovered recovered = new Recovered(config, standing, registryIndex, events, failStop);
        recovered.check();
        local = stores.open(Schema.SHOWN, data.resolve("local"));
        AddressBook book = new AddressBook();
        whereabouts = new Whereabouts(this::agreedNodes, book);
        whereabouts.follow();
        GroupId network = new GroupId(config.network().registry());
        timeouts = Timeouts.atStart(config, registryIndex);
        RatisAgreement ratis =
                RatisAgreement.open(config.node(), standing.linkSecurity(), timeouts.ratis(config), failStop, book);
        agreement = Levels.gate(ratis, network, registryIndex);
        agreement.join(network, members(), registryIndex);
        dataDisk = new DataDisk(
                config.node(), data, config.limits().dataDirFreeMin().value(), agreement, events, failStop);
        registry = new RegistryClient(agreement, network, registryIndex, Duration.ofSeconds(15));
        memberships = newMemberships(agreement, registry);
        storage = Storages.open(config);
        hasher = new ContentHasher(1);
        locationProbe = new LocationProbe(storage, new TreePages(storage, hasher));
        hashing = new HashingPool(2, hasher, (int) config.transfer().inlineMax().value());
        contentClient = new ContentClient(ContentClient.Settings.DEFAULT, tls.context(), standing::isOfNetwork);
        zoneStorages = zoneStorages();
        transfers = new Transfers(contentClient, timer, clock, transferLimits());
        contents = new ZoneContents(config.zone(), config.node(), local, new ChunkDigests(hasher));
        staging = stagingPool();
        zoneClient = new ContentClient(ContentClient.Settings.DEFAULT, tls.context(), standing::isOfZone);
        handover = new Handover(local, zoneClient, request -> standing.isOfZone(ContentServer.peer(request)));
        renewal = new Renewal(NetworkFolder.of(data), tls, clock, events, whereabouts::nodes);
        levels = new Levels(config.node(), registry, contentClient::open, events);
        links = new Links(config, timeouts, registry, this::leadsNetwork, contentClient::open, events, metrics);
        announcements = new Announcements(
                tls, whereabouts, config.addresses().admin().advertised().host(), events);
        keptAnywhere = new KeptAnywhere(config.zone(), local, tls.context(), zoneStorages::contentEndpoints);
        bandwidth = bandwidth();
        contentServer = contentServer();
        cuts = new CutDigests(config.zone());
        writers = new RuleWriters(shared());
        checks = checks();
        lagKeeper = new LagKeeper(stores.open(Schema.LAG, data.resolve("lag")), clock);
        tending = tending(failStop);
        facade = facade();
        alerts = alerts(data);
        audit = new AuditOffice(config.node(), data.resolve("audit"), registry, clock, System::nanoTime, events);
        admin = AdminServer.start(
                config.addresses().admin().bind().host(),
                config.addresses().admin().bind().port(),
                tls.context(),
                new PeopleOffice(AccessTokens.read(config.tokens()), registry, clock, System::nanoTime),
                facade,
                alerts,
                audit,
                events,
                metrics);
        beginToTend(data, recovered);
        events.append(
                NewEvent.info("node-started", "node " + config.node() + " of zone " + config.zone() + " has started"));
    }

    private Memberships newMemberships(Agreement among, RegistryClient known) {
        return new Memberships(
                config.node(),
                among,
                known,
                config.dataDir().resolve("memberships"),
                directory -> stores.open(Schema.MEMBERSHIP, directory));
    }

    private StagingPool stagingPool() {
        return new StagingPool(
                2,
                transfers,
                hasher,
                key -> new Holders(config.zone(), registry, memberships, transfers::isReachable).of(key),
                contents,
                config.limits().storageFreeMin().value());
    }

    private Transfers.Limits transferLimits() {
        return Transfers.Limits.DEFAULT.withConcurrency(config.transfer().concurrency());
    }

    private List<GroupId> groups() {
        return Stream.concat(Stream.of(config.network().registry()), memberships.joined().keySet().stream())
                .map(GroupId::new)
                .toList();
    }

    private List<RegisteredNode> agreedNodes() {
        return registryIndex.read(view -> {
            List<RegisteredNode> all = new ArrayList<>();
            view.scan(RegistryTables.NODES, new NodeId("a"), null).forEachRemaining(row -> all.add(row.getValue()));
            return all;
        });
    }

    private void tellRelieved(String what) {
        events.append(NewEvent.warning("voter-relieved", what));
    }

    private List<RegisteredNode> registeredNodes() {
        return facade.registeredNodes();
    }

    private void renewCertificate() {
        try {
            renewal.renewWhereDue();
        } catch (RuntimeException e) {
            LOG.error("the node's certificate was not renewed; it is tried again", e);
        }
    }

    private Tending tending(FailStop failStop) {
        return new Tending(new Tending.Parts(
                config,
                standing,
                registryIndex,
                registry,
                whereabouts,
                announcements,
                renewal,
                memberships,
                writers,
                new RuleKeeper(
                        config.node(),
                        agreement,
                        registry,
                        memberships,
                        clock,
                        timeouts.silenceMax(),
                        this::tellRelieved),
                logKeeper(),
                new HashKeeper(
                        config.node(), agreement, memberships::joined, new StateProof(memberships, events, failStop)),
                dataDisk,
                events,
                failStop));
    }

    private CheckRuns checks() {
        return new CheckRuns(new CheckRuns.Parts(
                config.node(),
                config.zone(),
                local,
                agreement,
                memberships,
                writers,
                cuts,
                hasher,
                tls::identity,
                new SystemTicks(clock),
                events));
    }

    private NodeFacade facade() {
        GroupMembers groups = new GroupMembers(config.network().registry(), agreement, registry, memberships);
        RuleRequests requests =
                new RuleRequests(agreement, registry, memberships, clock, zoneStorages::look, dataDisk::check, groups);
        RuleLists lists =
                new RuleLists(config.zone(), registry, memberships, writers, transfers, local, groups, bandwidth);
        return new NodeFacade(
                config,
                clock,
                agreement,
                registry,
                memberships,
                writers,
                storage,
                requests,
                lists,
                new Inductor(
                        config,
                        clock,
                        registry,
                        events,
                        agreement,
                        this::groups,
                        new Advice(groups),
                        levels,
                        links,
                        networkChanges()),
                groups,
                new MembershipRequests(agreement, registry, memberships, groups, dataDisk::check),
                new CheckRequests(config.zone(), clock, requests, local),
                new RepairRequests(
                        config.zone(),
                        clock,
                        requests,
                        local,
                        new RepairPlans(config.zone(), local, lists::bytesPerSecond)),
                new FenceRequests(config.node(), config.zone(), clock, requests, local),
                new BandwidthRequests(config.node(), config.zone(), registry, clock, bandwidth, dataDisk::check),
                new ContentRequests(config, storage, requests, contents),
                new MigrationRequests(config, clock, requests, zoneStorages::trees, lists::bytesPerSecond),
                protection(requests),
                lagKeeper,
                tending::isRegistered);
    }

    private ZoneStorages zoneStorages() {
        return new ZoneStorages(config.zone(), locationProbe, tls.context(), contentClient, this::registeredNodes);
    }

    private Bandwidth bandwidth() {
        Bandwidth made = new Bandwidth(
                config.node(),
                config.zone(),
                registry,
                clock,
                metrics,
                new Bandwidth.Wiring(
                        certificate -> tls.identity().peerOf(certificate).zone(),
                        whereabouts::nodes,
                        contentClient::open,
                        transfers::peers));
        made.start(timer);
        return made;
    }

    private NetworkChanges networkChanges() {
        return new NetworkChanges(
                config.node(),
                config.zone(),
                agreement,
                registry,
                memberships,
                this::groups,
                whereabouts,
                announcements,
                events);
    }

    private Protection protection(RuleRequests requests) {
        Amendments amendments = new Amendments(config.zone(), clock, requests);
        return new Protection(
                new ConflictRequests(requests, amendments),
                new TrashRequests(config.zone(), config.trash().keep(), requests, writers, local, amendments),
                new UndoRequests(requests, amendments, keptAnywhere),
                new ExclusionRequests(requests),
                new OutOfReach(config.zone(), registry, memberships, local, events, clock));
    }

    /** From now on the node shows its figures, and follows the registry: at each change, and now and then in any case. */
    private void beginToTend(Path data, Recovered recovered) {
        NodeMetrics gauges = new NodeMetrics(metrics, facade);
        gauges.register();
        gauges.registerKept(trash, dataDisk, data);
        RestingHeap heap = RestingHeap.ofThisProcess();
        var _ = timer.scheduleWithFixedDelay(heap::look, HEAP_EVERY_SECONDS, HEAP_EVERY_SECONDS, TimeUnit.SECONDS);
        var _ = renewing.scheduleWithFixedDelay(
                this::renewCertificate, RENEW_FIRST_SECONDS, RENEW_EVERY_SECONDS, TimeUnit.SECONDS);
        var _ = timer.scheduleWithFixedDelay(
                writers::renewLeases, LEASE_EVERY_MILLIS, LEASE_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        var _ = timer.scheduleWithFixedDelay(
                writers::lookForSlowSteps, SLOW_EVERY_SECONDS, SLOW_EVERY_SECONDS, TimeUnit.SECONDS);
        var _ = renewing.scheduleWithFixedDelay(
                recovered::check, RECOVERED_EVERY_SECONDS, RECOVERED_EVERY_SECONDS, TimeUnit.SECONDS);
        CheckSchedules schedules = new CheckSchedules(config.node(), agreement, registry, memberships, clock, events);
        var _ = timer.scheduleWithFixedDelay(
                schedules::look, SCHEDULES_EVERY_SECONDS, SCHEDULES_EVERY_SECONDS, TimeUnit.SECONDS);
        alerts.start(metrics);
        audit.start();
        tending.start();
        checks.start();
        links.begin();
        lagKeeper.start(facade::lag);
    }

    private NodeAlerts alerts(Path data) {
        AlertFigures figures = new AlertFigures(
                config.node(),
                config.zone(),
                config.network().registry(),
                clock,
                agreement,
                registry,
                memberships,
                facade,
                dataDisk,
                () -> tls.identity().trustedUntil());
        return new NodeAlerts(
                config.network().id(),
                config.node(),
                clock,
                config.alerts(),
                events,
                figures::take,
                data.resolve("alerts.json"),
                Post.Pace.DEFAULT);
    }

    private boolean leadsNetwork() {
        GroupId network = new GroupId(config.network().registry());
        return config.node().equals(agreement.status(network).leader());
    }

    /** Those with whom the network began; who came by a ticket begins alone, and is taken in by them. */
    private List<Peer> members() {
        NetworkFolder.Recovered recovered = config.network().recovered();
        if (config.network().members().isEmpty() || recovered.incarnation() > 0) {
            String address = config.addresses().agreement().advertised().toString();
            return List.of(
                    new Peer(config.node(), address, recovered.seed() ? Peer.Role.VOTER : Peer.Role.LISTENER, 0));
        }
        return config.network().members().stream()
                .map(member -> new Peer(member.node(), member.agreement().toString(), Peer.Role.VOTER, 0))
                .toList();
    }

    private ContentServer contentServer() {
        ContentServer server = new ContentServer(
                ContentServer.Settings.at(
                        config.addresses().content().bind().host(),
                        config.addresses().content().bind().port()),
                tls.context(),
                new RulePeers(
                        standing,
                        tls,
                        config.network().recovered().incarnation(),
                        (zone, rule) -> facade.isInRule(zone, rule)),
                contents,
                bandwidth,
                List.of(locationProbe, handover, renewal, keptAnywhere, levels, links, announcements, bandwidth));
        server.start();
        return server;
    }

    private @Nullable String contentEndpoint(NodeId node) {
        RegisteredNode registered = registry.read(view -> view.get(RegistryTables.NODES, node));
        return registered == null ? null : registered.contentAddress();
    }

    private RuleWriters.Shared shared() {
        NodeConfig.Capture capture = config.capture();
        return new RuleWriters.Shared(
                config.node(),
                config.zone(),
                storage,
                local,
                agreement,
                memberships,
                hashing,
                staging,
                contents,
                handover,
                cuts,
                this::contentEndpoint,
                events,
                times,
                new SystemTicks(clock),
                new CaptureSettings(
                        capture.quietPeriod().toNanos(), Duration.ofMillis(100).toNanos(), HASHES_MAX, PENDING_MAX),
                capture.scanInterval().toNanos(),
                capture.mode() == NodeConfig.CaptureMode.INOTIFY,
                timeouts.lease(),
                writerLimits());
    }

    private LogKeeper logKeeper() {
        return new LogKeeper(
                config.node(),
                agreement,
                memberships,
                clock,
                LogKeeper.Settings.of(
                        config.trash().keep().plusDays(1),
                        config.limits().silence(),
                        config.limits().silenceEntries()));
    }

    private WriterLimits writerLimits() {
        long freeMin = config.limits().storageFreeMin().value();
        return new WriterLimits(
                config.limits().parked(),
                config.transfer().stagedMax().value(),
                freeMin,
                new TrashSweep.Limits(
                        config.trash().keep().toMillis(),
                        Duration.ofDays(1).toMillis(),
                        config.trash().max().value(),
                        freeMin,
                        Duration.ofMinutes(1).toNanos()),
                trash,
                times.scans(),
                dataDisk::mayPropose);
    }

    /** The clocks of this machine. */
    private record SystemTicks(Clock clock) implements Ticks {
        @Override
        public long wallMillis() {
            return clock.millis();
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }
    }

    /** When the process began, for the status. */
    static Instant processStart() {
        return ProcessHandle.current().info().startInstant().orElse(Instant.EPOCH);
    }

    /** Stops: writers first, then what they use. Waits some seconds at most. */
    @Override
    public void close() {
        events.append(NewEvent.info("node-stopping", "node " + config.node() + " stops"));
        timer.shutdownNow();
        tending.close();
        lagKeeper.close();
        renewing.shutdownNow();
        links.close();
        alerts.close();
        checks.close();
        writers.close();
        cuts.close();
        events.close();
        admin.close();
        audit.close();
        handover.close();
        contentServer.close();
        transfers.close();
        contentClient.close();
        zoneClient.close();
        staging.close();
        hashing.close();
        hasher.close();
        agreement.close();
        memberships.close();
        registryIndex.close();
        local.close();
        stores.close();
        metrics.close();
    }
}
