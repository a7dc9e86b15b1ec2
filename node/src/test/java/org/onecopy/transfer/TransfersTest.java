package org.onecopy.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.onecopy.transfer.ContentSourceFake.randomBytes;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.core.Attributes;
import org.onecopy.core.transfer.ChunkTree;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.StageWriter;
import org.onecopy.transfer.ContentSourceFake.Around;
import org.onecopy.transfer.ContentSourceFake.Item;
import org.onecopy.transfer.TransferStatus.State;

@Timeout(60)
class TransfersTest {
    private static final int CHUNK = ChunkTree.CHUNK_BYTES;

    @TempDir
    Path directory;

    private final TestAuthority authority = new TestAuthority();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong submissions = new AtomicLong();
    private TestZone a;
    private TestZone b;
    private ContentClient client;
    private Transfers transfers;

    @BeforeEach
    void start() {
        a = new TestZone(authority, directory.resolve("a"));
        b = new TestZone(authority, directory.resolve("b"));
        client = new ContentClient(TestExchange.settings(), authority.node("client"), chain -> true);
        transfers = new Transfers(
                client,
                timer,
                Clock.systemUTC(),
                new Transfers.Limits(2, 2, 2, 3000, Duration.ofMillis(10), Duration.ofMillis(100)));
    }

    @AfterEach
    void stop() {
        transfers.close();
        assertThat(client.buffersFree()).isEqualTo(TestExchange.settings().buffersMax());
        client.close();
        a.close();
        b.close();
        timer.shutdownNow();
    }

    /** A staged file; the future ends with the file, or with the problem, or is cancelled. */
    private static class Target extends CompletableFuture<Path> implements TransferTarget {
        private final Path path;
        private final long length;
        private FileStage stage;

        Target(Path path, long length) {
            this.path = path;
            this.length = length;
        }

        @Override
        public StageWriter open() {
            assertThat(stage).as("opened before").isNull();
            stage = new FileStage(path, length);
            return stage;
        }

        @Override
        public void arrived(StageWriter writer) {
            assertThat(writer.finish(Attributes.NONE).length()).isEqualTo(length);
            assertThat(complete(path)).isTrue();
        }

        @Override
        public void failed(ProblemException problem) {
            assertThat(stage == null || stage.closed()).isTrue();
            assertThat(completeExceptionally(problem)).isTrue();
        }

        @Override
        public void cancelled() {
            assertThat(stage == null || stage.closed()).isTrue();
            assertThat(cancel(true)).isTrue();
        }

        ProblemCode problem() {
            try {
                throw new AssertionError("arrived: " + get(20, TimeUnit.SECONDS));
            } catch (ExecutionException e) {
                return ((ProblemException) e.getCause()).code();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        Path file() {
            return orTimeout(20, TimeUnit.SECONDS).join();
        }
    }

    private Target target(Item item) {
        return new Target(
                directory.resolve("staged-" + submissions.incrementAndGet()),
                item.content().length());
    }

    private Transfer submit(Item item, TransferTarget target, String... holders) {
        return submit(item, target, 0, () -> List.of(holders));
    }

    private Transfer submit(Item item, TransferTarget target, int priority, Supplier<List<String>> holders) {
        return transfers.submit(new TransferRequest(item.key(), item.content(), holders, target, priority));
    }

    private static void corruptEveryRead(TestZone zone) {
        zone.source().wrap(reader -> new Around(reader) {
            @Override
            public int read(long position, ByteBuffer into) {
                int at = into.position();
                int read = super.read(position, into);
                into.put(at, (byte) (into.get(at) ^ 1));
                return read;
            }
        });
    }

    private static CountDownLatch holdReads(TestZone zone, long from) {
        CountDownLatch released = new CountDownLatch(1);
        zone.source().wrap(reader -> new Around(reader) {
            @Override
            public int read(long position, ByteBuffer into) {
                if (position >= from) {
                    ContentExchangeTest.await(released);
                }
                return super.read(position, into);
            }
        });
        return released;
    }

    @Test
    void brings_contents_of_all_lengths() {
        List<Item> items = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        for (int length : new int[] {0, 1, 5000, 262_143, 262_144, CHUNK + 1, 3 * CHUNK, 0, 77}) {
            items.add(a.source().add(randomBytes(length, length)));
            targets.add(target(items.getLast()));
            submit(items.getLast(), targets.getLast(), a.endpoint());
        }
        for (int i = 0; i < items.size(); i++) {
            assertThat(targets.get(i).file())
                    .hasSameBinaryContentAs(items.get(i).file());
        }
        Awaitility.await().until(() -> transfers.live() == 0);
        assertThat(transfers.snapshot(10)).isEmpty();
    }

    @Test
    void gathers_small_contents_into_bundles() {
        CountDownLatch released = holdReads(a, 0);
        List<Target> targets = new ArrayList<>();
        List<Transfer> submitted = new ArrayList<>();
        for (int i = 0; i < 1200; i++) {
            Item item = (i % 3 == 0 ? b : a).source().add(randomBytes(100 + i, i));
            targets.add(target(item));
            submitted.add(submit(item, targets.getLast(), (i % 3 == 0 ? b : a).endpoint()));
        }
        released.countDown();
        targets.forEach(Target::file);
        Awaitility.await().until(() -> transfers.live() == 0);
        assertThat(submitted).allSatisfy(one -> {
            assertThat(one.status().state()).isEqualTo(State.DONE);
            assertThat(one.status().tries()).isEqualTo(1);
        });
        assertThat(a.server().served()).isLessThan(30);
    }

    @Test
    void uses_another_holder_when_one_has_not_got_it_or_sends_corrupt_bytes() {
        for (int length : new int[] {9000, 3 * CHUNK}) {
            Item item = a.source().add(randomBytes(length, length));
            b.source().addAs(item.key(), item.file());
            corruptEveryRead(b);
            Item missing = a.source().add(randomBytes(length, 1));
            Target first = target(item);
            Transfer transfer = submit(item, first, b.endpoint(), a.endpoint());
            Target second = target(missing);
            submit(missing, second, b.endpoint(), a.endpoint());
            assertThat(first.file()).hasSameBinaryContentAs(item.file());
            assertThat(second.file()).hasSameBinaryContentAs(missing.file());
            assertThat(transfer.status().tries()).isEqualTo(2);
            assertThat(transfer.status().peer()).isEqualTo(a.endpoint());
            assertThat(transfer.status().lastProblem().code()).isEqualTo(ProblemCode.CONTENT_CORRUPT);
        }
        assertThat(transfers.corruptByPeer()).containsOnlyKeys(b.endpoint()).containsValue(2L);
    }

    @Test
    void keeps_verified_chunks_when_it_goes_to_another_holder() {
        Item item = a.source().add(randomBytes(8 * CHUNK, 3));
        b.source().addAs(item.key(), item.file());
        b.source().wrap(reader -> new Around(reader) {
            @Override
            public int read(long position, ByteBuffer into) {
                int read = super.read(position, into);
                if (position >= 6L * CHUNK) {
                    into.put(0, (byte) (into.get(0) ^ 1));
                }
                return read;
            }
        });
        Target target = target(item);
        submit(item, target, b.endpoint(), a.endpoint());
        assertThat(target.file()).hasSameBinaryContentAs(item.file());
        long readAtA = a.source().bytesRead();
        assertThat(readAtA).isLessThan(8L * CHUNK);
        assertThat(target.stage.written()).isEqualTo(8L * CHUNK);
    }

    @Test
    void goes_on_with_what_an_earlier_life_left() {
        Item item = a.source().add(randomBytes(4 * CHUNK, 4));
        Target target = new Target(directory.resolve("resumed"), 4L * CHUNK) {
            @Override
            public BitSet present(ChunkTree tree) {
                return BitSet.valueOf(new long[] {0b0111});
            }
        };
        Transfer transfer = submit(item, target, a.endpoint());
        target.file();
        assertThat(target.stage.written()).isEqualTo(CHUNK);
        Awaitility.await().until(() -> transfer.status().state() == State.DONE);
        assertThat(transfer.status().bytesDone()).isEqualTo(4L * CHUNK);
    }

    @Test
    void waits_for_a_holder_that_is_out_of_reach() {
        Item small = a.source().add(randomBytes(3000, 5));
        Item large = a.source().add(randomBytes(2 * CHUNK, 6));
        a.stopServer();
        Target first = target(small);
        Target second = target(large);
        Transfer transfer = submit(small, first, a.endpoint());
        submit(large, second, a.endpoint());
        Awaitility.await().until(() -> transfer.status().tries() >= 3);
        assertThat(transfer.status().lastProblem().code()).isEqualTo(ProblemCode.ZONE_UNREACHABLE);
        assertThat(transfer.status().state().isEnd()).isFalse();
        a.startServer();
        assertThat(first.file()).hasSameBinaryContentAs(small.file());
        assertThat(second.file()).hasSameBinaryContentAs(large.file());
    }

    /** Only the one out of reach may have it, and a newer content is agreed. */
    @Test
    void waits_no_longer_for_a_holder_out_of_reach_once_something_newer_is_agreed() {
        Item item = a.source().add(randomBytes(3000, 5));
        a.stopServer();
        AtomicBoolean overtaken = new AtomicBoolean();
        Target target = target(item);
        Transfer transfer = transfers.submit(new TransferRequest(
                item.key(), item.content(), () -> List.of(a.endpoint(), b.endpoint()), target, 0, overtaken::get));
        Awaitility.await().until(() -> transfer.status().tries() >= 6);
        assertThat(transfer.status().state().isEnd()).isFalse();
        overtaken.set(true);
        assertThat(target.problem()).isEqualTo(ProblemCode.CONTENT_SUPERSEDED);
    }

    @Test
    void asks_anew_who_holds_it_at_every_try() {
        Item item = a.source().add(randomBytes(3000, 7));
        AtomicInteger asked = new AtomicInteger();
        Target target = target(item);
        submit(item, target, 0, () -> asked.incrementAndGet() < 3 ? List.of() : List.of(a.endpoint()));
        assertThat(target.file()).hasSameBinaryContentAs(item.file());
    }

    @Test
    void reports_as_lost_what_every_holder_says_it_has_no_more() {
        Item unknown = a.source().add(randomBytes(3000, 8));
        Target first = target(unknown);
        submit(unknown, first, b.endpoint());
        assertThat(first.problem()).isEqualTo(ProblemCode.CONTENT_LOST);
        for (int length : new int[] {3000, 3 * CHUNK}) {
            Item superseded = a.source().add(randomBytes(length, 9));
            a.source().supersede(superseded.key());
            Target second = target(superseded);
            Transfer transfer = submit(superseded, second, a.endpoint(), b.endpoint());
            assertThat(second.problem()).isEqualTo(ProblemCode.CONTENT_LOST);
            assertThat(transfer.status().tries()).isEqualTo(2);
        }
    }

    @Test
    void ends_when_the_storage_does_not_take_the_bytes() {
        Item item = a.source().add(randomBytes(3000, 10));
        Item large = a.source().add(randomBytes(3 * CHUNK, 11));
        for (Item one : List.of(item, large)) {
            Target target = new Target(directory.resolve("full"), one.content().length()) {
                @Override
                public StageWriter open() {
                    StageWriter inner = super.open();
                    return new StageWriter() {
                        @Override
                        public void write(long position, ByteBuffer bytes) {
                            throw new StorageException(ProblemCode.STORAGE_NO_SPACE, "full", null);
                        }

                        @Override
                        public org.onecopy.storage.Stat finish(Attributes attributes) {
                            throw new AssertionError("not complete");
                        }

                        @Override
                        public void close() {
                            inner.close();
                        }
                    };
                }
            };
            submit(one, target, a.endpoint(), b.endpoint());
            assertThat(target.problem()).isEqualTo(ProblemCode.STORAGE_NO_SPACE);
        }
        assertThat(transfers.corruptByPeer()).isEmpty();
    }

    @Test
    void runs_no_more_at_once_than_it_may_and_higher_priorities_first() {
        CountDownLatch released = holdReads(a, 0);
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            int number = i;
            Item item = a.source().add(randomBytes(2 * CHUNK + 1, i));
            targets.add(new Target(directory.resolve("large-" + i), 2L * CHUNK + 1) {
                @Override
                public StageWriter open() {
                    order.add(number);
                    return super.open();
                }
            });
            submit(item, targets.getLast(), i == 5 ? 1 : 0, () -> List.of(a.endpoint()));
        }
        Awaitility.await().until(() -> order.size() == 2);
        List<TransferStatus> statuses = transfers.snapshot(10);
        assertThat(statuses.stream().map(TransferStatus::state))
                .containsExactly(State.RUNNING, State.RUNNING, State.QUEUED, State.QUEUED, State.QUEUED, State.QUEUED);
        assertThat(statuses.get(2).priority()).isEqualTo(1);
        Item small = b.source().add(randomBytes(100, 12));
        Target quick = target(small);
        submit(small, quick, b.endpoint());
        quick.file();
        released.countDown();
        targets.forEach(Target::file);
        assertThat(order.subList(0, 2)).containsExactlyInAnyOrder(0, 1);
        assertThat(order.get(2)).isEqualTo(5);
    }

    @Test
    void can_be_cancelled_in_every_state() {
        CountDownLatch released = holdReads(a, CHUNK);
        Item large = a.source().add(randomBytes(3 * CHUNK, 13));
        List<Target> running = new ArrayList<>();
        List<Transfer> submitted = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            running.add(target(large));
            submitted.add(submit(large, running.getLast(), a.endpoint()));
        }
        Awaitility.await().until(() -> submitted.get(1).status().bytesDone() > 0);
        Item waiting = b.source().add(randomBytes(3000, 14));
        Target later = target(waiting);
        Transfer unreachable = submit(waiting, later, "127.0.0.1:1");
        Awaitility.await().until(() -> unreachable.status().tries() > 1);
        submitted.get(2).cancel();
        assertThat(running.get(2)).isCancelled();
        submitted.get(1).cancel();
        submitted.get(1).cancel();
        unreachable.cancel();
        Awaitility.await().until(() -> running.get(1).isCancelled() && later.isCancelled());
        released.countDown();
        assertThat(running.get(0).file()).hasSameBinaryContentAs(large.file());
        submitted.get(0).cancel();
        Awaitility.await().until(() -> transfers.live() == 0);
        assertThat(submitted.get(0).status().state()).isEqualTo(State.DONE);
        assertThat(submitted.get(1).status().state()).isEqualTo(State.CANCELLED);
    }

    @Test
    void closing_cancels_everything() {
        CountDownLatch released = holdReads(a, CHUNK);
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Item item = a.source().add(randomBytes(3 * CHUNK, 15 + i));
            targets.add(target(item));
            submit(item, targets.getLast(), a.endpoint());
        }
        transfers.close();
        assertThat(targets).allMatch(CompletableFuture::isCancelled);
        released.countDown();
        Item late = a.source().add(randomBytes(10, 20));
        assertThatThrownBy(() -> submit(late, target(late), a.endpoint()))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo(ProblemCode.TOO_BUSY));
    }

    @Test
    void refuses_more_than_it_may_hold() {
        CountDownLatch released = holdReads(a, 0);
        Item item = a.source().add(randomBytes(300_000, 21));
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            targets.add(target(item));
            submit(item, targets.getLast(), a.endpoint());
        }
        assertThatThrownBy(() -> submit(item, target(item), a.endpoint())).isInstanceOf(ProblemException.class);
        transfers.close();
        released.countDown();
        assertThat(targets).allMatch(CompletableFuture::isCancelled);
    }

    /** A fault in a target must not cost the others their room. */
    @Test
    void goes_on_after_a_fault_of_a_target() {
        Item item = a.source().add(randomBytes(CHUNK, 22));
        for (int i = 0; i < 3; i++) {
            CompletableFuture<ProblemException> failed = new CompletableFuture<>();
            submit(
                    item,
                    new TransferTarget() {
                        @Override
                        public StageWriter open() {
                            throw new IllegalStateException("a fault on purpose");
                        }

                        @Override
                        public void arrived(StageWriter writer) {}

                        @Override
                        public void failed(ProblemException problem) {
                            failed.complete(problem);
                        }
                    },
                    a.endpoint());
            assertThat(failed.orTimeout(10, TimeUnit.SECONDS).join().code()).isEqualTo(ProblemCode.INTERNAL);
        }
        Target target = target(item);
        submit(item, target, a.endpoint());
        assertThat(target.file()).hasSameBinaryContentAs(item.file());
    }
}
