package org.onecopy.console.lag.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.onecopy.console.work.Work;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.LagHistoryView;
import org.onecopy.model.api.LagPoint;

/**
 * What the nodes have kept, and since it is watched what the console itself sees. Asks for what is looked at when it is looked at, and
 * shows meanwhile what is there. For the thread of the user interface.
 */
public final class KeptLag implements LagHistory {
    private static final int RULES_MAX = 64;
    private static final Duration RETRY = Duration.ofSeconds(20);
    private static final long DRAWN_MAX = 800;

    private final SeenLag seen;
    private final Source source;
    private final Work work;
    private final Set<RuleName> asking = new HashSet<>();
    private final Map<RuleName, Instant> failed = new HashMap<>();

    private final Map<RuleName, Loaded> loaded = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RuleName, Loaded> eldest) {
            return size() > RULES_MAX;
        }
    };

    /** @param seen what the console sees itself */
    public KeptLag(SeenLag seen, Source source, Work work) {
        this.seen = seen;
        this.source = source;
        this.work = work;
    }

    /** Asks a node; blocks. */
    public interface Source {
        LagHistoryView history(RuleName rule, Instant from, Instant to);
    }

    /** What a node said of a rule in a part of time. */
    private record Loaded(Instant from, Instant to, long stepSeconds, Map<ZoneName, List<LagPoint>> zones) {
        boolean covers(Instant begin, Instant end, Duration span, long finest) {
            // A node gives what it has kept: asked again for the same, it would say the same.
            boolean fine = stepSeconds <= Math.max(finest, 2 * span.toSeconds() / DRAWN_MAX);
            return !from.isAfter(begin) && !to.isBefore(end) && fine;
        }
    }

    @Override
    public List<Place> places() {
        return seen.places();
    }

    @Override
    public List<Point> points(Place place, Measure measure, Instant from, Instant to) {
        Instant since = seen.since();
        Instant end = to.isBefore(since) ? to : since;
        if (!from.isBefore(end)) {
            return seen.points(place, measure, from, to);
        }
        Loaded kept = loaded.get(place.rule());
        if (kept == null || !kept.covers(from, end, Duration.between(from, to), finest(from))) {
            ask(place.rule(), from, to);
        }
        List<Point> points = new ArrayList<>();
        if (kept == null) {
            return seen.points(place, measure, from, to);
        }
        for (LagPoint point : kept.zones().getOrDefault(place.zone(), List.of())) {
            if (!point.time().isBefore(from) && point.time().isBefore(end)) {
                points.add(new Point(point.time(), measure.low(point), measure.high(point)));
            }
        }
        points.addAll(seen.points(place, measure, since, to));
        return points;
    }

    /** How finely a node keeps what was then. */
    private long finest(Instant from) {
        Duration back = Duration.between(from, work.clock().instant());
        return back.toHours() < 1 ? 10 : back.toDays() < 1 ? 60 : 900;
    }

    private void ask(RuleName rule, Instant from, Instant to) {
        Instant now = work.clock().instant();
        Instant again = failed.get(rule);
        if ((again != null && now.isBefore(again)) || !asking.add(rule)) {
            return;
        }
        Duration around = Duration.between(from, to).dividedBy(2);
        Instant begin = from.minus(around);
        Instant end = to.plus(around).isAfter(now) ? now.plusSeconds(1) : to.plus(around);
        work.quietly(
                "lag of " + rule,
                () -> source.history(rule, begin, end),
                answer -> {
                    asking.remove(rule);
                    failed.remove(rule);
                    Map<ZoneName, List<LagPoint>> zones = new HashMap<>();
                    answer.zones().forEach(zone -> zones.put(zone.zone(), zone.points()));
                    loaded.put(rule, new Loaded(begin, end, answer.stepSeconds(), zones));
                },
                why -> {
                    asking.remove(rule);
                    failed.put(rule, work.clock().instant().plus(RETRY));
                });
    }

    /** When the oldest figure that is here was measured; nodes may have older ones. */
    @Override
    public Instant oldest() {
        Instant first = null;
        for (Loaded kept : loaded.values()) {
            for (List<LagPoint> points : kept.zones().values()) {
                if (!points.isEmpty()
                        && (first == null || points.getFirst().time().isBefore(first))) {
                    first = points.getFirst().time();
                }
            }
        }
        Instant live = seen.oldest();
        return first == null || live.isBefore(first) ? live : first;
    }
}
