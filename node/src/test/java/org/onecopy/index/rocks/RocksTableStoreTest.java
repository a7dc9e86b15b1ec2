package org.onecopy.index.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.shown.ShownTables;
import org.onecopy.core.table.Change;
import org.onecopy.index.Schema;
import org.onecopy.index.TableStore;
import org.onecopy.index.TableStoreContractTest;
import org.onecopy.model.RuleId;
import org.onecopy.problem.ProblemException;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** RocksDB as a table store. */
final class RocksTableStoreTest extends TableStoreContractTest {
    private static RocksStores stores;

    @BeforeAll
    static void openStores() {
        stores = new RocksStores(16 << 20);
    }

    @AfterAll
    static void closeStores() {
        stores.close();
    }

    @Override
    protected TableStore open(Path at) {
        return stores.open(Schema.MEMBERSHIP, at);
    }

    @Test
    void keeps_unsynced_writes_across_closing() {
        Path at = directory.resolve("again");
        try (TableStore store = open(at)) {
            store.write(List.of(put(key(1, "a"), 1)), false);
        }
        try (TableStore store = open(at)) {
            assertThat(store.get(Tables.CHILDREN, key(1, "a"))).isEqualTo(file(1));
        }
    }

    @Test
    void refuses_a_store_that_is_open_already() {
        Path at = directory.resolve("twice");
        try (TableStore store = open(at)) {
            assertThat(store.schema()).isSameAs(Schema.MEMBERSHIP);
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> open(at))
                    .withMessageContaining("cannot open the store");
        }
    }

    @Test
    void refuses_a_store_with_tables_that_it_does_not_know() {
        Path at = directory.resolve("other");
        try (TableStore newer = stores.open(Schema.SHOWN, at)) {
            newer.write(List.of(new Change.Row<>(ShownTables.LOCATIONS, new RuleId(1), "here")), false);
        }
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> open(at))
                .withMessageContaining("holds the tables [locations]");
    }

    @Test
    void makes_a_table_when_it_is_first_written_so_that_an_older_release_opens_what_holds_nothing_new()
            throws Exception {
        Path at = directory.resolve("lazy");
        try (TableStore store = open(at)) {
            store.write(List.of(put(key(1, "a"), 1)), false);
            store.write(List.of(new Change.Row<>(Tables.TIMES, "b", null)), true);
            assertThat(store.get(Tables.TIMES, "a")).isNull();
            assertThat(store.scan(Tables.TIMES, "", null)).isExhausted();
            assertThat(tables(at)).containsExactly("default", "children");
            try (TableStore.Snapshot before = store.snapshot()) {
                store.write(List.of(new Change.Row<>(Tables.TIMES, "b", 3L)), false);
                assertThat(before.get(Tables.TIMES, "b")).isNull();
                assertThat(store.get(Tables.TIMES, "b")).isEqualTo(3L);
            }
            store.checkpoint(directory.resolve("copy"));
        }
        assertThat(tables(at)).containsExactly("default", "children", "times");
        assertThat(tables(directory.resolve("copy"))).containsExactly("default", "children", "times");
        try (TableStore store = open(at)) {
            assertThat(store.get(Tables.TIMES, "b")).isEqualTo(3L);
        }
    }

    private static List<String> tables(Path at) throws RocksDBException {
        try (Options options = new Options()) {
            return RocksDB.listColumnFamilies(options, at.toString()).stream()
                    .map(name -> new String(name, StandardCharsets.UTF_8))
                    .toList();
        }
    }

    @Test
    void refuses_readers_at_its_end_and_does_not_take_the_process_down() throws Exception {
        for (int round = 0; round < 5; round++) {
            TableStore store = open(directory.resolve("busy"));
            store.write(List.of(put(key(1, "a"), 1), put(key(1, "b"), 2)), false);
            CountDownLatch reading = new CountDownLatch(2);
            Callable<Boolean> reader = () -> {
                while (true) {
                    try (TableStore.Snapshot view = store.snapshot()) {
                        assertThat(ids(view, key(1, "a"), null)).hasSize(2);
                        reading.countDown();
                    } catch (IllegalStateException e) {
                        return true;
                    }
                }
            };
            try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Boolean>> ended = List.of(readers.submit(reader), readers.submit(reader));
                reading.await();
                store.close();
                for (Future<Boolean> each : ended) {
                    assertThat(each.get()).isTrue();
                }
            }
        }
    }
}
