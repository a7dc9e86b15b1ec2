package org.onecopy.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The store of simulations is a table store, and forgets as a real one does when power is lost. */
final class MemoryTableStoreTest extends TableStoreContractTest {
    @Override
    protected TableStore open(Path at) {
        return MemoryTableStore.open(Schema.MEMBERSHIP, at);
    }

    @Test
    void loses_the_tail_of_unsynced_writes_when_power_is_lost() {
        MemoryTableStore store = new MemoryTableStore(Schema.MEMBERSHIP);
        store.write(List.of(put(key(1, "a"), 1)), false);
        store.write(List.of(put(key(1, "b"), 2)), true);
        store.write(List.of(put(key(1, "c"), 3)), false);
        store.write(List.of(put(key(1, "d"), 4)), false);
        store.write(List.of(put(key(1, "e"), 5)), false);
        store.crash(1);
        assertThat(ids(store, key(1, "a"), null)).containsExactly(1L, 2L, 3L);
        store.crash(9);
        assertThat(ids(store, key(1, "a"), null)).containsExactly(1L, 2L, 3L);
        assertThat(store.unsyncedWrites()).isZero();
    }
}
