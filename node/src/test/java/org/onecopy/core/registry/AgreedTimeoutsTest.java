package org.onecopy.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.onecopy.core.registry.AgreedTimeouts.By;
import org.onecopy.index.MemoryTableStore;
import org.onecopy.index.Schema;
import org.onecopy.log.EntryLevels;
import org.onecopy.log.RegistryCommandCodec;
import org.onecopy.model.TimeoutProfile;

class AgreedTimeoutsTest {
    private final MemoryTableStore store = new MemoryTableStore(Schema.REGISTRY);
    private long index;

    private void set(TimeoutProfile profile, By by) {
        RegistryCommand command = new RegistryCommand.SetTimeouts(UUID.randomUUID(), profile, by);
        store.write(Registry.apply(store, ++index, command).changes(), false);
    }

    @Test
    void nothing_is_agreed_at_first() {
        assertThat(AgreedTimeouts.of(store)).isNull();
        assertThat(AgreedTimeouts.byHand(store)).isFalse();
    }

    @Test
    void what_is_measured_only_ever_lengthens_them() {
        set(TimeoutProfile.LAN, By.MEASURED);
        assertThat(AgreedTimeouts.of(store)).isEqualTo(TimeoutProfile.LAN);
        set(TimeoutProfile.WAN, By.MEASURED);
        assertThat(AgreedTimeouts.of(store)).isEqualTo(TimeoutProfile.WAN);
        set(TimeoutProfile.LAN, By.MEASURED);
        assertThat(AgreedTimeouts.of(store)).isEqualTo(TimeoutProfile.WAN);
    }

    @Test
    void what_somebody_chose_stays_until_it_is_released() {
        set(TimeoutProfile.LAN, By.HAND);
        set(TimeoutProfile.WAN, By.MEASURED);
        assertThat(AgreedTimeouts.of(store)).isEqualTo(TimeoutProfile.LAN);
        assertThat(AgreedTimeouts.byHand(store)).isTrue();
        set(TimeoutProfile.LAN, By.RELEASED);
        assertThat(AgreedTimeouts.byHand(store)).isFalse();
        set(TimeoutProfile.WAN, By.MEASURED);
        assertThat(AgreedTimeouts.of(store)).isEqualTo(TimeoutProfile.WAN);
    }

    @Test
    void older_releases_do_not_read_it() {
        byte[] entry = RegistryCommandCodec.encode(
                new RegistryCommand.SetTimeouts(UUID.randomUUID(), TimeoutProfile.WAN, By.MEASURED));
        assertThat(EntryLevels.ofRegistry(entry)).isEqualTo(2);
    }
}
