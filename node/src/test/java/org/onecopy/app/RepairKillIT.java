package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.onecopy.model.ByteCount;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.BandwidthSpec;
import org.onecopy.model.api.CheckDepth;
import org.onecopy.model.api.CheckSpec;
import org.onecopy.model.api.CheckState;
import org.onecopy.model.api.CheckView;
import org.onecopy.model.api.RepairSource;
import org.onecopy.model.api.RepairSpec;
import org.onecopy.model.api.RepairView;

/** A repair whose node is killed in the middle, again and again, while users write (issue 5). */
@Tag("full")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RepairKillIT {
    private static final int FILES = 500;
    private static final int LENGTH = 64 << 10;
    private static final int KILLS = 3;
    private static final int SEED = 5;

    private final Random random = new Random(SEED);
    private Path memory;

    @BeforeEach
    void begin() throws IOException {
        memory = Decay.directory();
    }

    @AfterEach
    void tidy() throws IOException {
        try (Stream<Path> all = Files.walk(memory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    @Test
    @DisplayName(
            "H63: a repair goes on after kill -9, mends every file once more equal, and leaves users' changes to them")
    void goes_on_where_it_was(TestReporter reporter) throws Exception {
        assumeTrue(memory.startsWith("/dev/shm"), "decay can only be made where files live in memory");
        Map<String, String> nodes = Map.of("oslo-1", "oslo", "lyon-1", "lyon", "kyoto-1", "kyoto");
        try (NodeProcesses network = NodeProcesses.start(memory.resolve("network"), new TreeMap<>(nodes))) {
            Map<String, String> written = fill(network.zone("oslo"));
            network.makeRule();
            awaitTrees(network, written);
            for (String name : written.keySet()) {
                Decay.of(network.zone("lyon").resolve(name));
            }
            CheckView found = check(network);
            assertThat(found.differences()).isEqualTo(FILES);
            network.ask(
                    "oslo-1",
                    client -> client.bandwidth()
                            .set(
                                    "slow",
                                    new BandwidthSpec(
                                            null, new ZoneName("lyon"), null, new ByteCount(2 << 20), null, null)));
            RepairView repair = network.ask(
                    "oslo-1",
                    client -> client.beginRepair(
                            NodeProcesses.RULE, new RepairSpec(null, null, RepairSource.AGREED, null)));
            killInTheMiddle(network, repair, reporter);
            change(network, "oslo", FILES - 1, written);
            change(network, "lyon", FILES - 2, written);
            network.ask("oslo-1", client -> {
                client.bandwidth().remove("slow");
                return true;
            });
            RepairView done = await().atMost(Duration.ofMinutes(4))
                    .ignoreExceptions()
                    .until(() -> state(network, repair), view -> view.state() == CheckState.DONE);
            reporter.publishEntry("repair", done.toString());
            assertThat(done.mended() + done.left()).isEqualTo(FILES);
            assertThat(done.left()).as("the two that users changed, at most").isLessThanOrEqualTo(2);
            awaitTrees(network, written);
            assertThat(check(network).differences()).isZero();
        }
    }

    private void killInTheMiddle(NodeProcesses network, RepairView repair, TestReporter reporter) throws Exception {
        long mended = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            long more = mended + 1 + random.nextInt(FILES / (2 * KILLS));
            RepairView view = await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(20))
                    .ignoreExceptions()
                    .until(() -> state(network, repair), now -> now.mended() >= more);
            network.kill("lyon-1");
            reporter.publishEntry("kill", view.toString());
            assertThat(view.state()).as("a repair in the middle").isNotEqualTo(CheckState.DONE);
            mended = view.mended();
            network.launch("lyon-1");
        }
    }

    private static RepairView state(NodeProcesses network, RepairView repair) {
        return network.ask("oslo-1", client -> client.repair(NodeProcesses.RULE, repair.repair()));
    }

    private static CheckView check(NodeProcesses network) {
        CheckView begun = network.ask(
                "oslo-1",
                client -> client.beginCheck(NodeProcesses.RULE, new CheckSpec(null, CheckDepth.DIGEST, null)));
        return await().atMost(Duration.ofMinutes(3))
                .ignoreExceptions()
                .until(
                        () -> network.ask("oslo-1", client -> client.check(NodeProcesses.RULE, begun.check())),
                        view -> view.state() == CheckState.DONE);
    }

    /** A user writes one of the files that are to be mended. */
    private void change(NodeProcesses network, String zone, int number, Map<String, String> written)
            throws IOException {
        String content = "changed in " + zone + text(100);
        Files.writeString(network.zone(zone).resolve(name(number)), content);
        written.put(name(number), content);
    }

    private Map<String, String> fill(Path tree) throws IOException {
        Map<String, String> written = new TreeMap<>();
        for (int n = 0; n < FILES; n++) {
            String content = text(LENGTH);
            Files.writeString(tree.resolve(name(n)), content);
            written.put(name(n), content);
        }
        return written;
    }

    private static String name(int number) {
        return "f%04d".formatted(number);
    }

    private String text(int length) {
        StringBuilder text = new StringBuilder(length);
        random.ints(length, 'a', 'z' + 1).forEach(letter -> text.append((char) letter));
        return text.toString();
    }

    private static void awaitTrees(NodeProcesses network, Map<String, String> expected) {
        for (String zone : List.of("oslo", "lyon", "kyoto")) {
            await(zone)
                    .atMost(Duration.ofMinutes(3))
                    .ignoreExceptions()
                    .until(() -> Trees.texts(network.zone(zone)).equals(expected));
        }
    }
}
