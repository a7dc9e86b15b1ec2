package org.onecopy.capture;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.onecopy.core.Content;
import org.onecopy.core.transfer.ChunkHasher;
import org.onecopy.problem.ProblemException;
import org.onecopy.storage.ContentReader;
import org.onecopy.storage.Place;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Tree;
import org.onecopy.transfer.ContentHasher;

/** Hashes on a few threads. Small contents keep their bytes, so that they travel inside proposals. */
public final class HashingPool implements AutoCloseable {
    private static final long ANY_LENGTH = -1;

    private final ExecutorService threads;
    private final ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor();
    private final ContentHasher hasher;
    private final int inlineMax;

    /** @param inlineMax contents of at most so many bytes keep them */
    public HashingPool(int threads, ContentHasher hasher, int inlineMax) {
        this.threads = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("hashing-", 0).daemon().factory());
        this.hasher = hasher;
        this.inlineMax = inlineMax;
    }

    /** The hashing of one tree; {@code wake} is called after each result. */
    public Hashing of(Tree tree, Runnable wake) {
        return of(tree, wake, () -> true);
    }

    /**
     * As {@link #of(Tree, Runnable)}.
     *
     * @param keeps whether small contents keep their bytes now; empty ones have none to keep
     */
    public Hashing of(Tree tree, Runnable wake, BooleanSupplier keeps) {
        int most = tree.capabilities().stepsAtOnce();
        Executor executor = most > 1 ? atOnce(most) : threads;
        return new Hashing() {
            @Override
            public void hash(Place place, Consumer<Hashed> then) {
                hash(place, ANY_LENGTH, then);
            }

            @Override
            public void hash(Place place, long length, Consumer<Hashed> then) {
                Consumer<Hashing.Hashed> done = result -> {
                    then.accept(result);
                    wake.run();
                };
                try {
                    executor.execute(
                            () -> done.accept(read(tree, place, length, keeps.getAsBoolean() ? inlineMax : 0)));
                } catch (RejectedExecutionException e) {
                    done.accept(Hashing.Hashed.UNSTABLE);
                }
            }
        };
    }

    /** Where each request takes its time, many of them wait beside each other. */
    private Executor atOnce(int most) {
        Semaphore permits = new Semaphore(most);
        return task -> waiting.execute(() -> {
            permits.acquireUninterruptibly();
            try {
                task.run();
            } finally {
                permits.release();
            }
        });
    }

    private Hashing.Hashed read(Tree tree, Place place, long length, int kept) {
        try (ContentReader reader = tree.read(place)) {
            if (reader == null) {
                return Hashing.Hashed.UNSTABLE;
            }
            Stat before = reader.stat();
            if (length != ANY_LENGTH && before.length() != length) {
                return Hashing.Hashed.UNSTABLE;
            }
            if (before.length() <= kept) {
                return small(reader, before);
            }
            ContentHasher.Hashed hashed = hasher.hash(reader);
            return new Hashing.Hashed(hashed.stat(), hashed.content(), hashed.chunks());
        } catch (ProblemException e) {
            return Hashing.Hashed.UNSTABLE; // looked at again later; an unreadable file shows up there
        }
    }

    private static Hashing.Hashed small(ContentReader reader, Stat before) {
        byte[] bytes = new byte[(int) before.length()];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            if (reader.read(buffer.position(), buffer) < 0) {
                return Hashing.Hashed.UNSTABLE;
            }
        }
        if (!reader.stat().fingerprint().equals(before.fingerprint())) {
            return Hashing.Hashed.UNSTABLE;
        }
        ChunkHasher chunks = new ChunkHasher();
        chunks.update(ByteBuffer.wrap(bytes));
        Content content = new Content(bytes.length, chunks.finish().root(), bytes);
        return new Hashing.Hashed(before, content, List.of());
    }

    @Override
    public void close() {
        threads.shutdownNow();
        waiting.shutdownNow();
    }
}
