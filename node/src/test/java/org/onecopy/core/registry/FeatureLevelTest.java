package org.onecopy.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.onecopy.index.MemoryTableStore;
import org.onecopy.index.Schema;

class FeatureLevelTest {
    private final MemoryTableStore store = new MemoryTableStore(Schema.REGISTRY);
    private long index;

    private void raise(int level) {
        store.write(
                Registry.apply(store, ++index, new RegistryCommand.RaiseLevel(UUID.randomUUID(), level))
                        .changes(),
                false);
    }

    @Test
    void a_network_from_before_there_were_levels_has_the_first() {
        assertThat(FeatureLevel.of(store)).isEqualTo(FeatureLevel.FIRST);
    }

    @Test
    void is_raised_and_never_lowered() {
        raise(2);
        assertThat(FeatureLevel.of(store)).isEqualTo(2);
        raise(1);
        assertThat(FeatureLevel.of(store)).isEqualTo(2);
    }
}
