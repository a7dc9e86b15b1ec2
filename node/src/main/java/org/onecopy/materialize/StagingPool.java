package org.onecopy.materialize;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Name;
import org.onecopy.core.transfer.ChunkTree;
import org.onecopy.model.ByteCount;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleId;
import org.onecopy.problem.ProblemException;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.ContentReader;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;
import org.onecopy.storage.StageWriter;
import org.onecopy.storage.Stat;
import org.onecopy.transfer.ContentHasher;
import org.onecopy.transfer.ContentKey;
import org.onecopy.transfer.Transfer;
import org.onecopy.transfer.TransferRequest;
import org.onecopy.transfer.TransferTarget;
import org.onecopy.transfer.Transfers;

/** Stages contents: those that came inline on a few threads of its own, the others by transfers. Safe to call from many threads. */
public final class StagingPool implements AutoCloseable {
    private final ExecutorService threads;

    /** For storages where writing is waiting. */
    private final ExecutorService slow = Executors.newVirtualThreadPerTaskExecutor();

    private final Transfers transfers;
    private final ContentHasher hasher;
    private final Function<ContentKey, List<String>> holders;
    private final KeptContents kept;
    private final long freeMin;
    private final AtomicLong underway = new AtomicLong();
    private final Map<Wanted, Transfer> running = new ConcurrentHashMap<>();

    /** So many contents at once come from the storages' own trash. */
    private static final int COPIES_MAX = 4;

    private final Semaphore copies = new Semaphore(COPIES_MAX);
    private volatile boolean closed;

    /** For so long a storage with a good deal of free space is not asked again. */
    private static final long ROOMY_NANOS = 100_000_000L;

    /** The writer is called at most so often. */
    private static final long WAKE_NANOS = 5_000_000L;

    private static final Executor SOON = CompletableFuture.delayedExecutor(WAKE_NANOS, TimeUnit.NANOSECONDS);

    /** Contents up to this length mostly come whole, in bundles. */
    private static final long SHORT_BYTES = 256 << 10;

    /** More than can be written in that time. */
    private static final long ROOMY_BYTES = 4L << 30;

    private record Wanted(RuleId rule, Name item) {}

    /** One location: when its storage was last seen to have a good deal of free space, and how many contents are written there now. */
    private static final class Room {
        private volatile long roomyAtNanos = System.nanoTime() - ROOMY_NANOS;
        private final AtomicBoolean wakeComes = new AtomicBoolean();
        private volatile long wokenAtNanos = System.nanoTime() - WAKE_NANOS;
        private volatile @Nullable Semaphore writing;

        /** Calls for the writer, who looks through all that is under way each time: not for each of many contents that come at once. */
        void came(Runnable wake) {
            long now = System.nanoTime();
            if (now - wokenAtNanos > WAKE_NANOS) {
                wokenAtNanos = now;
                wake.run();
            } else if (wakeComes.compareAndSet(false, true)) {
                SOON.execute(() -> {
                    wakeComes.set(false);
                    wokenAtNanos = System.nanoTime();
                    wake.run();
                });
            }
        }

        /** As many as the storage takes steps at once. */
        Semaphore writing(int most) {
            Semaphore permits = writing;
            if (permits == null) {
                permits = new Semaphore(most);
                writing = permits;
            }
            return permits;
        }
    }

    /**
     * A pool for all locations of a node.
     *
     * @param holders the endpoints of those that should have a content, the preferred first; must be quick
     * @param kept what the zone has itself
     * @param freeMin bytes that must be left free in a storage (H16)
     */
    public StagingPool(
            int threads,
            Transfers transfers,
            ContentHasher hasher,
            Function<ContentKey, List<String>> holders,
            KeptContents kept,
            long freeMin) {
        this.kept = kept;
        this.freeMin = freeMin;
        this.threads = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("staging-", 0).daemon().factory());
        this.transfers = transfers;
        this.hasher = hasher;
        this.holders = holders;
    }

    /** The staging of one location's writer; {@code wake} is called after each result. */
    public Staging of(Runnable wake) {
        Room room = new Room();
        return new Staging() {
            @Override
            public void stage(Request request, Consumer<Result> then) {
                begin(room, request, result -> {
                    then.accept(result);
                    room.came(wake);
                });
            }

            @Override
            public void drop(RuleId rule, Name item) {
                Transfer transfer = running.remove(new Wanted(rule, item));
                if (transfer != null) {
                    transfer.cancel();
                }
            }
        };
    }

    private void begin(Room room, Staging.Request request, Consumer<Staging.Result> whenDone) {
        long length = request.content().length();
        ProblemException lacking = lack(room, request, length);
        if (lacking != null) {
            whenDone.accept(failed(lacking));
            return;
        }
        underway.addAndGet(length);
        Consumer<Staging.Result> then = result -> {
            underway.addAndGet(-length);
            whenDone.accept(result);
        };
        byte[] inline = request.content().inline();
        if (inline == null) {
            bring(room, request, then);
            return;
        }
        try {
            int most = request.tree().capabilities().stepsAtOnce();
            if (most == 1) {
                threads.execute(() -> then.accept(stageInline(request, inline)));
            } else {
                slow.execute(() -> limited(room.writing(most), () -> then.accept(stageInline(request, inline))));
            }
        } catch (RejectedExecutionException e) {
            then.accept(stopping(e));
        }
    }

    private static Staging.Result stopping(RejectedExecutionException e) {
        return failed(new ProblemException(ProblemCode.TOO_BUSY, "the node is stopping", e));
    }

    private static void limited(Semaphore permits, Runnable action) {
        permits.acquireUninterruptibly();
        try {
            action.run();
        } finally {
            permits.release();
        }
    }

    /** Looked at before anything is written, so that a storage is never filled to its end by us (H16). */
    private @Nullable ProblemException lack(Room room, Staging.Request request, long length) {
        boolean small = length + underway.get() < ROOMY_BYTES / 4;
        if (small && System.nanoTime() - room.roomyAtNanos < ROOMY_NANOS) {
            return null;
        }
        try {
            long asked = System.nanoTime();
            long free = request.tree().spaceAvailable();
            if (free - freeMin >= ROOMY_BYTES) {
                room.roomyAtNanos = asked;
            }
            return free - underway.get() - length >= freeMin
                    ? null
                    : new StorageException(
                            ProblemCode.STORAGE_NO_SPACE,
                            "no room for " + new ByteCount(length) + ": " + new ByteCount(free)
                                    + " are free in the storage, and " + new ByteCount(freeMin)
                                    + " must be left (limits.storageFreeMin); free some space, then it goes on by itself",
                            null);
        } catch (ProblemException e) {
            return e;
        }
    }

    private static Staging.Result stageInline(Staging.Request request, byte[] bytes) {
        try (StageWriter writer = request.tree().stage(request.item(), bytes.length, request.attributes())) {
            writer.write(0, ByteBuffer.wrap(bytes));
            writer.describe(request.content().digest().toString());
            return new Staging.Result(writer.finish(request.attributes()), null);
        } catch (ProblemException e) {
            return failed(e);
        }
    }

    private static Staging.Result failed(ProblemException problem) {
        return new Staging.Result(null, problem);
    }

    /** From the zone's own trash, where it is there; else from another zone. */
    private void bring(Room room, Staging.Request request, Consumer<Staging.Result> then) {
        Supplier<@Nullable ContentReader> own = kept.find(request.rule(), request.content());
        if (own == null) {
            fetch(room, request, then);
            return;
        }
        try {
            slow.execute(() -> limited(copies, () -> {
                Stat copied = copy(own, request);
                if (copied != null) {
                    then.accept(new Staging.Result(copied, null));
                } else {
                    fetchAfterCopy(room, request, then);
                }
            }));
        } catch (RejectedExecutionException e) {
            then.accept(stopping(e));
        }
    }

    private void fetchAfterCopy(Room room, Staging.Request request, Consumer<Staging.Result> then) {
        try {
            fetch(room, request, then);
        } catch (ProblemException e) {
            then.accept(failed(e)); // too many transfers are on their way: tried again after a while
        }
    }

    /** Null where it did not succeed: whatever the reason, another zone may have the content. */
    private @Nullable Stat copy(Supplier<@Nullable ContentReader> own, Staging.Request request) {
        Place staged = Place.item(Area.STAGE, request.item());
        try (ContentReader reader = own.get()) {
            if (reader == null) {
                return null;
            }
            request.tree().purge(staged);
            try (StageWriter writer =
                    request.tree().stage(request.item(), request.content().length(), request.attributes())) {
                if (KeptCopy.copy(reader, writer, request.content(), () -> !closed)) {
                    writer.describe(request.content().digest().toString());
                    return writer.finish(request.attributes());
                }
            }
            request.tree().purge(staged);
            return null;
        } catch (ProblemException e) {
            return null;
        }
    }

    private void fetch(Room room, Staging.Request request, Consumer<Staging.Result> then) {
        ContentKey key = new ContentKey(request.rule(), request.file(), request.version());
        Wanted wanted = new Wanted(request.rule(), request.item());
        Target target = new Target(room, request, result -> {
            running.remove(wanted);
            then.accept(result);
        });
        running.put(
                wanted,
                transfers.submit(new TransferRequest(
                        key,
                        request.content(),
                        () -> holders.apply(key),
                        target,
                        request.priority(),
                        request.overtaken())));
    }

    /** Where one transfer's bytes go. What lay there from an earlier life is read again before it counts (H2). */
    private final class Target implements TransferTarget {
        private final Room room;
        private final Staging.Request request;
        private final Consumer<Staging.Result> then;
        private boolean resumed;

        Target(Room room, Staging.Request request, Consumer<Staging.Result> then) {
            this.room = room;
            this.request = request;
            this.then = then;
        }

        private boolean isSomethingThere() {
            Stat before = request.tree().stat(Place.item(Area.STAGE, request.item()));
            return before != null && before.length() > 0;
        }

        @Override
        public StageWriter open() {
            // what is short is not worth a look: if something lies there, it is treated as what it may be
            resumed = request.content().length() <= SHORT_BYTES || isSomethingThere();
            return request.tree().stage(request.item(), request.content().length(), request.attributes());
        }

        @Override
        public BitSet present(ChunkTree tree) {
            if (!resumed) {
                return new BitSet();
            }
            try (ContentReader reader = request.tree().read(Place.item(Area.STAGE, request.item()))) {
                return reader == null ? new BitSet() : hasher.matching(reader, tree);
            }
        }

        @Override
        public boolean mayHoldGarbage() {
            return resumed;
        }

        /** Where the storage is on other machines, the contents of a bundle are finished side by side: each takes several answers. */
        @Override
        public void arrived(StageWriter writer) {
            int most = request.tree().capabilities().stepsAtOnce();
            if (most == 1 || request.content().length() > SHORT_BYTES) {
                finish(writer);
                return;
            }
            Semaphore permits = room.writing(most);
            permits.acquireUninterruptibly();
            try {
                slow.execute(() -> {
                    try {
                        finish(writer);
                    } catch (ProblemException e) {
                        failed(e);
                    } finally {
                        permits.release();
                    }
                });
            } catch (RejectedExecutionException e) {
                permits.release();
                writer.close();
                then.accept(stopping(e));
            }
        }

        private void finish(StageWriter writer) {
            try (writer) {
                writer.describe(request.content().digest().toString());
                then.accept(new Staging.Result(writer.finish(request.attributes()), null));
            }
        }

        @Override
        public void failed(ProblemException problem) {
            then.accept(StagingPool.failed(problem));
        }

        @Override
        public void cancelled() {
            then.accept(StagingPool.failed(
                    new ProblemException(ProblemCode.CONTENT_UNAVAILABLE, "the transfer was given up")));
        }
    }

    @Override
    public void close() {
        closed = true;
        threads.shutdownNow();
        slow.close();
    }
}
