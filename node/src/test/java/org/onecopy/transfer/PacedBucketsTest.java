package org.onecopy.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several who give contents within the same limits. */
@Timeout(60)
final class PacedBucketsTest {
    private static final int MIB = 1 << 20;

    private final PacedBuckets buckets = new PacedBuckets(System::nanoTime);
    private final AtomicBoolean stop = new AtomicBoolean();
    private final List<Thread> threads = new ArrayList<>();

    /** One who never tires. */
    private AtomicLong stream(long piece, String... limits) {
        AtomicLong gone = new AtomicLong();
        threads.add(Thread.ofVirtual().start(() -> {
            while (!stop.get()) {
                var _ = buckets.await(List.of(limits), piece);
                gone.addAndGet(piece);
            }
        }));
        return gone;
    }

    @AfterEach
    void end() throws InterruptedException {
        stop.set(true);
        buckets.follow(Map.of());
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void awaitBytes(AtomicLong gone, long bytes) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(30))
                .until(() -> gone.get() >= bytes);
    }

    @Test
    void two_streams_share_a_limit_equally() {
        buckets.follow(Map.of("wan", 4L * MIB));
        AtomicLong one = stream(16 << 10, "wan");
        AtomicLong other = stream(16 << 10, "wan");
        awaitBytes(one, MIB); // what was saved up is gone
        awaitBytes(other, MIB);
        long began = System.nanoTime();
        long oneBefore = one.get();
        long otherBefore = other.get();
        awaitBytes(one, oneBefore + 4 * MIB);
        double seconds = (System.nanoTime() - began) / 1e9;
        long ofOne = one.get() - oneBefore;
        long ofOther = other.get() - otherBefore;
        double rate = (ofOne + ofOther) / seconds;
        System.out.printf("two streams within 4 MiB/s: %.2f MiB/s, %d and %d%n", rate / MIB, ofOne, ofOther);
        assertThat(rate).as("both together").isBetween(2.0 * MIB, 5.0 * MIB);
        assertThat((double) ofOther / ofOne).as("of the same").isBetween(0.8, 1.25);
    }

    @Test
    void many_streams_share_a_limit_equally() {
        buckets.follow(Map.of("wan", 8L * MIB));
        List<AtomicLong> all = new ArrayList<>();
        for (int n = 0; n < 20; n++) {
            all.add(stream(16 << 10, "wan"));
        }
        for (AtomicLong one : all) {
            awaitBytes(one, 256 << 10); // all have begun, and what was saved up is gone
        }
        List<Long> before = all.stream().map(AtomicLong::get).toList();
        awaitBytes(all.getFirst(), before.getFirst() + MIB);
        for (int n = 0; n < all.size(); n++) {
            assertThat(all.get(n).get() - before.get(n))
                    .as("of a mebibyte, stream " + n)
                    .isGreaterThan(MIB / 2);
        }
    }

    @Test
    void who_waits_for_a_slower_limit_as_well_holds_nobody_up() {
        buckets.follow(Map.of("wan", 16L * MIB, "photos", 64L << 10));
        AtomicLong slow = stream(64 << 10, "wan", "photos");
        long began = System.nanoTime();
        AtomicLong fast = stream(64 << 10, "wan");
        awaitBytes(fast, 16 * MIB);
        double rate = fast.get() / ((System.nanoTime() - began) / 1e9);
        assertThat(rate).as("within 16 MiB/s").isBetween(6.0 * MIB, 24.0 * MIB);
        assertThat(slow.get()).as("within 64 KiB/s").isLessThan(MIB);
        assertThat(buckets.holdsBack("photos", 5)).isTrue();
        assertThat(buckets.use("photos").heldMillis()).isPositive();
    }

    @Test
    void a_limit_that_comes_or_is_unknown_holds_nobody_up_for_long() {
        AtomicLong free = stream(MIB, "wan");
        awaitBytes(free, 1000L * MIB);
        assertThat(buckets.use("wan")).isEqualTo(PacedBuckets.Use.NONE);
        buckets.follow(Map.of("wan", 1L * MIB));
        AtomicLong second = stream(MIB, "wan");
        awaitBytes(second, 1);
        assertThat(buckets.bytes()).isGreaterThan(0);
        buckets.follow(Map.of("wan", 10_000L * MIB));
        awaitBytes(second, 50L * MIB);
    }
}
