package org.onecopy.consistency;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.shown.CheckItem;
import org.onecopy.core.shown.ShownTables;
import org.onecopy.core.shown.ShownTables.CheckKey;
import org.onecopy.core.table.TableView;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;

/**
 * Any part of what a check has found, by its number: where every so manieth finding lies is remembered, so that neither counting a
 * million of them nor showing the last ones reads them all again. Findings are only added, until a zone's share begins anew. Safe to
 * call from many threads, which wait for each other.
 */
public final class FindingPages {
    private static final int STEP = 512;
    private static final int LISTS_MAX = 16;

    private final TableView tables;

    private final Map<Which, Places> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Which, Places> eldest) {
            return size() > LISTS_MAX;
        }
    };

    /** @param tables the local tables, where checks keep what they have found */
    public FindingPages(TableView tables) {
        this.tables = tables;
    }

    /**
     * Which findings.
     *
     * @param kind null: all
     */
    public record Which(RuleId rule, Version check, CheckItem.@Nullable Kind kind) {}

    /** A finding with its id. */
    public record Found(long id, CheckItem item) {}

    /**
     * Some findings, in the order in which they were found.
     *
     * @param total how many there are
     */
    public record Page(List<Found> items, long total) {
        public Page {
            items = List.copyOf(items);
        }
    }

    /** Where findings lie: the id of each whose number is a multiple of {@link #STEP}. */
    private static final class Places {
        private long[] ids = new long[8];
        private long count;
        private long last;
        private @Nullable CheckItem lastItem;

        void add(long id, CheckItem item, boolean counts) {
            if (counts) {
                if (count % STEP == 0) {
                    int at = (int) (count / STEP);
                    ids = at < ids.length ? ids : Arrays.copyOf(ids, ids.length * 2);
                    ids[at] = id;
                }
                count++;
            }
            last = id;
            lastItem = item;
        }
    }

    /**
     * Reads some.
     *
     * @param after only those with a larger id; 0 for all
     * @param skip of those that many are left out first, at no cost where {@code after} is 0
     */
    public synchronized Page page(Which which, long after, long skip, int limit) {
        Places places = places(which);
        List<Found> items = new ArrayList<>();
        if (skip < places.count) {
            long from = after > 0 ? after + 1 : places.ids[(int) (skip / STEP)];
            long passed = after > 0 ? skip : skip % STEP;
            Iterator<Map.Entry<CheckKey, CheckItem>> rows = scan(which, from);
            while (items.size() < limit && rows.hasNext()) {
                Map.Entry<CheckKey, CheckItem> row = rows.next();
                if (isOf(which, row.getValue()) && passed-- <= 0) {
                    items.add(new Found(row.getKey().id(), row.getValue()));
                }
            }
        }
        return new Page(items, places.count);
    }

    private Places places(Which which) {
        Places places = known.get(which);
        if (places == null || beganAnew(which, places)) {
            places = new Places();
            known.put(which, places);
        }
        Iterator<Map.Entry<CheckKey, CheckItem>> rows = scan(which, places.last + 1);
        while (rows.hasNext()) {
            Map.Entry<CheckKey, CheckItem> row = rows.next();
            places.add(row.getKey().id(), row.getValue(), isOf(which, row.getValue()));
        }
        return places;
    }

    /** What was dropped and found again bears other ids, or was seen at another time. */
    private boolean beganAnew(Which which, Places places) {
        return places.lastItem != null
                && !places.lastItem.equals(tables.get(ShownTables.CHECK_ITEMS, key(which, places.last)));
    }

    private static boolean isOf(Which which, CheckItem item) {
        return which.kind == null || which.kind == item.kind();
    }

    private Iterator<Map.Entry<CheckKey, CheckItem>> scan(Which which, long from) {
        return tables.scan(ShownTables.CHECK_ITEMS, key(which, from), key(which, Long.MAX_VALUE));
    }

    private static CheckKey key(Which which, long id) {
        return new CheckKey(which.rule, which.check, CheckKey.Part.FINDING, id);
    }
}
