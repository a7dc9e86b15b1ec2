package org.onecopy.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A meter by a clock that the test moves. */
final class RateMeterTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** Clocks of machines begin anywhere, also below nothing. */
    private static final long BEGIN = -500 * SECOND - 7;

    private final RateMeter meter = new RateMeter();

    @Test
    void counts_whole_seconds_and_forgets_after_a_minute() {
        assertThat(meter.now(BEGIN)).isZero();
        assertThat(meter.within(BEGIN, 60)).isFalse();
        for (int second = 0; second < 100; second++) {
            meter.add(BEGIN + second * SECOND, 300);
            meter.add(BEGIN + second * SECOND, 700);
        }
        long now = BEGIN + 100 * SECOND;
        assertThat(meter.now(now)).isEqualTo(1000);
        assertThat(meter.minute(now)).isEqualTo(1000);
        assertThat(meter.now(now + 2 * SECOND)).isEqualTo(600);
        assertThat(meter.minute(now + 30 * SECOND)).isEqualTo(500);
        assertThat(meter.within(now + 3 * SECOND, 5)).isTrue();
        assertThat(meter.within(now + 10 * SECOND, 5)).isFalse();
        assertThat(meter.minute(now + 61 * SECOND)).isZero();
    }

    @Test
    void a_slot_that_is_used_again_has_nothing_of_before() {
        meter.add(BEGIN, 1_000_000);
        meter.add(BEGIN + 62 * SECOND, 60);
        assertThat(meter.minute(BEGIN + 63 * SECOND)).isEqualTo(1);
    }
}
