package org.onecopy.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.core.shown.Cursor;
import org.onecopy.core.shown.ShownTables;
import org.onecopy.core.table.Change;
import org.onecopy.core.table.Table;

/**
 * The stream of local records between the nodes of one zone: at the writer what was committed since it began, at the others how much of
 * that has come. It may stand still at any place.
 */
@SuppressWarnings("ReferenceEquality") // a feed is this list and no equal one
final class SimCopy {
    private static final List<Table<?, ?>> OF_ITS_OWN = List.of(
            ShownTables.CHECK_ITEMS, ShownTables.CHECK_PROGRESS, ShownTables.REPAIR_LEFT, ShownTables.REPAIR_PROGRESS);

    private final Simulation simulation;
    private final SimNode node;

    /** What this node has committed as the writer; null while it is not. */
    private List<List<Change>> feed;

    /** The feed that this node's records are a copy of, and how much of it. */
    private List<List<Change>> source;

    private int position;

    SimCopy(Simulation simulation, SimNode node) {
        this.simulation = simulation;
        this.node = node;
    }

    void beginFeed() {
        if (feed == null) {
            feed = new ArrayList<>();
            source = null;
        }
    }

    void endFeed() {
        feed = null;
        source = null;
    }

    void feed(List<Change> changes) {
        if (feed != null) {
            feed.add(List.copyOf(changes));
        }
    }

    /** Takes over some of what the writer has committed. @return whether there was anything */
    boolean step() {
        List<List<Change>> from = writersFeed();
        if (node.down || feed != null || from == null) {
            return false;
        }
        if (from != source) {
            copyAll(from);
            return true;
        }
        if (position == source.size()) {
            return false;
        }
        int until = position + 1 + simulation.random.nextInt(source.size() - position);
        while (position < until) {
            node.put(asCopy(source.get(position++)), false);
        }
        return true;
    }

    private List<List<Change>> writersFeed() {
        ZoneRow zone = node.agreed.get(Tables.ZONES, new ZoneKey(SimNode.RULE, node.zone));
        for (SimNode other : node.place.nodes) {
            boolean writes = zone != null && other.id.equals(zone.writer()) && other != node && !other.down;
            if (writes) {
                return other.copy.feed;
            }
        }
        return null;
    }

    /** A whole copy; sometimes it breaks off, and what has come so far has no cursor. */
    private void copyAll(List<List<Change>> from) {
        node.put(ShownTables.forgetting(SimNode.RULE), true);
        boolean whole = simulation.random.nextInt(4) != 0;
        SimNode other = node.place.nodes.stream()
                .filter(any -> any.copy.feed == from)
                .findFirst()
                .orElseThrow();
        List<Change> rows = new ArrayList<>();
        for (Table<?, ?> table : ShownTables.ALL) {
            if (OF_ITS_OWN.contains(table)) {
                continue; // what a node is at is its own
            }
            if (whole || (table != ShownTables.CURSORS && simulation.random.nextBoolean())) {
                rows(table, other.stored().all(table), rows);
            }
        }
        node.put(asCopy(rows), false);
        simulation.trace.add(node.id.value(), (whole ? "whole copy of " : "part of a copy of ") + other.id);
        source = whole ? from : null;
        position = from.size();
    }

    @SuppressWarnings("unchecked") // a table's map holds its own keys and rows
    private static <K extends Comparable<? super K>, V> void rows(
            Table<K, V> table, Map<Object, Object> all, List<Change> into) {
        all.forEach((key, row) -> into.add(new Change.Row<>(table, (K) key, (V) row)));
    }

    private static List<Change> asCopy(List<Change> changes) {
        return changes.stream()
                .map(change -> change instanceof Change.Row<?, ?> row && row.value() instanceof Cursor cursor
                        ? new Change.Row<>(ShownTables.CURSORS, SimNode.RULE, cursor.asCopy())
                        : change)
                .toList();
    }
}
