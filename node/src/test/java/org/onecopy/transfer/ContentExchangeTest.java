package org.onecopy.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.onecopy.core.Content;
import org.onecopy.core.transfer.ChunkTree;
import org.onecopy.model.FileId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.problem.ProblemException;
import org.onecopy.storage.ContentReader;
import org.onecopy.transfer.ContentClient.Fetched;
import org.onecopy.transfer.ContentClient.Wanted;
import org.onecopy.transfer.ContentSourceFake.Around;
import org.onecopy.transfer.ContentSourceFake.Item;

/** A server and a client over loopback TLS, with everything that may go wrong between them. */
@Timeout(60)
class ContentExchangeTest {
    private static final int CHUNK = ChunkTree.CHUNK_BYTES;

    @TempDir
    Path directory;

    private TestExchange exchange;
    private ContentSourceFake source;
    private ContentClient client;

    @BeforeEach
    void start() {
        exchange = new TestExchange(directory);
        source = exchange.source();
        client = exchange.client();
    }

    @AfterEach
    void stop() {
        assertThat(client.buffersFree())
                .as("buffers given back")
                .isEqualTo(TestExchange.settings().buffersMax());
        exchange.close();
    }

    /** Counts the chunks that were verified. */
    private static class Counting implements FetchProgress {
        final BitSet seen = new BitSet();

        @Override
        public synchronized void verified(int chunk, int bytes) {
            assertThat(seen.get(chunk))
                    .as("chunk " + chunk + " reported before")
                    .isFalse();
            seen.set(chunk);
        }
    }

    private FileStage stage(Item item, String name) {
        return new FileStage(directory.resolve(name), item.content().length());
    }

    private FileStage fetch(Item item, FetchProgress progress) {
        FileStage stage = stage(item, "staged-" + System.nanoTime());
        try (stage) {
            client.fetch(exchange.endpoint(), item.key(), item.content(), stage, progress);
        }
        return stage;
    }

    private ProblemException refused(Item item) {
        return catchThrowableOfType(ProblemException.class, () -> fetch(item, FetchProgress.NONE));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4096, 300_000, CHUNK - 1, CHUNK, CHUNK + 1, 9 * CHUNK + 12_345})
    void fetches_contents_of_all_lengths(int length) throws IOException {
        Item item = source.add(ContentSourceFake.randomBytes(length, length));
        Counting progress = new Counting();
        Path target = directory.resolve("target");
        try (FileStage stage = new FileStage(target, length)) {
            client.fetch(exchange.endpoint(), item.key(), item.content(), stage, progress);
        }
        assertThat(Files.mismatch(item.file(), target)).isEqualTo(-1);
        assertThat(progress.seen.cardinality()).isEqualTo(length == 0 ? 0 : ChunkTree.chunkCount(length));
    }

    @Test
    void fetches_only_the_chunks_that_are_not_there() {
        Item item = source.add(ContentSourceFake.randomBytes(6 * CHUNK, 1));
        Counting progress = new Counting() {
            @Override
            public BitSet present(ChunkTree tree) {
                return BitSet.valueOf(new long[] {0b101101});
            }
        };
        FileStage stage = fetch(item, progress);
        assertThat(progress.seen).isEqualTo(BitSet.valueOf(new long[] {0b010010}));
        assertThat(stage.written()).isEqualTo(2L * CHUNK);
    }

    @Test
    void goes_on_where_it_was_after_the_server_was_restarted_on_the_same_port() {
        Item item = source.add(ContentSourceFake.randomBytes(8 * CHUNK, 2));
        CountDownLatch someArrived = new CountDownLatch(3);
        Counting first = new Counting() {
            @Override
            public synchronized void verified(int chunk, int bytes) {
                super.verified(chunk, bytes);
                someArrived.countDown();
            }
        };
        AtomicBoolean stall = new AtomicBoolean(true);
        CountDownLatch released = new CountDownLatch(1);
        source.wrap(reader -> new Around(reader) {
            @Override
            public int read(long position, ByteBuffer into) {
                if (stall.get() && position >= 5L * CHUNK) {
                    await(released);
                }
                return super.read(position, into);
            }
        });
        try (FileStage stage = stage(item, "staged")) {
            CompletableFuture<Throwable> result =
                    failure(() -> client.fetch(exchange.endpoint(), item.key(), item.content(), stage, first));
            await(someArrived);
            exchange.stopServer();
            released.countDown();
            assertThat(result.join())
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.code()).isEqualTo(ProblemCode.ZONE_UNREACHABLE));
            stall.set(false);
            exchange.startServer();
            int before = first.seen.cardinality();
            Counting second = new Counting() {
                @Override
                public BitSet present(ChunkTree tree) {
                    return (BitSet) first.seen.clone();
                }
            };
            client.fetch(exchange.endpoint(), item.key(), item.content(), stage, second);
            assertThat(before).isBetween(3, 7);
            assertThat(second.seen.cardinality()).isEqualTo(8 - before);
        }
        assertThat(directory.resolve("staged")).hasSameBinaryContentAs(item.file());
    }

    @Test
    void uses_kept_connections_again_after_the_server_was_restarted() {
        Item item = source.add(ContentSourceFake.randomBytes(5 * CHUNK, 3));
        fetch(item, FetchProgress.NONE);
        exchange.stopServer();
        exchange.startServer();
        fetch(item, FetchProgress.NONE);
        exchange.stopServer();
        exchange.startServer();
        List<Fetched> fetched = client.fetchMany(exchange.endpoint(), List.of(new Wanted(item.key(), item.content())));
        assertThat(fetched).hasSize(1);
    }

    @Test
    void asks_again_for_the_rest_when_the_connection_breaks() {
        Item item = source.add(ContentSourceFake.randomBytes(6 * CHUNK, 4));
        Set<Long> broken = ConcurrentHashMap.newKeySet();
        source.wrap(reader -> new Around(reader) {
            @Override
            public int read(long position, ByteBuffer into) {
                if (position % CHUNK > CHUNK / 2 && broken.add(position / CHUNK)) {
                    return -1;
                }
                return super.read(position, into);
            }
        });
        Counting progress = new Counting();
        fetch(item, progress);
        assertThat(progress.seen.cardinality()).isEqualTo(6);
        assertThat(broken).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, CHUNK, 3 * CHUNK})
    void refuses_bytes_that_are_not_those_agreed(int length) {
        Item item = source.add(ContentSourceFake.randomBytes(length, 5));
        long wrongAt = length - 100L;
        source.wrap(reader -> new Around(reader) {
            @Override
            public int read(long position, ByteBuffer into) {
                int read = super.read(position, into);
                if (position <= wrongAt && wrongAt < position + read) {
                    int at = into.position() - read + (int) (wrongAt - position);
                    into.put(at, (byte) (into.get(at) ^ 1));
                }
                return read;
            }
        });
        Counting progress = new Counting();
        FileStage stage = stage(item, "staged");
        ProblemException problem = catchThrowableOfType(
                ProblemException.class,
                () -> client.fetch(exchange.endpoint(), item.key(), item.content(), stage, progress));
        stage.close();
        assertThat(problem.code()).isEqualTo(ProblemCode.CONTENT_CORRUPT);
        assertThat(progress.seen.get(ChunkTree.chunkCount(length) - 1)).isFalse();
        assertThat(stage.written()).isEqualTo((long) progress.seen.cardinality() * CHUNK);
    }

    @Test
    void refuses_a_list_of_chunks_that_does_not_belong_to_the_root() {
        Item item = source.add(ContentSourceFake.randomBytes(2 * CHUNK, 6));
        Item other = source.add(ContentSourceFake.randomBytes(2 * CHUNK, 7));
        Item mixed = new Item(item.key(), other.content(), item.file());
        assertThat(refused(mixed).code()).isEqualTo(ProblemCode.CONTENT_CORRUPT);
        assertThat(source.bytesRead()).isZero();
    }

    @Test
    void refuses_a_content_of_another_length() {
        Item item = source.add(ContentSourceFake.randomBytes(5000, 8));
        Content longer = new Content(5001, item.content().digest(), null);
        assertThat(refused(new Item(item.key(), longer, item.file())).code()).isEqualTo(ProblemCode.CONTENT_CORRUPT);
    }

    @Test
    void says_when_a_content_is_unknown_or_superseded() {
        Item item = source.add(ContentSourceFake.randomBytes(5000, 9));
        ContentSourceFake elsewhere = new ContentSourceFake(directory);
        Item foreign = elsewhere.addFile(item.file(), 999);
        assertThat(refused(foreign).code()).isEqualTo(ProblemCode.CONTENT_UNAVAILABLE);
        source.supersede(item.key());
        assertThat(refused(item).code()).isEqualTo(ProblemCode.CONTENT_SUPERSEDED);
    }

    @Test
    void says_superseded_when_the_file_is_not_the_one_agreed_any_more() throws IOException {
        Item item = source.add(ContentSourceFake.randomBytes(2 * CHUNK, 10));
        Files.write(item.file(), ContentSourceFake.randomBytes(2 * CHUNK + 1, 11));
        assertThat(refused(item).code()).isEqualTo(ProblemCode.CONTENT_SUPERSEDED);
    }

    @Test
    void aborts_when_the_file_changes_in_the_middle() {
        Item item = source.add(ContentSourceFake.randomBytes(3 * CHUNK, 12));
        AtomicBoolean changed = new AtomicBoolean();
        source.wrap(reader -> new Around(reader) {
            @Override
            public int read(long position, ByteBuffer into) {
                if (position > 2L * CHUNK && changed.compareAndSet(false, true)) {
                    touch(item.file());
                }
                return super.read(position, into);
            }
        });
        assertThat(refused(item).code()).isEqualTo(ProblemCode.CONTENT_SUPERSEDED);
        assertThat(changed).isTrue();
    }

    @Test
    void fetches_a_sparse_content_without_moving_its_zeros() throws IOException {
        Path sparse = directory.resolve("sparse");
        try (FileStage stage = new FileStage(sparse, 1L << 30)) {
            stage.write(500L << 20, ByteBuffer.wrap(ContentSourceFake.randomBytes(100_000, 13)));
            stage.write((1L << 30) - 10, ByteBuffer.wrap(new byte[] {1, 2, 3}));
        }
        UnaryOperator<ContentReader> withHoles = reader -> new Around(reader) {
            @Override
            public long nextData(long position) {
                if (position <= 501L << 20) {
                    return Math.max(position, 500L << 20);
                }
                return Math.max(position, (1L << 30) - 10);
            }
        };
        source.wrap(withHoles);
        ContentKey key = new ContentKey(new RuleId(7), FileId.parse("77.1"), Version.parse("77.2"));
        Item item = source.addAs(key, sparse, withHoles);
        Counting progress = new Counting();
        FileStage stage = fetch(item, progress);
        assertThat(progress.seen.cardinality()).isEqualTo(256);
        assertThat(stage.written()).isLessThan(300_000);
        assertThat(source.bytesRead()).isLessThan(9L << 20);
    }

    @Test
    void writes_zeros_where_the_target_may_hold_other_bytes() throws IOException {
        Item item = source.add(new byte[2 * CHUNK + 5]);
        Path target = directory.resolve("target");
        Files.write(target, ContentSourceFake.randomBytes(2 * CHUNK + 5, 14));
        try (FileStage stage = new FileStage(target, item.content().length())) {
            client.fetch(exchange.endpoint(), item.key(), item.content(), stage, new FetchProgress() {
                @Override
                public boolean mayHoldGarbage() {
                    return true;
                }
            });
        }
        assertThat(target).hasSameBinaryContentAs(item.file());
    }

    @Test
    void can_be_cancelled() throws InterruptedException {
        Item item = source.add(ContentSourceFake.randomBytes(4 * CHUNK, 15));
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        source.wrap(reader -> new Around(reader) {
            @Override
            public int read(long position, ByteBuffer into) {
                if (position > CHUNK) {
                    reading.countDown();
                    await(released);
                }
                return super.read(position, into);
            }
        });
        FileStage stage = stage(item, "staged");
        CompletableFuture<Throwable> result = new CompletableFuture<>();
        Thread fetching = Thread.ofVirtual()
                .start(() -> result.complete(thrown(() ->
                        client.fetch(exchange.endpoint(), item.key(), item.content(), stage, FetchProgress.NONE))));
        await(reading);
        fetching.interrupt();
        assertThat(result.orTimeout(5, TimeUnit.SECONDS).join()).isInstanceOf(CancellationException.class);
        fetching.join();
        stage.close();
        released.countDown();
    }

    @Test
    void fetches_small_contents_in_one_exchange() {
        List<Wanted> wanted = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Item item = source.add(ContentSourceFake.randomBytes(i * 7, i));
            wanted.add(new Wanted(item.key(), item.content()));
        }
        source.supersede(wanted.get(3).key());
        Item unknown = new ContentSourceFake(directory).addFile(directory.resolve("content-9"), 4711);
        wanted.set(8, new Wanted(unknown.key(), unknown.content()));
        wanted.set(9, new Wanted(wanted.get(9).key(), wanted.get(10).content()));
        List<Fetched> fetched = client.fetchMany(exchange.endpoint(), wanted);
        for (int i = 0; i < 500; i++) {
            switch (i) {
                case 3 -> assertThat(code(fetched.get(i))).isEqualTo(ProblemCode.CONTENT_SUPERSEDED);
                case 8 -> assertThat(code(fetched.get(i))).isEqualTo(ProblemCode.CONTENT_UNAVAILABLE);
                case 9 -> assertThat(code(fetched.get(i))).isEqualTo(ProblemCode.CONTENT_CORRUPT);
                default ->
                    assertThat(((Fetched.Bytes) fetched.get(i)).bytes())
                            .isEqualTo(ContentSourceFake.randomBytes(i * 7, i));
            }
        }
    }

    @Test
    void leaves_out_of_a_bundle_what_does_not_fit() {
        List<Wanted> wanted = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            Item item = source.add(ContentSourceFake.randomBytes(200_000, i));
            wanted.add(new Wanted(item.key(), item.content()));
        }
        Item large = source.add(ContentSourceFake.randomBytes(300_000, 99));
        wanted.addFirst(new Wanted(large.key(), large.content()));
        List<Fetched> fetched = client.fetchMany(exchange.endpoint(), wanted);
        assertThat(code(fetched.getFirst())).isEqualTo(ProblemCode.TOO_BUSY);
        assertThat(fetched.subList(1, 11)).allMatch(one -> one instanceof Fetched.Bytes);
        assertThat(code(fetched.getLast())).isEqualTo(ProblemCode.TOO_BUSY);
    }

    private static ProblemCode code(Fetched fetched) {
        return ((Fetched.Failed) fetched).problem().code();
    }

    @Test
    void says_that_a_node_cannot_be_reached() {
        Item item = source.add(ContentSourceFake.randomBytes(5000, 16));
        exchange.stopServer();
        assertThat(refused(item).code()).isEqualTo(ProblemCode.ZONE_UNREACHABLE);
    }

    @Test
    void refuses_requests_beyond_its_limit() {
        Item item = source.add(ContentSourceFake.randomBytes(5000, 17));
        CountDownLatch released = new CountDownLatch(1);
        source.wrap(reader -> new Around(reader) {
            @Override
            public int read(long position, ByteBuffer into) {
                await(released);
                return super.read(position, into);
            }
        });
        List<CompletableFuture<Throwable>> held = new ArrayList<>();
        for (int i = 0; i < TestExchange.REQUESTS_PER_PEER_MAX; i++) {
            FileStage stage = stage(item, "held-" + i);
            held.add(failure(
                    () -> client.fetch(exchange.endpoint(), item.key(), item.content(), stage, FetchProgress.NONE)));
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> exchange.server().requests() == TestExchange.REQUESTS_PER_PEER_MAX);
        assertThat(refused(item).code()).isEqualTo(ProblemCode.TOO_BUSY);
        released.countDown();
        held.forEach(one -> assertThat(one.join()).isNull());
        Awaitility.await().until(() -> exchange.server().requests() == 0);
        assertThat(refused(item)).isNull();
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void touch(Path file) {
        try {
            Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(1000));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs on a thread of its own; what it threw, or null. */
    private static CompletableFuture<Throwable> failure(Runnable work) {
        CompletableFuture<Throwable> result = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> result.complete(thrown(work)));
        return result;
    }

    private static Throwable thrown(Runnable work) {
        try {
            work.run();
            return null;
        } catch (RuntimeException | Error e) {
            return e;
        }
    }
}
