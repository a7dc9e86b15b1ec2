package org.onecopy.lag;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.lag.LagBlock;
import org.onecopy.core.lag.LagFigures;
import org.onecopy.core.lag.LagRange;
import org.onecopy.core.lag.LagTables;
import org.onecopy.core.table.Change;
import org.onecopy.index.TableStore;
import org.onecopy.model.ByteCount;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.LagHistoryView;
import org.onecopy.model.api.LagPoint;
import org.onecopy.model.api.LagView;

/**
 * What this node has seen of zones' lag: an hour in steps of ten seconds, a day in minutes, five weeks in quarters of an hour. Of each
 * step the least and the greatest figures are kept. What is newer than a minute is in memory only, and lost with the process. Safe
 * to call from many threads.
 */
public final class LagHistory implements AutoCloseable {
    /** So many pairs of rule and zone are kept at most; those of later rules, by name, are not. */
    public static final int PLACES_MAX = 3_000;

    /** So many points of one zone are given at once. */
    public static final int POINTS_MAX = 1_500;

    private static final Duration WRITE_EVERY = Duration.ofMinutes(1);

    private final TableStore store;
    private final Map<Key, SortedMap<Integer, LagFigures>> open = new HashMap<>();
    private Instant written = Instant.EPOCH;

    /** @param store has {@link LagTables}, and is closed by who made it */
    public LagHistory(TableStore store) {
        this.store = store;
    }

    private record Key(LagStep step, long block, RuleName rule, ZoneName zone) {
        String text() {
            return step.prefix(block) + rule + "/" + zone;
        }
    }

    /** Adds what was just measured; later calls have later times. */
    public synchronized void add(Instant time, List<LagView> lag) {
        lag.stream().limit(PLACES_MAX).forEach(view -> {
            LagFigures figures =
                    LagFigures.of(view.operations(), view.bytes().value(), Math.round(view.seconds() * 1000));
            for (LagStep step : LagStep.values()) {
                long number = step.step(time.getEpochSecond());
                Key key = new Key(step, step.block(number), view.rule(), view.zone());
                open.computeIfAbsent(key, this::stored).merge(step.within(number), figures, LagFigures::and);
            }
        });
        if (!written.plus(WRITE_EVERY).isAfter(time)) {
            write(time);
        }
    }

    private SortedMap<Integer, LagFigures> stored(Key key) {
        LagBlock block = store.get(LagTables.BLOCKS, key.text());
        return block == null ? new TreeMap<>() : new TreeMap<>(block.steps());
    }

    /** Writes what is in memory, and drops what is too old. */
    private void write(Instant time) {
        List<Change> changes = new ArrayList<>();
        open.forEach((key, steps) -> changes.add(new Change.Row<>(LagTables.BLOCKS, key.text(), new LagBlock(steps))));
        long now = time.getEpochSecond();
        for (LagStep step : LagStep.values()) {
            long oldest = step.block(step.step(now - step.kept().toSeconds()));
            changes.add(new Change.Range<>(LagTables.BLOCKS, step.prefix(0), step.prefix(oldest)));
        }
        store.write(changes, false);
        open.keySet().removeIf(key -> key.block < key.step.block(key.step.step(now)));
        written = time;
    }

    /**
     * What is known of a rule.
     *
     * @param from the beginning, inclusive
     * @param to the end, exclusive
     * @param wanted at least so long steps; null: as short as there are, and as {@link #POINTS_MAX} allows
     * @param now to tell what is kept how finely
     */
    public synchronized LagHistoryView of(
            RuleName rule, Instant from, Instant to, @Nullable Duration wanted, Instant now) {
        LagStep step = step(from, now);
        long span = Math.max(1, Duration.between(from, to).toSeconds());
        long least =
                Math.max(step.seconds(), Math.max(wanted == null ? 0 : wanted.toSeconds(), Math.ceilDiv(span, (long)
                        POINTS_MAX)));
        long length = Math.ceilDiv(least, step.seconds()) * step.seconds();
        SortedMap<ZoneName, TreeMap<Long, LagFigures>> zones = new TreeMap<>();
        long first = step.step(from.getEpochSecond());
        long last = step.step(to.getEpochSecond() - 1);
        for (long block = step.block(first); block <= step.block(last); block++) {
            for (Map.Entry<ZoneName, SortedMap<Integer, LagFigures>> zone :
                    block(step, block, rule).entrySet()) {
                for (Map.Entry<Integer, LagFigures> figures : zone.getValue().entrySet()) {
                    long at = step.first(block) + figures.getKey();
                    if (at >= first && at <= last) {
                        zones.computeIfAbsent(zone.getKey(), key -> new TreeMap<>())
                                .merge(
                                        Math.floorDiv(at * step.seconds(), length) * length,
                                        figures.getValue(),
                                        LagFigures::and);
                    }
                }
            }
        }
        List<LagHistoryView.Zone> views = new ArrayList<>();
        zones.forEach((zone, points) -> views.add(new LagHistoryView.Zone(
                zone,
                points.entrySet().stream()
                        .map(point -> point(point.getKey(), point.getValue()))
                        .toList())));
        return new LagHistoryView(rule, from, to, length, views);
    }

    /** The finest that goes back so far. */
    private static LagStep step(Instant from, Instant now) {
        Duration back = Duration.between(from, now);
        for (LagStep step : LagStep.values()) {
            if (back.compareTo(step.kept()) <= 0) {
                return step;
            }
        }
        return LagStep.COARSE;
    }

    private Map<ZoneName, SortedMap<Integer, LagFigures>> block(LagStep step, long block, RuleName rule) {
        Map<ZoneName, SortedMap<Integer, LagFigures>> zones = new HashMap<>();
        String prefix = step.prefix(block) + rule + "/";
        Iterator<Map.Entry<String, LagBlock>> rows =
                store.scan(LagTables.BLOCKS, prefix, step.prefix(block) + rule + "0");
        while (rows.hasNext()) {
            Map.Entry<String, LagBlock> row = rows.next();
            zones.put(
                    new ZoneName(row.getKey().substring(prefix.length())),
                    row.getValue().steps());
        }
        open.forEach((key, steps) -> {
            if (key.step == step && key.block == block && key.rule.equals(rule)) {
                zones.put(key.zone, steps);
            }
        });
        return zones;
    }

    private static LagPoint point(long epochSecond, LagFigures figures) {
        LagRange millis = figures.millis();
        return new LagPoint(
                Instant.ofEpochSecond(epochSecond),
                figures.operations().low(),
                figures.operations().high(),
                new ByteCount(figures.bytes().low()),
                new ByteCount(figures.bytes().high()),
                millis.low() / 1000.0,
                millis.high() / 1000.0);
    }

    /** Writes what is in memory. */
    @Override
    public synchronized void close() {
        if (!open.isEmpty()) {
            List<Change> changes = new ArrayList<>();
            open.forEach(
                    (key, steps) -> changes.add(new Change.Row<>(LagTables.BLOCKS, key.text(), new LagBlock(steps))));
            store.write(changes, false);
        }
    }
}
