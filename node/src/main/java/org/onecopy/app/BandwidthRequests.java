package org.onecopy.app;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.BandwidthService;
import org.onecopy.core.registry.BandwidthLimit;
import org.onecopy.core.registry.RegistryCommand;
import org.onecopy.core.registry.RegistryTables;
import org.onecopy.model.ByteCount;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleId;
import org.onecopy.model.RuleName;
import org.onecopy.model.WeeklyHours;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.BandwidthFlow;
import org.onecopy.model.api.BandwidthReport;
import org.onecopy.model.api.BandwidthSpec;
import org.onecopy.model.api.BandwidthView;
import org.onecopy.network.AgreedRegistry;
import org.onecopy.problem.ProblemException;
import org.onecopy.transfer.PacedBuckets;

/** What administrators ask of the limits of bandwidth. Safe to call from many threads. */
final class BandwidthRequests implements BandwidthService {
    private static final String NAME = "[a-z0-9][a-z0-9-]{0,62}";
    private static final String UTC = "UTC";

    private final NodeId self;
    private final ZoneName zone;
    private final AgreedRegistry registry;
    private final Clock clock;
    private final Bandwidth bandwidth;
    private final Runnable check;

    /** @param check throws a problem while this node must not propose */
    BandwidthRequests(
            NodeId self, ZoneName zone, AgreedRegistry registry, Clock clock, Bandwidth bandwidth, Runnable check) {
        this.self = self;
        this.zone = zone;
        this.registry = registry;
        this.clock = clock;
        this.bandwidth = bandwidth;
        this.check = check;
    }

    @Override
    public BandwidthReport report() {
        List<BandwidthFlow> flows = bandwidth.flows().stream()
                .map(seen -> new BandwidthFlow(
                        zone,
                        seen.flow().to(),
                        nameOf(seen.flow().rule()),
                        new ByteCount(seen.now()),
                        new ByteCount(seen.minute()),
                        seen.heldBy()))
                .toList();
        return new BandwidthReport(
                self, zone, bandwidth.all().stream().map(this::view).toList(), flows);
    }

    private BandwidthView view(BandwidthLimit limit) {
        RuleId rule = limit.rule();
        boolean always = limit.hours().isEmpty();
        PacedBuckets.Use use = bandwidth.use(limit.name());
        return new BandwidthView(
                limit.name(),
                limit.from(),
                limit.to(),
                rule == null ? null : nameOf(rule),
                new ByteCount(limit.bytesPerSecond()),
                always ? null : limit.hours(),
                always ? null : limit.timeZone(),
                Bandwidth.holds(limit, clock.instant()),
                new ByteCount(bandwidth.share(limit.name())),
                new ByteCount(use.now()),
                new ByteCount(use.minute()),
                bandwidth.holdsBack(limit.name()));
    }

    private RuleName nameOf(RuleId rule) {
        return new RuleName(bandwidth.ruleName(rule));
    }

    @Override
    public BandwidthView put(String name, BandwidthSpec spec) {
        check.run();
        if (!name.matches(NAME)) {
            throw invalid("'" + name + "' is no name for a limit: small letters, digits and dashes");
        }
        ByteCount rate = spec.rate();
        if (rate == null || rate.value() < BandwidthLimit.LEAST) {
            throw invalid("the rate is missing or below " + new ByteCount(BandwidthLimit.LEAST)
                    + " a second: give at least 64KiB; to stop a rule's contents altogether, take a zone out of it");
        }
        require(spec.from());
        require(spec.to());
        if (spec.from() != null && spec.from().equals(spec.to())) {
            throw invalid("zone '" + spec.from() + "' gives nothing to itself: name two zones");
        }
        String hours = spec.hours() == null ? "" : spec.hours().strip();
        String timeZone = timeZone(hours, spec.timeZone());
        BandwidthLimit limit =
                new BandwidthLimit(name, spec.from(), spec.to(), rule(spec.rule()), rate.value(), hours, timeZone);
        List<BandwidthLimit> others = bandwidth.all().stream()
                .filter(other -> !other.name().equals(name))
                .toList();
        requireRoom(others, limit);
        registry.change(new RegistryCommand.PutBandwidth(UUID.randomUUID(), limit));
        return view(limit);
    }

    private static String timeZone(String hours, @Nullable String asked) {
        if (hours.isEmpty() && asked != null) {
            throw invalid("a time zone is that of hours: name them, or leave the time zone out");
        }
        String timeZone = hours.isEmpty() ? "" : asked == null ? UTC : asked;
        if (!hours.isEmpty()) {
            try {
                WeeklyHours.parse(hours, timeZone);
            } catch (IllegalArgumentException e) {
                throw new ProblemException(ProblemCode.BANDWIDTH_INVALID, String.valueOf(e.getMessage()), e);
            }
        }
        return timeZone;
    }

    /**
     * Two limits for the same zones and the same rule must not hold at the same time, except that one which always holds may have slower
     * hours beside it. Looked at here and not in the log, as machines may know different time zones: where two are set at the same moment
     * both hold, and the slower one counts.
     */
    private void requireRoom(List<BandwidthLimit> others, BandwidthLimit limit) {
        if (others.size() >= BandwidthLimit.COUNT_MAX) {
            throw invalid("there are " + BandwidthLimit.COUNT_MAX + " limits already: onecopy bandwidth remove NAME");
        }
        for (BandwidthLimit other : others) {
            boolean same = Objects.equals(other.from(), limit.from())
                    && Objects.equals(other.to(), limit.to())
                    && Objects.equals(other.rule(), limit.rule());
            if (same && overlaps(other, limit)) {
                throw new ProblemException(
                        ProblemCode.BANDWIDTH_OVERLAP,
                        "the limit '" + other.name() + "' is about the same zones and the same rule at the same time ("
                                + (other.hours().isEmpty() ? "always" : other.hours() + " " + other.timeZone())
                                + "): change that one, or give other hours");
            }
        }
    }

    private boolean overlaps(BandwidthLimit one, BandwidthLimit other) {
        if (one.hours().isEmpty() || other.hours().isEmpty()) {
            return one.hours().equals(other.hours());
        }
        try {
            return WeeklyHours.parse(one.hours(), one.timeZone())
                    .overlaps(WeeklyHours.parse(other.hours(), other.timeZone()), clock.instant());
        } catch (IllegalArgumentException e) {
            return false; // hours of a time zone that this machine does not know
        }
    }

    private static ProblemException invalid(String message) {
        return new ProblemException(ProblemCode.BANDWIDTH_INVALID, message);
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
        if (bandwidth.all().stream().noneMatch(limit -> limit.name().equals(name))) {
            throw new ProblemException(
                    ProblemCode.BANDWIDTH_UNKNOWN,
                    "there is no limit '" + name + "' of bandwidth: onecopy bandwidth list");
        }
        registry.change(new RegistryCommand.RemoveBandwidth(UUID.randomUUID(), name));
    }
}
