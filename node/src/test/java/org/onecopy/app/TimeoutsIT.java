package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.cli.demo.wan.Wan;
import org.onecopy.model.TimeoutProfile;
import org.onecopy.model.api.Reason;
import org.onecopy.model.api.TimeoutsView;

/** Real nodes that are farther from each other than the timeouts they began with allow. */
@Tag("full")
class TimeoutsIT {
    private static final Duration LOOKED = Duration.ofMinutes(4);

    @Test
    void nodes_far_apart_agree_on_longer_timeouts_and_take_them_one_after_the_other(@TempDir Path temp)
            throws Exception {
        String missing = Wan.missing().orElse("");
        assumeTrue(missing.isEmpty(), "skipped: " + missing);
        try (WanNodes nodes = WanNodes.start(temp, Duration.ofMillis(160))) {
            await().atMost(LOOKED)
                    .ignoreExceptions()
                    .until(() -> view(nodes, "lyon").profile() == TimeoutProfile.WAN);
            TimeoutsView agreed = view(nodes, "oslo");
            System.out.println(agreed);
            assertThat(agreed.byHand()).isFalse();
            assertThat(agreed.measured()).isEqualTo(TimeoutProfile.WAN);
            assertThat(agreed.longest().getFirst().millis()).isBetween(160L, 1000L);
            assertThat(reasons(nodes, "kyoto")).contains("timeouts-differ");
            for (String zone : WanNodes.ZONES) {
                nodes.stop(zone);
                nodes.launch(zone);
                nodes.awaitReady(zone);
                await().atMost(LOOKED).ignoreExceptions().until(() -> runs(view(nodes, zone), zone));
                assertThat(reasons(nodes, zone)).doesNotContain("timeouts-differ");
            }
            await().atMost(LOOKED)
                    .ignoreExceptions()
                    .until(() -> WanNodes.ZONES.stream().allMatch(zone -> runs(view(nodes, "lyon"), zone)));
            nodes.run("oslo", "network", "profile", "lan", "--network", nodes.client("oslo"));
            assertThat(view(nodes, "oslo").byHand()).isTrue();
            nodes.run("oslo", "network", "profile", "auto", "--network", nodes.client("oslo"));
            assertThat(view(nodes, "oslo").profile()).isEqualTo(TimeoutProfile.WAN);
        }
    }

    private static TimeoutsView view(WanNodes nodes, String zone) {
        return nodes.ask(zone, client -> client.levels().timeouts().show());
    }

    private static boolean runs(TimeoutsView view, String zone) {
        return view.nodes().stream()
                .anyMatch(node -> node.node().value().equals(zone + "-1") && node.profile() == TimeoutProfile.WAN);
    }

    private static List<String> reasons(WanNodes nodes, String zone) {
        return nodes.ask(zone, client -> client.status()).reasons().stream()
                .map(Reason::code)
                .toList();
    }
}
