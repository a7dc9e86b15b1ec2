package org.onecopy.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ChildKey;
import org.onecopy.core.table.Change;
import org.onecopy.core.table.TableView;
import org.onecopy.log.RandomValues;
import org.onecopy.log.Seeds;
import org.onecopy.model.FileId;

/** What every table store does. */
public abstract class TableStoreContractTest {
    @TempDir
    protected Path directory;

    private TableStore store;

    /** Opens a store with the tables of a membership. */
    protected abstract TableStore open(Path directory);

    @BeforeEach
    void openStore() {
        store = open(directory.resolve("store"));
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    protected static ChildKey key(long parent, String name) {
        return new ChildKey(FileId.ofPacked(parent), new Name(name));
    }

    protected static FileId file(long id) {
        return FileId.ofPacked(id);
    }

    protected static Change put(ChildKey key, long id) {
        return new Change.Row<>(Tables.CHILDREN, key, file(id));
    }

    protected static Change delete(ChildKey key) {
        return new Change.Row<>(Tables.CHILDREN, key, null);
    }

    protected static List<Long> ids(TableView view, ChildKey from, ChildKey to) {
        List<Long> ids = new ArrayList<>();
        view.scan(Tables.CHILDREN, from, to)
                .forEachRemaining(row -> ids.add(row.getValue().packed()));
        return ids;
    }

    @Test
    void gives_back_what_was_put_and_nothing_else() {
        store.write(List.of(put(key(1, "a"), 7)), false);
        assertThat(store.get(Tables.CHILDREN, key(1, "a"))).isEqualTo(file(7));
        assertThat(store.get(Tables.CHILDREN, key(1, "b"))).isNull();
        assertThat(store.get(Tables.INODES, file(7))).as("another table").isNull();
    }

    @Test
    void gives_many_rows_as_it_gives_one_after_the_other() {
        List<Change> changes = new ArrayList<>();
        List<ChildKey> asked = new ArrayList<>();
        for (int n = 0; n < 300; n++) {
            ChildKey key = key(1 + n % 7, "name-" + n);
            asked.add(key);
            if (n % 3 != 0) {
                changes.add(put(key, 1 + n));
            }
        }
        store.write(changes, false);
        asked.add(key(9, "behind all"));
        asked.add(asked.get(4));
        List<FileId> expected =
                asked.stream().map(key -> store.get(Tables.CHILDREN, key)).toList();
        assertThat(expected).contains(file(2), file(300 - 1)).containsNull();
        try (TableStore.Snapshot before = store.snapshot()) {
            store.write(List.of(put(asked.getFirst(), 77), delete(asked.get(1))), false);
            assertThat(before.getAll(Tables.CHILDREN, asked)).isEqualTo(expected);
            assertThat(store.getAll(Tables.CHILDREN, asked)).startsWith(file(77), null, expected.get(2));
        }
        assertThat(store.getAll(Tables.CHILDREN, List.of())).isEmpty();
        assertThat(store.getAll(Tables.INODES, List.of(file(1), file(2)))).containsExactly(null, null);
    }

    @Test
    void applies_changes_in_their_order() {
        store.write(List.of(put(key(1, "a"), 1), put(key(1, "b"), 2), put(key(1, "c"), 3)), false);
        store.write(
                List.of(
                        new Change.Range<>(Tables.CHILDREN, key(1, "a"), key(1, "c")),
                        put(key(1, "b"), 9),
                        delete(key(1, "none"))),
                true);
        assertThat(ids(store, key(1, "a"), null)).containsExactly(9L, 3L);
        store.write(List.of(delete(key(1, "b")), delete(key(1, "c"))), false);
        assertThat(ids(store, key(1, "a"), null)).isEmpty();
    }

    @Test
    void scans_a_range_from_inclusive_to_exclusive_in_order() {
        store.write(List.of(put(key(2, "b"), 3), put(key(1, "z"), 1), put(key(2, "a"), 2), put(key(3, "a"), 4)), false);
        assertThat(ids(store, key(1, "z"), key(3, "a"))).containsExactly(1L, 2L, 3L);
        assertThat(ids(store, key(2, "a"), key(2, "b"))).containsExactly(2L);
        assertThat(ids(store, key(2, "aa"), null)).containsExactly(3L, 4L);
        assertThat(ids(store, key(3, "b"), null)).isEmpty();
        assertThat(ids(store, key(3, "a"), key(1, "a")))
                .as("an end before the start")
                .isEmpty();
        Iterator<?> none = store.scan(Tables.CHILDREN, key(4, "a"), null);
        Assertions.assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(none::next);
    }

    @Test
    void scans_far_more_rows_than_it_reads_at_once() {
        List<Change> many = new ArrayList<>();
        for (long id = 0; id < 3000; id++) {
            many.add(put(key(1, String.format("%05d", id)), id));
        }
        store.write(many, false);
        Long[] all = LongStream.range(0, 3000).boxed().toArray(Long[]::new);
        assertThat(ids(store, key(1, "0"), key(2, "0"))).containsExactly(all);
        assertThat(ids(store, key(1, "0"), null)).containsExactly(all);
        assertThat(store.first(5, Tables.CHILDREN, key(1, "02"), null)).hasSize(5);
    }

    @Test
    void a_snapshot_keeps_what_it_saw() {
        store.write(List.of(put(key(1, "a"), 1), put(key(1, "b"), 2)), false);
        try (TableStore.Snapshot before = store.snapshot()) {
            store.write(List.of(put(key(1, "a"), 9), delete(key(1, "b")), put(key(1, "c"), 3)), false);
            assertThat(ids(before, key(1, "a"), null)).containsExactly(1L, 2L);
            assertThat(before.get(Tables.CHILDREN, key(1, "c"))).isNull();
            assertThat(before.get(Tables.CHILDREN, key(1, "a"))).isEqualTo(file(1));
        }
        assertThat(ids(store, key(1, "a"), null)).containsExactly(9L, 3L);
    }

    @Test
    void refuses_to_be_used_after_its_end() {
        TableStore.Snapshot closed = store.snapshot();
        closed.close();
        closed.close();
        assertThatIllegalStateException().isThrownBy(() -> closed.get(Tables.CHILDREN, key(1, "a")));
        TableStore.Snapshot open = store.snapshot();
        store.close();
        store.close();
        assertThatIllegalStateException().isThrownBy(() -> open.get(Tables.CHILDREN, key(1, "a")));
        assertThatIllegalStateException().isThrownBy(() -> store.scan(Tables.CHILDREN, key(1, "a"), null));
        assertThatIllegalStateException().isThrownBy(() -> store.write(List.of(), true));
        open.close();
    }

    @Test
    void a_checkpoint_is_the_store_of_that_moment() {
        store.write(List.of(put(key(1, "a"), 1)), false);
        store.checkpoint(directory.resolve("checkpoint"));
        store.write(List.of(put(key(1, "a"), 2)), false);
        try (TableStore copy = open(directory.resolve("checkpoint"))) {
            assertThat(copy.get(Tables.CHILDREN, key(1, "a"))).isEqualTo(file(1));
            copy.write(List.of(put(key(1, "a"), 3)), false);
        }
        assertThat(store.get(Tables.CHILDREN, key(1, "a"))).isEqualTo(file(2));
    }

    @Test
    void always_reads_as_a_sorted_map_does() {
        Seeds.forEach(20, random -> {
            NavigableMap<ChildKey, FileId> expected = new TreeMap<>();
            store.write(List.of(new Change.Range<>(Tables.CHILDREN, key(0, "\u0001"), key(5, "\u0001"))), false);
            for (int round = 0; round < 30; round++) {
                store.write(random.list(20, () -> anyChange(random, expected)), random.below(10) == 0);
                ChildKey from = anyKey(random);
                ChildKey to = random.maybe(() -> anyKey(random));
                assertThat(store.first(1000, Tables.CHILDREN, from, to)).isEqualTo(rows(expected, from, to));
                assertThat(store.get(Tables.CHILDREN, from)).isEqualTo(expected.get(from));
            }
        });
    }

    private static List<Map.Entry<ChildKey, FileId>> rows(
            NavigableMap<ChildKey, FileId> map, ChildKey from, ChildKey to) {
        NavigableMap<ChildKey, FileId> tail = map.tailMap(from, true);
        if (to != null) {
            tail = to.compareTo(from) < 0 ? new TreeMap<>() : tail.headMap(to, false);
        }
        return tail.entrySet().stream()
                .map(row -> Map.entry(row.getKey(), row.getValue()))
                .toList();
    }

    private static ChildKey anyKey(RandomValues random) {
        return new ChildKey(file(random.below(4)), random.name());
    }

    private static Change anyChange(RandomValues random, NavigableMap<ChildKey, FileId> expected) {
        ChildKey key = anyKey(random);
        int kind = random.below(10);
        if (kind == 0) {
            ChildKey other = anyKey(random);
            ChildKey from = key.compareTo(other) < 0 ? key : other;
            ChildKey to = from.equals(key) ? other : key;
            expected.subMap(from, true, to, false).clear();
            return new Change.Range<>(Tables.CHILDREN, from, to);
        }
        if (kind < 3 && !expected.isEmpty()) {
            ChildKey gone = expected.firstKey();
            expected.remove(gone);
            return delete(gone);
        }
        FileId value = random.file();
        expected.put(key, value);
        return new Change.Row<>(Tables.CHILDREN, key, value);
    }
}
