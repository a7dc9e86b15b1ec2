package org.onecopy.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A bucket by a clock that the test moves. */
final class TokenBucketTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** How many bytes go through in some time, in pieces, by one who never tires. */
    private static long through(TokenBucket bucket, long from, long nanos, long piece) {
        long now = from;
        long bytes = 0;
        while (now - from < nanos) {
            long wait = bucket.waitNanos(now);
            if (wait == 0) {
                bucket.take(piece);
                bytes += piece;
            }
            now += wait;
        }
        return bytes;
    }

    @Test
    void lets_through_what_was_said_whatever_the_pieces() {
        for (long piece : new long[] {100, 10_000, 262_144, 1_000_000}) {
            TokenBucket bucket = new TokenBucket(1_000_000, 7);
            assertThat(through(bucket, 7, 10 * SECOND, piece))
                    .as("in pieces of " + piece)
                    .isBetween(10_000_000L, 10_250_000L + 2 * piece);
        }
    }

    @Test
    void another_rate_counts_at_once_also_for_who_waits() {
        TokenBucket bucket = new TokenBucket(100_000, 0);
        bucket.take(1_025_000);
        assertThat(bucket.waitNanos(0)).isBetween(10 * SECOND, 10 * SECOND + 100);
        bucket.rate(10_000_000, 0);
        assertThat(bucket.waitNanos(0)).isBetween(SECOND / 10, SECOND / 10 + 100);
        bucket.rate(1_000_000, 0);
        assertThat(through(bucket, 0, 10 * SECOND, 1000)).isBetween(8_900_000L, 9_010_000L);
    }

    @Test
    void saves_up_a_quarter_of_a_second_and_no_more() {
        TokenBucket bucket = new TokenBucket(1_000_000, 0);
        assertThat(through(bucket, 100 * SECOND, SECOND, 1000)).isBetween(1_249_000L, 1_252_000L);
        assertThat(through(bucket, 50 * SECOND, 1, 1))
                .as("a clock that goes back fills nothing")
                .isLessThan(3000);
    }
}
