package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.cli.demo.wan.Wan;
import org.onecopy.cli.demo.wan.Way;
import org.onecopy.index.MembershipIndex;
import org.onecopy.index.Schema;
import org.onecopy.index.rocks.RocksStores;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.MembershipEdit;

/** Three zones 80 ms apart, with default settings and users at work, whose network goes wrong in every way that networks do. */
@Tag("full")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WanNetworkIT {
    private static final Duration ROUND_TRIP = Duration.ofMillis(80);
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Duration LATER = Duration.ofMinutes(3);
    private static final Duration ELECTED = Duration.ofMinutes(1);

    private WanNodes nodes;
    private WanUsers users;

    @BeforeAll
    void begin(@TempDir Path temp) throws Exception {
        String missing = Wan.missing().orElse("");
        assumeTrue(missing.isEmpty(), "skipped: " + missing);
        nodes = WanNodes.start(temp, ROUND_TRIP);
        users = new WanUsers(nodes);
    }

    @AfterAll
    void end() {
        if (nodes != null) {
            nodes.close();
        }
    }

    private interface Scenario {
        void play() throws Exception;
    }

    /** While users write; afterwards all must be one copy. */
    private void play(String what, Scenario scenario) throws Exception {
        try {
            users.begin();
            scenario.play();
            double seconds = users.restAndCompare(LATER);
            System.out.printf("%s: all equal %.1f s after users rest%n", what, seconds);
        } catch (Throwable e) {
            throw new AssertionError(what + ": " + e + nodes.account(), e);
        } finally {
            users.rest();
            nodes.wan.everywhere(way -> way.healed().withLoss(0).withJitter(Duration.ZERO));
        }
    }

    private static void passes(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    private void crosses(String from, String to, String name) throws Exception {
        System.out.printf("%s: %s to %s after %.2f s%n", name, from, to, users.crossing(from, to, name, ELECTED));
    }

    private void lead(String zone) {
        if (nodes.leader("oslo").equals(zone)) {
            return;
        }
        UUID membership = nodes.membership("oslo").id();
        MembershipEdit edit = new MembershipEdit(null, null, null, new ZoneName(zone));
        await("an election may be under way")
                .atMost(SOON)
                .ignoreExceptions()
                .until(() -> nodes.ask("oslo", client -> client.editMembership(membership, edit)) != null);
        for (String asked : WanNodes.ZONES) {
            await(zone + " leads")
                    .atMost(SOON)
                    .ignoreExceptions()
                    .until(() -> nodes.leader(asked).equals(zone));
        }
    }

    private static String other(String... zones) {
        return WanNodes.ZONES.stream()
                .filter(zone -> !List.of(zones).contains(zone))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Order(1)
    void the_leader_moves_from_zone_to_zone() throws Exception {
        play("leader moves", () -> {
            for (String zone : List.of("lyon", "kyoto", "oslo")) {
                lead(zone);
                crosses(other(zone), zone, "led-by-" + zone);
            }
        });
    }

    @Test
    @Order(2)
    @DisplayName("H49: one packet of a hundred is lost")
    void lost_packets_lose_no_leader() throws Exception {
        play(
                "1 % loss",
                () -> {
                    lead("oslo");
                    long term = nodes.membership("lyon").term();
                    nodes.wan.everywhere(way -> way.withLoss(0.01).withJitter(Duration.ofMillis(10)));
                    for (int i = 0; i < 10; i++) {
                        crosses(WanNodes.ZONES.get(i % 3), WanNodes.ZONES.get((i + 1) % 3), "lossy-" + i);
                        passes(Duration.ofSeconds(3));
                    }
                    assertThat(nodes.membership("lyon").term()).isEqualTo(term);
                    nodes.wan.everywhere(way -> way.withLoss(0).withJitter(Duration.ZERO));
                });
    }

    @Test
    @Order(3)
    void a_zone_that_follows_is_cut_off_for_a_minute() throws Exception {
        play("follower's zone cut", () -> {
            lead("oslo");
            nodes.wan.around("kyoto", Way::severed);
            crosses("lyon", "oslo", "while-kyoto-is-away");
            passes(Duration.ofMinutes(1));
            crosses("oslo", "lyon", "while-kyoto-is-still-away");
            assertThat(users.shows("kyoto", "while-kyoto-is-away")).isFalse();
            nodes.wan.around("kyoto", Way::healed);
            crosses("oslo", "kyoto", "kyoto-is-back");
            crosses("kyoto", "lyon", "from-kyoto-again");
        });
    }

    @Test
    @Order(4)
    void the_leaders_zone_is_cut_off_for_a_minute() throws Exception {
        play("leader's zone cut", () -> {
            lead("oslo");
            nodes.wan.around("oslo", Way::severed);
            crosses("lyon", "kyoto", "without-the-leader");
            crosses("kyoto", "lyon", "without-the-leader-back");
            passes(Duration.ofMinutes(1));
            nodes.wan.around("oslo", Way::healed);
            crosses("lyon", "oslo", "oslo-is-back");
            crosses("oslo", "kyoto", "from-oslo-again");
        });
    }

    @Test
    @Order(5)
    void one_direction_of_one_link_is_cut() throws Exception {
        play("one way, one link", () -> {
            lead("oslo");
            nodes.wan.oneWay("oslo", "lyon", Way::severed);
            passes(Duration.ofSeconds(30));
            crosses("kyoto", "oslo", "one-way-from-kyoto");
            nodes.wan.oneWay("oslo", "lyon", Way::healed);
            crosses("oslo", "lyon", "one-way-healed");
            lead("oslo");
            nodes.wan.oneWay("lyon", "oslo", Way::severed);
            passes(Duration.ofSeconds(30));
            crosses("kyoto", "oslo", "other-way-from-kyoto");
            nodes.wan.oneWay("lyon", "oslo", Way::healed);
            crosses("lyon", "oslo", "other-way-healed");
        });
    }

    @Test
    @Order(6)
    void the_leader_speaks_and_is_not_heard() throws Exception {
        play("nothing from the leader's zone", () -> {
            lead("oslo");
            nodes.wan.oneWay("oslo", "lyon", Way::severed);
            nodes.wan.oneWay("oslo", "kyoto", Way::severed);
            crosses("lyon", "kyoto", "leader-not-heard");
            passes(Duration.ofSeconds(20));
            nodes.wan.around("oslo", Way::healed);
            crosses("lyon", "oslo", "leader-heard-again");
            crosses("oslo", "lyon", "leader-heard-again-back");
        });
    }

    @Test
    @Order(7)
    void the_leader_hears_nothing() throws Exception {
        play("nothing to the leader's zone", () -> {
            lead("oslo");
            nodes.wan.oneWay("lyon", "oslo", Way::severed);
            nodes.wan.oneWay("kyoto", "oslo", Way::severed);
            crosses("lyon", "kyoto", "leader-deaf");
            passes(Duration.ofSeconds(20));
            nodes.wan.around("oslo", Way::healed);
            crosses("lyon", "oslo", "leader-hears-again");
            crosses("oslo", "lyon", "leader-hears-again-back");
        });
    }

    @Test
    @Order(8)
    @DisplayName("H50: no two zones reach each other")
    void there_is_no_majority_for_a_minute() throws Exception {
        play("no majority", () -> {
            lead("oslo");
            nodes.wan.everywhere(Way::severed);
            passes(Duration.ofSeconds(5));
            users.keep("lyon", "without-majority");
            passes(Duration.ofMinutes(1));
            assertThat(users.shows("oslo", "without-majority")).isFalse();
            assertThat(users.shows("kyoto", "without-majority")).isFalse();
            nodes.wan.everywhere(Way::healed);
            await("the majority is back").atMost(ELECTED).until(() -> users.shows("kyoto", "without-majority"));
            crosses("kyoto", "oslo", "with-majority");
        });
    }

    @Test
    @Order(9)
    void the_leaders_node_is_killed() throws Exception {
        play("leader killed", () -> {
            lead("oslo");
            nodes.kill("oslo");
            crosses("lyon", "kyoto", "leader-killed");
            nodes.launch("oslo");
            nodes.awaitReady("oslo");
            crosses("kyoto", "oslo", "leader-restarted");
        });
    }

    /** At rest all have applied the same; stopped one after the other, nothing more is agreed. */
    @Test
    @Order(10)
    @DisplayName("R8: the states of all nodes are the same after all that")
    void the_index_hashes_of_all_nodes_are_equal() throws Exception {
        users.restAndCompare(LATER);
        for (String zone : WanNodes.ZONES) {
            nodes.stop(zone);
        }
        Set<String> hashes = new HashSet<>();
        Set<Long> compared = new HashSet<>();
        try (RocksStores stores = new RocksStores(RocksStores.CACHE_BYTES_DEFAULT)) {
            for (String zone : WanNodes.ZONES) {
                try (Stream<Path> found = java.nio.file.Files.list(
                        nodes.home(zone).resolve("data").resolve("memberships"))) {
                    for (Path directory : found.toList()) {
                        try (MembershipIndex index =
                                new MembershipIndex(directory, at -> stores.open(Schema.MEMBERSHIP, at), 0)) {
                            System.out.printf("%s %d %s%n", zone, index.appliedIndex(), index.hash());
                            hashes.add(index.hash().toString());
                            compared.add(index.appliedIndex());
                        }
                    }
                }
            }
        }
        assertThat(compared).hasSize(1);
        assertThat(hashes).hasSize(1);
    }
}
