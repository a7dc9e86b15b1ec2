package org.onecopy.index.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
import org.onecopy.index.Schema;
import org.onecopy.index.TableStore;
import org.onecopy.index.TableStoreContractTest;
import org.onecopy.problem.ProblemException;

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
        stores.open(Schema.SHOWN, at).close();
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> open(at))
                .withMessageContaining("held-origins");
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
