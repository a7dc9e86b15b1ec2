package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.model.NodeId;
import org.onecopy.model.api.MembershipView;
import org.onecopy.model.client.AdminClient;

/** Three real node processes, of which one stands still for a while, as a suspended machine does: it answers nothing, and refuses nothing. */
class StandingStillIT {
    private static final List<String> ZONES = List.of("oslo", "lyon", "kyoto");

    private static NodeProcesses network;

    @BeforeAll
    static void start(@TempDir Path temp) throws IOException {
        Map<String, String> zones = new TreeMap<>();
        ZONES.forEach(zone -> zones.put(zone + "-1", zone));
        network = NodeProcesses.start(temp.resolve("network"), zones);
        network.makeRule();
    }

    @AfterAll
    static void stop() {
        network.close();
    }

    /** Contents too long for the log, so that they must be fetched: from the one that wrote them, and not from the one that hangs. */
    @Test
    void while_the_leader_stands_still_the_others_go_on_and_it_comes_back() throws Exception {
        write("oslo", "before", 1);
        await().atMost(Duration.ofMinutes(1)).until(() -> present("before").equals(ZONES));
        for (int n = 2; n < 5; n++) {
            String still = leader();
            List<String> others =
                    ZONES.stream().filter(zone -> !zone.equals(still)).toList();
            String file = "while-" + n;
            network.signal(still + "-1", "STOP");
            write(others.getFirst(), file, n);
            until(Duration.ofSeconds(25), () -> present(file).equals(others));
            network.signal(still + "-1", "CONT");
            until(Duration.ofMinutes(1), () -> present(file).equals(ZONES));
        }
    }

    @Test
    @Tag("full")
    void a_node_that_stood_still_for_minutes_goes_on_by_itself() throws Exception {
        String still = leader();
        network.signal(still + "-1", "STOP");
        long began = System.nanoTime();
        await().pollInterval(Duration.ofSeconds(1))
                .atMost(Duration.ofMinutes(3))
                .until(() -> System.nanoTime() - began > Duration.ofSeconds(75).toNanos());
        network.signal(still + "-1", "CONT");
        write(still, "woken", 9);
        until(Duration.ofMinutes(1), () -> present("woken").equals(ZONES));
        assertThat(network.log(still + "-1")).contains("stood still");
    }

    private static void write(String zone, String file, int seed) throws IOException {
        byte[] bytes = new byte[700_000];
        new Random(seed).nextBytes(bytes);
        Files.write(network.zone(zone).resolve(file), bytes);
    }

    private static List<String> present(String file) {
        return ZONES.stream()
                .filter(zone -> Files.exists(network.zone(zone).resolve(file)))
                .toList();
    }

    private static void until(Duration most, Callable<Boolean> condition) {
        try {
            await().atMost(most).until(condition);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(network.account(), e);
        }
    }

    /** The zone whose node leads the rule's membership, as soon as all say the same. */
    private static String leader() {
        return await().atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(
                        () -> ZONES.stream()
                                .map(StandingStillIT::leaderOf)
                                .distinct()
                                .toList(),
                        leaders -> leaders.size() == 1 && leaders.getFirst() != null)
                .getFirst()
                .replace("-1", "");
    }

    private static String leaderOf(String asked) {
        return network.ask(asked + "-1", AdminClient::memberships).stream()
                .filter(membership -> !membership.registry())
                .map(MembershipView::leader)
                .map(NodeId::value)
                .findFirst()
                .orElseThrow();
    }
}
