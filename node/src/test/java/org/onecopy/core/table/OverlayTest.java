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

    @Test
    void always_reads_like_the_tables_after_its_changes_were_written_to_them() {
        Seeds.forEach(100, OverlayTest::compareWithModelOverManyWrites);
    }

    private static void compareWithModelOverManyWrites(SplittableRandom random) {
        MapTables below = new MapTables();
        TreeMap<Integer, String> model = new TreeMap<>();
        Overlay overlay = new Overlay(below);
        for (int i = 0; i < 200; i++) {
            int key = random.nextInt(12);
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    overlay.put(ROWS, key, "row " + i);
                    model.put(key, "row " + i);
                }
                case 2 -> {
                    overlay.delete(ROWS, key);
                    model.remove(key);
                }
                case 3 -> overlay.readAhead(ROWS, key, key + 4, List.of(key, key + 1, key + 3));
                case 4 -> {
                    below.apply(overlay.changes());
                    overlay.written();
                }
                default -> {
                    below.apply(overlay.changes());
                    overlay.written();
                    overlay.deleteRange(ROWS, key, key + 3);
                    below.apply(overlay.changes());
                    overlay.written();
                    model.subMap(key, key + 3).clear();
                }
            }
            int asked = random.nextInt(12);
            assertThat(overlay.get(ROWS, asked)).isEqualTo(model.get(asked));
        }
        assertThat(overlay.first(99, ROWS, 0, null)).containsExactlyElementsOf(model.entrySet());
    }

    @Test
    void reads_nothing_again_that_it_has_written_or_read_ahead() {
        Overlay overlay = new Overlay(below);
        overlay.put(ROWS, 1, "written");
        below.apply(overlay.changes());
        overlay.written();
        overlay.readAhead(ROWS, 2, 4, List.of(2, 3));
        below.rows(ROWS).putAll(Map.of(1, "unseen", 2, "unseen", 3, "unseen"));
        assertThat(overlay.get(ROWS, 1)).isEqualTo("written");
        assertThat(overlay.get(ROWS, 2)).isNull();
        assertThat(overlay.size()).isZero();
        overlay.forgetRead();
        assertThat(overlay.get(ROWS, 1)).isEqualTo("unseen");
        assertThat(overlay.get(ROWS, 2)).isEqualTo("unseen");
    }

    @Test
    void forgets_what_was_asked_for_longest_ago() {
        Overlay overlay = new Overlay(below);
        for (int i = 0; i < 20_000; i++) {
            below.rows(ROWS).put(i, "row " + i);
            assertThat(overlay.get(ROWS, i)).isEqualTo("row " + i);
        }
        below.rows(ROWS).replaceAll((key, row) -> "other");
        assertThat(overlay.get(ROWS, 19_999)).isEqualTo("row 19999");
        assertThat(overlay.get(ROWS, 0)).isEqualTo("other");
    }
}
