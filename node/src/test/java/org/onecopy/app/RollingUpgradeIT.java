package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.core.registry.FeatureLevel;
import org.onecopy.model.api.LevelSpec;
import org.onecopy.model.api.LevelView;
import org.onecopy.model.api.NodeLevelView;

/**
 * Nodes of an earlier build and of this one in one network, while users write in all zones. The earlier build is made by
 * {@code ./onecopy test-upgrade REVISION}; without one this is skipped.
 */
@Tag("full")
class RollingUpgradeIT {
    private static final List<String> ZONES = List.of("kyoto", "lyon", "oslo");
    private static final String EARLIER = System.getProperty("onecopy.previous.jar", "");

    @TempDir
    Path temp;

    private NodeProcesses network;

    @AfterEach
    void end() {
        if (network != null) {
            network.close();
        }
    }

    @Test
    void nodes_are_upgraded_one_by_one_and_then_the_level_is_raised() throws Exception {
        assumeTrue(
                !EARLIER.isEmpty(), "skipped: there is no earlier build; './onecopy test-upgrade REVISION' makes one");
        Map<String, String> zones = new TreeMap<>();
        ZONES.forEach(zone -> zones.put(zone + "-1", zone));
        network = NodeProcesses.prepare(temp.resolve("network"), zones, Map.of(), "");
        for (String zone : ZONES) {
            network.launchOf(zone + "-1", EARLIER);
        }
        network.makeRule();
        arrives("begun");
        AtomicBoolean stop = new AtomicBoolean();
        List<Thread> users = ZONES.stream()
                .map(zone ->
                        Thread.ofPlatform().start(() -> write(network.zone(zone).resolve("of-" + zone), stop)))
                .toList();

        upgrade("kyoto");
        LevelView mixed = network.ask("kyoto-1", client -> client.levels().show());
        assertThat(mixed.level()).isEqualTo(FeatureLevel.FIRST);
        assertThat(mixed.nodes()).extracting(NodeLevelView::knows).contains(FeatureLevel.NEWEST, FeatureLevel.FIRST);
        assertThatThrownBy(() ->
                        network.ask("kyoto-1", client -> client.levels().raise(new LevelSpec(FeatureLevel.NEWEST))))
                .hasMessageContaining("upgrade it");
        takeBack("kyoto");
        upgrade("kyoto");
        upgrade("lyon");
        upgrade("oslo");

        LevelView raised = network.ask("oslo-1", client -> client.levels().raise(new LevelSpec(FeatureLevel.NEWEST)));
        assertThat(raised.level()).isEqualTo(FeatureLevel.NEWEST);
        until(() -> ZONES.stream()
                .allMatch(zone ->
                        network.ask(zone + "-1", client -> client.levels().show())
                                        .level()
                                == FeatureLevel.NEWEST));
        stop.set(true);
        for (Thread user : users) {
            user.join();
        }
        arrives("ended");
        until(() -> Trees.digests(network.zone("oslo")).equals(Trees.digests(network.zone("lyon")))
                && Trees.digests(network.zone("oslo")).equals(Trees.digests(network.zone("kyoto"))));
        for (String zone : ZONES) {
            assertThat(network.ask(zone + "-1", client -> client.events(null, 200))
                            .items())
                    .extracting(event -> event.type())
                    .doesNotContain("state-diverged", "state-undecided");
            assertThat(network.log(zone + "-1")).doesNotContain("must not go on");
        }
    }

    private void upgrade(String zone) throws Exception {
        network.kill(zone + "-1");
        network.launch(zone + "-1");
        arrives("upgraded-" + zone + "-" + System.nanoTime());
    }

    private void takeBack(String zone) throws Exception {
        network.kill(zone + "-1");
        network.launchOf(zone + "-1", EARLIER);
        arrives("back-" + zone);
    }

    /** What is written anywhere is everywhere. */
    private void arrives(String name) throws IOException {
        for (String zone : ZONES) {
            Files.writeString(network.zone(zone).resolve(name + "-of-" + zone), name);
        }
        until(() -> ZONES.stream()
                .allMatch(zone -> ZONES.stream()
                        .allMatch(of -> Files.exists(network.zone(zone).resolve(name + "-of-" + of)))));
    }

    private void until(Callable<Boolean> condition) {
        try {
            await().atMost(Duration.ofMinutes(2)).ignoreExceptions().until(condition);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(network.account(), e);
        }
    }

    private static void write(Path directory, AtomicBoolean stop) {
        try {
            Files.createDirectories(directory);
            for (int n = 0; !stop.get(); n++) {
                Files.writeString(directory.resolve("f" + n % 200), "version " + n);
                await().pollDelay(Duration.ofMillis(40)).until(() -> true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
