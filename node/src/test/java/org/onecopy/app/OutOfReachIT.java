package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.model.ByteCount;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.AlertView;
import org.onecopy.model.api.BandwidthSpec;
import org.onecopy.model.api.Filter;
import org.onecopy.model.api.LostState;
import org.onecopy.model.api.LostView;
import org.onecopy.model.api.Reason;
import org.onecopy.model.client.AdminClient;

@Tag("full")
@DisplayName("H10: a zone dies with what nobody else has yet; real processes")
final class OutOfReachIT {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String LIMIT = "slow";
    private static final int LENGTH = 32 << 20;

    @Test
    void what_a_dead_zone_alone_holds_is_listed_with_its_path_until_it_is_back(@TempDir Path temp) throws Exception {
        Map<String, String> zones = new LinkedHashMap<>();
        zones.put("oslo-1", "oslo");
        zones.put("lyon-1", "lyon");
        zones.put("kyoto-1", "kyoto");
        try (NodeProcesses network = NodeProcesses.start(temp.resolve("network"), zones, Map.of(), """
                alerts:
                  every: 1s
                  outOfReach: {hold: 1s}
                """)) {
            network.makeRule();
            BandwidthSpec slow =
                    new BandwidthSpec(new ZoneName("kyoto"), null, null, ByteCount.parse("64KiB"), null, null);
            await().atMost(SOON)
                    .ignoreExceptions()
                    .until(() ->
                            network.ask("oslo-1", client -> client.bandwidth().set(LIMIT, slow)) != null);
            byte[] content = new byte[LENGTH];
            new Random(7).nextBytes(content);
            Files.createDirectories(network.zone("kyoto").resolve("far"));
            Path staged = Files.write(temp.resolve("staged"), content);
            Files.move(staged, network.zone("kyoto").resolve("far").resolve("alone"));
            await().atMost(SOON)
                    .until(() -> network.ask("oslo-1", client -> client.rule(NodeProcesses.RULE))
                                    .files()
                            == 1);
            assertThat(lost(network)).isEmpty();
            network.kill("kyoto-1");
            await().atMost(SOON).until(() -> !lost(network).isEmpty());
            LostView found = lost(network).getFirst();
            System.out.println(found);
            assertThat(found.path()).isEqualTo("far/alone");
            assertThat(found.zone()).isEqualTo(new ZoneName("kyoto"));
            assertThat(found.state()).isEqualTo(LostState.OUT_OF_REACH);
            assertThat(found.bytes()).isEqualTo(new ByteCount(LENGTH));
            assertThat(network.ask("oslo-1", AdminClient::status).reasons())
                    .extracting(Reason::code)
                    .contains("contents-out-of-reach");
            await().atMost(SOON)
                    .until(() -> network.ask("oslo-1", AdminClient::alerts).stream()
                            .map(AlertView::id)
                            .anyMatch("out-of-reach:shared"::equals));
            network.launch("kyoto-1");
            await().atMost(SOON)
                    .ignoreExceptions()
                    .until(() -> network.ask("oslo-1", client -> {
                        client.bandwidth().remove(LIMIT);
                        return true;
                    }));
            await().atMost(SOON).until(() -> lost(network).isEmpty());
            for (String zone : List.of("oslo", "lyon")) {
                await().atMost(SOON)
                        .until(() ->
                                Files.exists(network.zone(zone).resolve("far").resolve("alone")));
            }
        }
    }

    private static List<LostView> lost(NodeProcesses network) {
        return network.ask("oslo-1", client -> client.files().lost(Filter.FIRST))
                .items();
    }
}
