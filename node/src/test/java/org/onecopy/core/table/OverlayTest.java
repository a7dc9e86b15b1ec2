package org.onecopy.core.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.onecopy.testing.MapTables;
import org.onecopy.testing.Seeds;

final class OverlayTest {
    private static final Table<Integer, String> ROWS = new Table<>("rows");

    private final MapTables below = new MapTables();

    @Test
    void always_reads_like_the_tables_with_its_changes_applied() {
        Seeds.forEach(200, OverlayTest::compareWithModel);
    }

    private static void compareWithModel(SplittableRandom random) {
        MapTables below = new MapTables();
        for (int i = 0; i < 20; i++) {
            below.rows(ROWS).put(random.nextInt(30), "below " + i);
        }
        TreeMap<Integer, String> model = new TreeMap<>(below.rows(ROWS));
        Overlay overlay = new Overlay(below);
        Set<Integer> touched = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            int key = random.nextInt(30);
            touched.add(key);
            if (random.nextBoolean()) {
                overlay.put(ROWS, key, "above " + i);
                model.put(key, "above " + i);
            } else {
                overlay.delete(ROWS, key);
                model.remove(key);
            }
        }
        int from = random.nextInt(30);
        int to = from + random.nextInt(10);
        List<Map.Entry<Integer, String>> scanned = new ArrayList<>();
        overlay.scan(ROWS, from, to).forEachRemaining(scanned::add);
        assertThat(scanned).containsExactlyElementsOf(model.subMap(from, to).entrySet());
        assertThat(overlay.first(99, ROWS, 0, null)).containsExactlyElementsOf(model.entrySet());
        assertThat(overlay.get(ROWS, from)).isEqualTo(model.get(from));
        assertThat(overlay.size()).isEqualTo(touched.size());
        below.apply(overlay.changes());
        assertThat(below.rows(ROWS)).isEqualTo(model);
    }

    @Test
    void hands_over_ranges_before_rows_so_that_new_rows_stay() {
        below.rows(ROWS).put(1, "old");
        Overlay overlay = new Overlay(below);
        overlay.put(ROWS, 2, "new");
        overlay.deleteRange(ROWS, 0, 9);
        below.apply(overlay.changes());
        assertThat(below.rows(ROWS)).containsExactly(Map.entry(2, "new"));
        assertThat(overlay.size()).isEqualTo(2);
    }

    @Test
    void reads_only_the_first_rows_that_are_asked_for() {
        below.rows(ROWS).putAll(Map.of(1, "a", 2, "b", 3, "c"));
        assertThat(new Overlay(below).first(2, ROWS, 0, null))
                .extracting(Map.Entry::getKey)
                .containsExactly(1, 2);
    }
}
