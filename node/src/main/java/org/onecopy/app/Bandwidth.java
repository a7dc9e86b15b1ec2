package org.onecopy.app;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.BandwidthService;
import org.onecopy.core.WeeklyHours;
import org.onecopy.core.registry.BandwidthLimit;
import org.onecopy.core.registry.RegistryCommand;
import org.onecopy.core.registry.RegistryTables;
import org.onecopy.core.registry.Reservation;
import org.onecopy.model.ByteCount;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleId;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.BandwidthSpec;
import org.onecopy.model.api.BandwidthView;
import org.onecopy.network.RegistryClient;
import org.onecopy.problem.ProblemException;
import org.onecopy.transfer.Pace;
import org.onecopy.transfer.PacedBuckets;

/**
 * The agreed limits of bandwidth: kept to where this node gives contents away, and what administrators ask of them. Looks at what is agreed
 * four times a second at most, and only while contents are asked for. Safe to call from many threads.
 */
final class Bandwidth implements Pace, BandwidthService {
    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int PIECES_PER_SECOND = 32;
    private static final long PIECE_LEAST = 2 << 10;
    private static final long PIECE_MOST = 256 << 10;
    private static final String NAME = "[a-z0-9][a-z0-9-]{0,62}";
    private static final String UTC = "UTC";

    private final NodeId self;
    private final ZoneName zone;
    private final RegistryClient registry;
    private final Clock clock;
    private final Function<X509Certificate, ZoneName> zoneOf;
    private final Runnable check;
    private final PacedBuckets buckets = new PacedBuckets(System::nanoTime);
    private volatile Seen seen = new Seen(List.of(), System.nanoTime() - LOOK_EVERY_NANOS);

    /** The limits that hold now. */
    private record Seen(List<BandwidthLimit> active, long atNanos) {}

    /**
     * For one node.
     *
     * @param zoneOf the zone of a node by its certificate
     * @param check throws a problem while this node must not propose
     */
    Bandwidth(
            NodeId self,
            ZoneName zone,
            RegistryClient registry,
            Clock clock,
            Function<X509Certificate, ZoneName> zoneOf,
            Runnable check) {
        this.self = self;
        this.zone = zone;
        this.registry = registry;
        this.clock = clock;
        this.zoneOf = zoneOf;
        this.check = check;
    }

    @Override
    public void await(List<X509Certificate> peer, RuleId rule, long bytes) {
        List<BandwidthLimit> active = look();
        if (active.isEmpty()) {
            return;
        }
        ZoneName to = zoneOf.apply(peer.getFirst());
        List<String> names = active.stream()
                .filter(limit -> limit.concerns(zone, to, rule))
                .map(BandwidthLimit::name)
                .toList();
        if (!names.isEmpty()) {
            buckets.await(names, bytes, this::look);
        }
    }

    @Override
    public int piece() {
        long slowest =
                look().stream().mapToLong(BandwidthLimit::bytesPerSecond).min().orElse(Long.MAX_VALUE);
        return slowest == Long.MAX_VALUE
                ? Integer.MAX_VALUE
                : (int) Math.clamp(slowest / PIECES_PER_SECOND, PIECE_LEAST, PIECE_MOST);
    }

    /** Milliseconds that contents were held up since the start, all connections together. */
    long waitedMillis() {
        return TimeUnit.NANOSECONDS.toMillis(buckets.waitedNanos());
    }

    /** Bytes that left within limits since the start. */
    long limitedBytes() {
        return buckets.bytes();
    }

    private List<BandwidthLimit> look() {
        Seen last = seen;
        long now = System.nanoTime();
        if (now - last.atNanos < LOOK_EVERY_NANOS) {
            return last.active;
        }
        List<BandwidthLimit> active = all().stream().filter(this::isActive).toList();
        Map<String, Long> rates = new HashMap<>();
        active.forEach(limit -> rates.put(limit.name(), limit.bytesPerSecond()));
        buckets.follow(rates);
        seen = new Seen(active, now);
        return active;
    }

    private boolean isActive(BandwidthLimit limit) {
        return limit.hours().isEmpty()
                || WeeklyHours.parse(limit.hours(), limit.timeZone()).contains(clock.instant());
    }

    private List<BandwidthLimit> all() {
        return registry.read(view -> {
            List<BandwidthLimit> all = new ArrayList<>();
            view.scan(RegistryTables.BANDWIDTH, "", null).forEachRemaining(row -> all.add(row.getValue()));
            return all;
        });
    }

    @Override
    public List<BandwidthView> limits() {
        look();
        return all().stream().map(this::view).toList();
    }

    private BandwidthView view(BandwidthLimit limit) {
        RuleId rule = limit.rule();
        return new BandwidthView(
                limit.name(),
                limit.from(),
                limit.to(),
                rule == null ? null : nameOf(rule),
                new ByteCount(limit.bytesPerSecond()),
                limit.hours().isEmpty() ? null : limit.hours(),
                limit.hours().isEmpty() ? null : limit.timeZone(),
                isActive(limit),
                self,
                new ByteCount(buckets.usedBytesPerSecond(limit.name())));
    }

    /** Of a rule that is gone its number. */
    private RuleName nameOf(RuleId rule) {
        Reservation reservation = registry.read(view -> view.get(RegistryTables.RESERVATIONS, rule));
        return reservation == null
                ? new RuleName("removed-" + rule)
                : reservation.definition().name();
    }

    @Override
    public BandwidthView put(String name, BandwidthSpec spec) {
        check.run();
        if (!name.matches(NAME)) {
            throw bad("'" + name + "' is no name for a limit: small letters, digits and dashes");
        }
        ByteCount rate = spec.rate();
        if (rate == null || rate.value() < BandwidthLimit.LEAST) {
            throw bad("the rate is missing or below " + new ByteCount(BandwidthLimit.LEAST) + " a second");
        }
        String hours = spec.hours() == null ? "" : spec.hours().strip();
        String timeZone = hours.isEmpty() ? "" : spec.timeZone() == null ? UTC : spec.timeZone();
        if (!hours.isEmpty()) {
            try {
                WeeklyHours.parse(hours, timeZone);
            } catch (IllegalArgumentException e) {
                throw new ProblemException(ProblemCode.BAD_REQUEST, String.valueOf(e.getMessage()), e);
            }
        }
        require(spec.from());
        require(spec.to());
        if (all().size() >= BandwidthLimit.COUNT_MAX
                && all().stream().noneMatch(limit -> limit.name().equals(name))) {
            throw bad("there are " + BandwidthLimit.COUNT_MAX + " limits already: onecopy bandwidth remove NAME");
        }
        BandwidthLimit limit =
                new BandwidthLimit(name, spec.from(), spec.to(), rule(spec.rule()), rate.value(), hours, timeZone);
        registry.change(new RegistryCommand.PutBandwidth(UUID.randomUUID(), limit));
        return view(limit);
    }

    private static ProblemException bad(String message) {
        return new ProblemException(ProblemCode.BAD_REQUEST, message);
    }

    private void require(@Nullable ZoneName named) {
        if (named != null && registry.read(view -> view.get(RegistryTables.ZONES, named)) == null) {
            throw new ProblemException(ProblemCode.ZONE_UNKNOWN, "zone '" + named + "' does not exist: onecopy zones");
        }
    }

    private @Nullable RuleId rule(@Nullable RuleName name) {
        RuleId rule = name == null ? null : registry.read(view -> view.get(RegistryTables.RULE_NAMES, name));
        if (name != null && rule == null) {
            throw new ProblemException(ProblemCode.RULE_UNKNOWN, "rule '" + name + "' does not exist: onecopy rules");
        }
        return rule;
    }

    @Override
    public void remove(String name) {
        check.run();
        if (all().stream().noneMatch(limit -> limit.name().equals(name))) {
            throw new ProblemException(
                    ProblemCode.BANDWIDTH_UNKNOWN,
                    "there is no limit '" + name + "' of bandwidth: onecopy bandwidth list");
        }
        registry.change(new RegistryCommand.RemoveBandwidth(UUID.randomUUID(), name));
    }
}
