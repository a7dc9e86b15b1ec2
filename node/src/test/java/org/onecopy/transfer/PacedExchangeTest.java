package org.onecopy.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.transfer.ContentClient.Fetched;
import org.onecopy.transfer.ContentClient.Wanted;
import org.onecopy.transfer.ContentSourceFake.Item;

/** A server that may give away only so many bytes a second. */
@Timeout(60)
final class PacedExchangeTest {
    private static final int MIB = 1 << 20;
    private static final String LIMIT = "wan";

    @TempDir
    Path directory;

    private final PacedBuckets buckets = new PacedBuckets(System::nanoTime);
    private TestExchange exchange;

    @BeforeEach
    void start() {
        exchange = new TestExchange(directory);
        exchange.pace((peer, rule) -> new Pace.Flow() {
            @Override
            public void await(long bytes) {
                var _ = buckets.await(List.of(LIMIT), bytes);
            }

            @Override
            public int piece() {
                return 32 << 10;
            }
        });
    }

    @AfterEach
    void stop() {
        buckets.follow(Map.of());
        exchange.close();
    }

    private CompletableFuture<Void> fetch(Item item) {
        return fetch(item, FetchProgress.NONE);
    }

    private CompletableFuture<Void> fetch(Item item, FetchProgress progress) {
        return CompletableFuture.runAsync(() -> {
            try (FileStage stage =
                    new FileStage(directory.resolve("staged"), item.content().length())) {
                exchange.client().fetch(exchange.endpoint(), item.key(), item.content(), stage, progress);
            }
        });
    }

    private void awaitBytes(long bytes) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(30))
                .until(() -> buckets.bytes() >= bytes);
    }

    @Test
    void a_limit_that_is_raised_counts_for_a_transfer_under_way() {
        buckets.follow(Map.of(LIMIT, 2L * MIB));
        Item item = exchange.source().add(ContentSourceFake.randomBytes(24 * MIB, 1));
        long began = System.nanoTime();
        CompletableFuture<Void> fetched = fetch(item);
        awaitBytes(4L * MIB);
        double slow = buckets.bytes() / seconds(began);
        assertThat(slow).as("bytes a second within a limit of 2 MiB").isLessThan(3.0 * MIB);
        assertThat(fetched).isNotDone();
        assertThat(buckets.holdsBack(LIMIT, 2)).isTrue();
        assertThat(buckets.use(LIMIT).now()).isBetween(1L, 3L * MIB);
        long raised = System.nanoTime();
        long before = buckets.bytes();
        buckets.follow(Map.of(LIMIT, 32L * MIB));
        fetched.orTimeout(30, TimeUnit.SECONDS).join();
        double fast = (buckets.bytes() - before) / seconds(raised);
        System.out.printf("limit of 2 MiB/s: %.1f MiB/s; raised to 32 MiB/s: %.1f MiB/s%n", slow / MIB, fast / MIB);
        assertThat(fast / slow)
                .as("how much faster after the limit was raised 16 times")
                .isGreaterThan(1.5);
    }

    @Test
    void a_limit_that_ends_lets_go_who_waits() {
        buckets.follow(Map.of(LIMIT, 64L << 10));
        CompletableFuture<Void> fetched = fetch(exchange.source().add(ContentSourceFake.randomBytes(8 * MIB, 2)));
        awaitBytes(32 << 10);
        assertThat(fetched).isNotDone();
        long ended = System.nanoTime();
        buckets.follow(Map.of());
        fetched.orTimeout(30, TimeUnit.SECONDS).join();
        assertThat(seconds(ended)).as("two minutes within the limit").isLessThan(20);
    }

    /** Else a large file at a slow line would seem to stand still for as long as its first chunks take. */
    @Test
    void what_comes_is_counted_before_a_chunk_is_whole() {
        buckets.follow(Map.of(LIMIT, 64L << 10));
        Item item = exchange.source().add(ContentSourceFake.randomBytes(8 * MIB, 3));
        AtomicLong arriving = new AtomicLong();
        AtomicLong verified = new AtomicLong();
        CompletableFuture<Void> fetched = fetch(item, new FetchProgress() {
            @Override
            public void arriving(int bytes) {
                arriving.addAndGet(bytes);
            }

            @Override
            public void verified(int chunk, int bytes) {
                verified.addAndGet(bytes);
            }
        });
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> arriving.get() >= 32 << 10);
        assertThat(verified).as("verified by then").hasValue(0);
        buckets.follow(Map.of());
        fetched.orTimeout(30, TimeUnit.SECONDS).join();
        assertThat(verified).hasValue(8 * MIB);
        assertThat(arriving).as("still under way").hasValue(0);
    }

    @Test
    void short_contents_that_travel_together_are_limited_too() {
        buckets.follow(Map.of(LIMIT, 1L * MIB));
        List<Wanted> wanted = new ArrayList<>();
        for (int n = 0; n < 100; n++) {
            Item item = exchange.source().add(ContentSourceFake.randomBytes(16 << 10, n));
            wanted.add(new Wanted(item.key(), item.content()));
        }
        long began = System.nanoTime();
        List<Fetched> fetched = exchange.client().fetchMany(exchange.endpoint(), wanted);
        assertThat(fetched).hasSize(100).allMatch(one -> one instanceof Fetched.Bytes);
        assertThat(seconds(began)).as("1.6 MB within 1 MiB a second").isGreaterThan(1);
    }

    private static double seconds(long sinceNanos) {
        return (System.nanoTime() - sinceNanos) / 1e9;
    }
}
