package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.onecopy.location.Ticks;

@DisplayName("H47: a writer that was stopped or cut off, and does not know that there is another")
final class LeaseTest {
    private final Queue<CompletableFuture<Long>> hearings = new ConcurrentLinkedQueue<>();
    private final AtomicLong nowMillis = new AtomicLong(1_000_000);
    private volatile Duration silence = Duration.ZERO;

    private final Lease lease = new Lease(
            "a membership",
            Duration.ofSeconds(2),
            new Ticks() {
                @Override
                public long wallMillis() {
                    return 0;
                }

                @Override
                public long nanos() {
                    return nowMillis.get() * 1_000_000;
                }
            },
            () -> silence,
            () -> {
                CompletableFuture<Long> hearing = new CompletableFuture<>();
                hearings.add(hearing);
                return hearing;
            });

    @Test
    void holds_while_the_log_is_heard() {
        for (int n = 0; n < 100; n++) {
            nowMillis.addAndGet(1_900);
            silence = Duration.ofMillis(n % 2 * 1_900L);
            assertThat(lease.holds()).isTrue();
            lease.renew();
            assertThat(lease.holds()).isTrue();
        }
        assertThat(hearings).isEmpty();
    }

    @Test
    void does_not_hold_after_a_stop_before_the_log_has_been_heard_to_its_end() {
        nowMillis.addAndGet(2_100);
        assertThat(lease.holds()).isFalse();
        lease.renew();
        assertThat(lease.holds()).isFalse();
        answer(true);
        await().until(lease::holds);
    }

    @Test
    void does_not_hold_where_the_leader_is_not_heard_and_asks_until_it_is() {
        silence = Duration.ofMillis(2_100);
        lease.renew();
        assertThat(lease.holds()).isFalse();
        lease.renew();
        answer(false);
        await().until(() -> {
            lease.renew();
            return !hearings.isEmpty();
        });
        silence = Duration.ZERO;
        assertThat(lease.holds()).isFalse();
        answer(true);
        await().until(lease::holds);
    }

    @Test
    void believes_no_answer_to_what_was_asked_before_another_stop() {
        nowMillis.addAndGet(2_100);
        lease.renew();
        await().until(() -> !hearings.isEmpty());
        nowMillis.addAndGet(2_100);
        lease.renew();
        answer(true);
        await().until(() -> {
            lease.renew();
            return !hearings.isEmpty();
        });
        assertThat(lease.holds()).isFalse();
        answer(true);
        await().until(lease::holds);
    }

    private void answer(boolean heard) {
        await().until(() -> !hearings.isEmpty());
        CompletableFuture<Long> hearing = hearings.remove();
        if (heard) {
            hearing.complete(7L);
        } else {
            hearing.completeExceptionally(new IllegalStateException("no leader"));
        }
    }
}
