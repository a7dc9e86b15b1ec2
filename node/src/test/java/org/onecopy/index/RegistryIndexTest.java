package org.onecopy.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.core.registry.RegisteredZone;
import org.onecopy.core.registry.RegistryCommand;
import org.onecopy.core.registry.RegistryRefusal.Reason;
import org.onecopy.core.registry.RegistryTables;
import org.onecopy.index.rocks.RocksStores;
import org.onecopy.log.RegistryCommandCodec;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;

/** The registry on disk. */
final class RegistryIndexTest {
    private static final ZoneName NORTH = new ZoneName("north");

    @TempDir
    Path directory;

    @Test
    void applies_commands_and_keeps_their_outcomes() {
        UUID zone = new UUID(1, 1);
        UUID node = new UUID(1, 2);
        try (RocksStores stores = new RocksStores(8 << 20)) {
            StateHash hash;
            try (RegistryIndex registry = open(stores)) {
                registry.apply(1, 1, refused(node));
                assertThat(registry.outcome(node).orElseThrow().refusal().reason())
                        .isEqualTo(Reason.ZONE_UNKNOWN);
                assertThat(registry.outcome(zone)).isEmpty();
                registry.apply(
                        1, 2, RegistryCommandCodec.encode(new RegistryCommand.PutZone(zone, NORTH, "local", true)));
                hash = registry.hash();
            }
            try (RegistryIndex registry = open(stores)) {
                assertThat(registry.appliedIndex()).isEqualTo(2);
                assertThat(registry.hash()).isEqualTo(hash);
                assertThat(registry.outcome(zone).orElseThrow().refusal()).isNull();
                RegisteredZone stored = registry.read(view -> view.get(RegistryTables.ZONES, NORTH));
                assertThat(stored).isNotNull();
            }
        }
    }

    private RegistryIndex open(RocksStores stores) {
        return new RegistryIndex(directory.resolve("registry"), at -> stores.open(Schema.REGISTRY, at), 0);
    }

    private static byte[] refused(UUID request) {
        return RegistryCommandCodec.encode(
                new RegistryCommand.PutNode(request, new NodeId("north-1"), NORTH, "a:1", "b:2", "c:3"));
    }
}
