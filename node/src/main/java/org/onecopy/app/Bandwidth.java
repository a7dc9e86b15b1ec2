package org.onecopy.app;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.metrics.Metrics;
import org.onecopy.core.registry.BandwidthLimit;
import org.onecopy.core.registry.RegisteredNode;
import org.onecopy.core.registry.RegistryTables;
import org.onecopy.core.registry.Reservation;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.WeeklyHours;
import org.onecopy.model.ZoneName;
import org.onecopy.network.AgreedRegistry;
import org.onecopy.transfer.Pace;
import org.onecopy.transfer.PacedBuckets;
import org.onecopy.transfer.RateMeter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps to the agreed limits of bandwidth where this node gives contents away (decision 0067), measures all that it gives, limited or not,
 * and shares each limit with the other nodes of its zone that give within it: they tell each other once a second. Looks at what is agreed,
 * and at the clock, four times a second. Safe to call from many threads.
 */
final class Bandwidth extends Handler.Abstract implements Pace {
    private static final Logger LOG = LoggerFactory.getLogger(Bandwidth.class);
    private static final long LOOK_EVERY_MILLIS = 250;
    private static final long ASK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(900);

    /** Who gave or was held back so long ago still counts. */
    private static final int LATELY_SECONDS = 3;

    private static final int PIECES_PER_SECOND = 32;
    private static final long PIECE_LEAST = 2 << 10;
    private static final long PIECE_MOST = 256 << 10;

    private final NodeId self;
    private final ZoneName zone;
    private final AgreedRegistry registry;
    private final Clock clock;
    private final Metrics metrics;
    private final Wiring wiring;
    private final BandwidthPeers peers;
    private final PacedBuckets buckets = new PacedBuckets(System::nanoTime);
    private final Map<FlowKey, Given> given = new ConcurrentHashMap<>();
    private final Set<String> measured = new HashSet<>();
    private volatile List<BandwidthLimit> active = List.of();
    private volatile Map<String, Long> shares = Map.of();
    private long askedNanos = System.nanoTime() - ASK_EVERY_NANOS;

    /**
     * What this part needs of the node.
     *
     * @param zoneOf the zone of a node, by its certificate
     * @param nodes all nodes of the network
     * @param ask asks a node, by its content endpoint, for a path
     * @param givers content endpoints from which contents come to this node now
     */
    record Wiring(
            Function<X509Certificate, ZoneName> zoneOf,
            Supplier<List<RegisteredNode>> nodes,
            BiFunction<String, String, InputStream> ask,
            Supplier<Set<String>> givers) {}

    /** Contents of one rule on their way to one zone. */
    record FlowKey(ZoneName to, RuleId rule) {}

    /** What went there. */
    private static final class Given {
        final RateMeter meter = new RateMeter();
        final LongConsumer counter;
        volatile @Nullable String heldBy;
        volatile long heldNanos;

        Given(LongConsumer counter) {
            this.counter = counter;
        }
    }

    /**
     * What goes to one zone of one rule.
     *
     * @param now bytes a second over the last five seconds
     * @param minute bytes a second over the last minute
     * @param heldBy the limit that held it back within the last seconds, or null
     */
    record Seen(
            FlowKey flow, long now, long minute, @Nullable String heldBy) {}

    /** For one node; nothing is limited before {@link #start}. */
    Bandwidth(NodeId self, ZoneName zone, AgreedRegistry registry, Clock clock, Metrics metrics, Wiring wiring) {
        this.self = self;
        this.zone = zone;
        this.registry = registry;
        this.clock = clock;
        this.metrics = metrics;
        this.wiring = wiring;
        peers = new BandwidthPeers(wiring.ask, System::nanoTime);
    }

    /** Looks now, and from now on. */
    void start(ScheduledExecutorService timer) {
        metrics.gauge(
                "onecopy_bandwidth_waited_milliseconds",
                "Milliseconds that contents were held up by limits of bandwidth since the start, all connections together",
                Map.of(),
                () -> TimeUnit.NANOSECONDS.toMillis(buckets.waitedNanos()));
        look();
        var _ = timer.scheduleWithFixedDelay(this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    void look() {
        try {
            Instant now = clock.instant();
            List<BandwidthLimit> holding =
                    all().stream().filter(limit -> holds(limit, now)).toList();
            Map<String, Long> rates = new HashMap<>();
            List<String> ownZone = endpoints();
            for (BandwidthLimit limit : holding) {
                if (limit.from() == null || limit.from().equals(zone)) {
                    int others = ownZone.isEmpty() ? 0 : peers.giving(limit.name(), ownZone);
                    rates.put(limit.name(), Math.max(1, limit.bytesPerSecond() / (1 + others)));
                }
            }
            buckets.follow(rates);
            shares = Map.copyOf(rates);
            active = holding;
            measure(rates.keySet());
            ask(holding, ownZone);
        } catch (RuntimeException e) {
            LOG.error("limits of bandwidth stay as they were; it is looked again", e);
        }
    }

    /** Whether it holds now. One whose hours this machine cannot read, as its tables of time zones are older, always holds. */
    static boolean holds(BandwidthLimit limit, Instant now) {
        try {
            return limit.hours().isEmpty()
                    || WeeklyHours.parse(limit.hours(), limit.timeZone()).contains(now);
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    /** All limits, by name. */
    List<BandwidthLimit> all() {
        return registry.read(view -> {
            List<BandwidthLimit> all = new ArrayList<>();
            view.scan(RegistryTables.BANDWIDTH, "", null).forEachRemaining(row -> all.add(row.getValue()));
            return all;
        });
    }

    /** Of the zone's other nodes. */
    private List<String> endpoints() {
        return wiring.nodes.get().stream()
                .filter(node -> node.zone().equals(zone) && !node.id().equals(self))
                .map(RegisteredNode::contentAddress)
                .toList();
    }

    private void measure(Set<String> names) {
        for (String name : names) {
            if (measured.add(name)) {
                Map<String, String> labels = Map.of("limit", name);
                metrics.gauge(
                        "onecopy_bandwidth_share_bytes_per_second",
                        "What this node may give within a limit of bandwidth; 0 where it does not hold",
                        labels,
                        () -> shares.getOrDefault(name, 0L));
                metrics.gauge(
                        "onecopy_bandwidth_used_bytes_per_second",
                        "What this node gave within a limit of bandwidth over the last five seconds",
                        labels,
                        () -> buckets.use(name).now());
                metrics.gauge(
                        "onecopy_bandwidth_held_milliseconds",
                        "Milliseconds that contents waited for a limit of bandwidth since it holds, all connections together",
                        labels,
                        () -> buckets.use(name).heldMillis());
            }
        }
    }

    /** Once a second: the zone's other nodes, where this one gives within limits; and those from which contents come, where limits may slow them. */
    private void ask(List<BandwidthLimit> holding, List<String> ownZone) {
        long now = System.nanoTime();
        if (now - askedNanos < ASK_EVERY_NANOS) {
            return;
        }
        askedNanos = now;
        Set<String> asked = new HashSet<>();
        if (holding.stream().anyMatch(limit -> buckets.isUsed(limit.name(), LATELY_SECONDS))) {
            asked.addAll(ownZone);
        }
        if (holding.stream().anyMatch(limit -> limit.to() == null || limit.to().equals(zone))) {
            asked.addAll(wiring.givers.get());
        }
        peers.look(asked);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!Request.getPathInContext(request).equals(BandwidthPeers.PATH)) {
            return false;
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.write(true, ByteBuffer.wrap(BandwidthPeers.form(answer())), callback);
        return true;
    }

    private BandwidthPeers.Answer answer() {
        List<String> giving = active.stream()
                .map(BandwidthLimit::name)
                .filter(name -> buckets.isUsed(name, LATELY_SECONDS))
                .toList();
        List<BandwidthPeers.Held> held = new ArrayList<>();
        for (Seen seen : flows()) {
            if (seen.heldBy != null) {
                held.add(new BandwidthPeers.Held(
                        seen.flow.to().value(), seen.flow.rule().value(), seen.heldBy));
            }
        }
        return new BandwidthPeers.Answer(giving, held);
    }

    @Override
    public Flow flow(List<X509Certificate> peer, RuleId rule) {
        FlowKey key = new FlowKey(wiring.zoneOf.apply(peer.getFirst()), rule);
        return new LimitedFlow(key, given.computeIfAbsent(key, this::given));
    }

    private Given given(FlowKey key) {
        return new Given(metrics.counter(
                "onecopy_contents_given_bytes",
                "Bytes of contents that this node gave to another zone",
                Map.of("to", key.to.value(), "rule", ruleName(key.rule))));
    }

    /** Of a rule that is gone its number. */
    String ruleName(RuleId rule) {
        Reservation reservation = registry.read(view -> view.get(RegistryTables.RESERVATIONS, rule));
        return reservation == null
                ? "removed-" + rule
                : reservation.definition().name().value();
    }

    /** Of one answer. */
    private final class LimitedFlow implements Flow {
        private final FlowKey key;
        private final Given flow;
        private List<BandwidthLimit> looked = List.of();
        private List<BandwidthLimit> limits = List.of();
        private List<String> names = List.of();

        LimitedFlow(FlowKey key, Given flow) {
            this.key = key;
            this.flow = flow;
        }

        @SuppressWarnings("ReferenceEquality") // the same list again has the same in it; another one is looked at
        private void follow() {
            List<BandwidthLimit> now = active;
            if (now != looked) {
                looked = now;
                limits = now.stream()
                        .filter(limit -> limit.concerns(zone, key.to, key.rule))
                        .toList();
                names = limits.stream().map(BandwidthLimit::name).toList();
            }
        }

        @Override
        public void await(long bytes) {
            follow();
            if (!names.isEmpty()) {
                String held = buckets.await(names, bytes);
                if (held != null) {
                    flow.heldBy = held;
                    flow.heldNanos = System.nanoTime();
                }
            }
            flow.meter.add(System.nanoTime(), bytes);
            flow.counter.accept(bytes);
        }

        @Override
        public int piece() {
            follow();
            if (limits.isEmpty()) {
                return WHOLE;
            }
            Map<String, Long> rates = shares;
            long slowest = Long.MAX_VALUE;
            for (BandwidthLimit limit : limits) {
                slowest = Math.min(slowest, rates.getOrDefault(limit.name(), limit.bytesPerSecond()));
            }
            return (int) Math.clamp(slowest / PIECES_PER_SECOND, PIECE_LEAST, PIECE_MOST);
        }
    }

    /** What this node gave within the last minute: by zone, then by the rule's number. */
    List<Seen> flows() {
        long now = System.nanoTime();
        List<Seen> all = new ArrayList<>();
        given.forEach((key, flow) -> {
            if (flow.meter.within(now, RateMeter.MINUTE_SECONDS)) {
                String heldBy = flow.heldBy;
                boolean lately = heldBy != null
                        && now - flow.heldNanos <= TimeUnit.SECONDS.toNanos(LATELY_SECONDS)
                        && isActive(heldBy);
                all.add(new Seen(key, flow.meter.now(now), flow.meter.minute(now), lately ? heldBy : null));
            }
        });
        all.sort(Comparator.comparing((Seen seen) -> seen.flow.to())
                .thenComparingLong(seen -> seen.flow.rule().value()));
        return all;
    }

    private boolean isActive(String name) {
        return active.stream().anyMatch(limit -> limit.name().equals(name));
    }

    /** Bytes a second that this node may give within a limit now; 0 where it does not hold, or is about other zones. */
    long share(String name) {
        return shares.getOrDefault(name, 0L);
    }

    PacedBuckets.Use use(String name) {
        return buckets.use(name);
    }

    boolean holdsBack(String name) {
        return buckets.holdsBack(name, LATELY_SECONDS);
    }

    /**
     * The limit that holds back contents of a rule on their way to this node; null where none is known to.
     *
     * @param endpoint of the node that gives them; null: of any
     */
    @Nullable
    String holding(@Nullable String endpoint, RuleId rule) {
        return peers.holding(endpoint, zone, rule);
    }
}
