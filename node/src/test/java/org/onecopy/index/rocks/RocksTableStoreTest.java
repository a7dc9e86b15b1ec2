package org.onecopy.index.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
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
}
