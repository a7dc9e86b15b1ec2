package org.onecopy.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.onecopy.model.ProblemCode;

final class PeerHealthTest {
    private static final String PEER = "10.0.0.1:7000";
    private static final Duration PAUSE_MIN = Duration.ofMillis(50);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(30);

    private final PeerHealth health = new PeerHealth(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), PAUSE_MIN, PAUSE_MAX);

    @Test
    void a_peer_that_fails_at_once_is_asked_again_soon() {
        health.failed(PEER, ProblemCode.ZONE_UNREACHABLE, Duration.ZERO);
        assertThat(health.pauseOf(PEER)).isEqualTo(PAUSE_MIN);
    }

    @Test
    void a_peer_that_was_waited_for_in_vain_is_left_alone_for_as_long() {
        health.failed(PEER, ProblemCode.ZONE_UNREACHABLE, Duration.ofSeconds(10));
        assertThat(health.pauseOf(PEER)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void no_peer_is_left_alone_for_longer_than_the_longest_pause() {
        health.failed(PEER, ProblemCode.TOO_BUSY, Duration.ofMinutes(5));
        assertThat(health.pauseOf(PEER)).isEqualTo(PAUSE_MAX);
    }

    @Test
    void who_failed_last_comes_behind_the_others_until_it_answers() {
        List<String> peers = List.of(PEER, "10.0.0.2:7000", "10.0.0.3:7000");
        assertThat(health.wellFirst(peers)).isEqualTo(peers);
        health.failed(PEER, ProblemCode.ZONE_UNREACHABLE, Duration.ZERO);
        assertThat(health.wellFirst(peers)).containsExactly("10.0.0.2:7000", "10.0.0.3:7000", PEER);
        health.succeeded(PEER);
        assertThat(health.wellFirst(peers)).isEqualTo(peers);
    }

    @Test
    void a_peer_that_answers_is_left_alone_no_longer() {
        health.failed(PEER, ProblemCode.ZONE_UNREACHABLE, Duration.ofSeconds(10));
        health.succeeded(PEER);
        assertThat(health.pauseOf(PEER)).isZero();
    }
}
