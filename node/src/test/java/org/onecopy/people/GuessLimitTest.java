package org.onecopy.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long who guesses has to wait. */
final class GuessLimitTest {
    private final MovableClock clock = new MovableClock();
    private final GuessLimit limit = new GuessLimit(3, clock::nanos);

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            limit.attempted("ada");
        }
    }

    @Test
    void waits_twice_as_long_after_each_further_failure_up_to_a_limit() {
        fail(2);
        assertThat(limit.waits("ada")).isZero();
        fail(1);
        assertThat(limit.waits("ada")).isEqualTo(Duration.ofSeconds(30));
        assertThat(limit.waits("bob")).isZero();
        clock.pass(Duration.ofSeconds(20));
        assertThat(limit.waits("ada")).isEqualTo(Duration.ofSeconds(10));
        clock.pass(Duration.ofSeconds(10));
        assertThat(limit.waits("ada")).isZero();
        fail(1);
        assertThat(limit.waits("ada")).isEqualTo(Duration.ofMinutes(1));
        fail(50);
        assertThat(limit.waits("ada")).isEqualTo(GuessLimit.WAIT_MAX);
    }

    @Test
    void forgets_with_a_success_and_with_time() {
        fail(4);
        limit.succeeded("ada");
        assertThat(limit.waits("ada")).isZero();
        fail(2);
        clock.pass(Duration.ofMinutes(16));
        fail(2);
        assertThat(limit.waits("ada")).isZero();
    }

    @Test
    void remembers_a_limited_number() {
        for (int i = 0; i < 10_050; i++) {
            limit.attempted("user" + i);
        }
        assertThat(limit.counts()).hasSize(10_000).doesNotContainKey("user0").containsKey("user10049");
    }
}
