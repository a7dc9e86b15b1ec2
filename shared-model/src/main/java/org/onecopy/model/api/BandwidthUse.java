package org.onecopy.model.api;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.onecopy.model.ByteCount;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;

/**
 * What all nodes that answered say of bandwidth, together.
 *
 * @param limits by name, each with what the zone uses that uses most of it; may be empty
 * @param flows of all nodes of a zone together, by the zone that gives, the zone that gets and the rule; may be empty
 */
public record BandwidthUse(List<BandwidthView> limits, List<BandwidthFlow> flows) {
    public BandwidthUse {
        limits = List.copyOf(limits);
        flows = List.copyOf(flows);
    }

    /** The sum of the nodes' reports, which may come in any order. */
    public static BandwidthUse of(List<BandwidthReport> reports) {
        Map<String, BandwidthView> limits = new TreeMap<>();
        Map<FlowKey, BandwidthFlow> flows = new TreeMap<>();
        Map<ZoneName, Map<String, BandwidthView>> byZone = new TreeMap<>();
        for (BandwidthReport report : reports) {
            Map<String, BandwidthView> ofZone = byZone.computeIfAbsent(report.zone(), ignored -> new TreeMap<>());
            report.limits().forEach(limit -> ofZone.merge(limit.name(), limit, BandwidthUse::together));
            report.flows().forEach(flow -> flows.merge(FlowKey.of(flow), flow, BandwidthUse::together));
        }
        byZone.values()
                .forEach(ofZone -> ofZone.forEach((name, limit) -> limits.merge(name, limit, BandwidthUse::greater)));
        return new BandwidthUse(List.copyOf(limits.values()), List.copyOf(flows.values()));
    }

    private static BandwidthView together(BandwidthView one, BandwidthView other) {
        return with(
                one,
                sum(one.share(), other.share()),
                sum(one.used(), other.used()),
                sum(one.usedMinute(), other.usedMinute()),
                one.holdsBack() || other.holdsBack());
    }

    private static BandwidthView greater(BandwidthView one, BandwidthView other) {
        BandwidthView most = one.used().compareTo(other.used()) >= 0 ? one : other;
        return with(most, most.share(), most.used(), most.usedMinute(), one.holdsBack() || other.holdsBack());
    }

    private static BandwidthView with(
            BandwidthView limit, ByteCount share, ByteCount used, ByteCount minute, boolean holdsBack) {
        return new BandwidthView(
                limit.name(),
                limit.from(),
                limit.to(),
                limit.rule(),
                limit.rate(),
                limit.hours(),
                limit.timeZone(),
                limit.active(),
                share,
                used,
                minute,
                holdsBack);
    }

    private static BandwidthFlow together(BandwidthFlow one, BandwidthFlow other) {
        return new BandwidthFlow(
                one.from(),
                one.to(),
                one.rule(),
                sum(one.now(), other.now()),
                sum(one.minute(), other.minute()),
                one.limit() == null ? other.limit() : one.limit());
    }

    private static ByteCount sum(ByteCount one, ByteCount other) {
        return new ByteCount(one.value() + other.value());
    }

    private record FlowKey(ZoneName from, ZoneName to, RuleName rule) implements Comparable<FlowKey> {
        private static final Comparator<FlowKey> ORDER =
                Comparator.comparing(FlowKey::from).thenComparing(FlowKey::to).thenComparing(FlowKey::rule);

        static FlowKey of(BandwidthFlow flow) {
            return new FlowKey(flow.from(), flow.to(), flow.rule());
        }

        @Override
        public int compareTo(FlowKey other) {
            return ORDER.compare(this, other);
        }
    }
}
