package org.onecopy.transfer;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Content;
import org.onecopy.core.transfer.ChunkHasher;
import org.onecopy.core.transfer.ChunkTree;
import org.onecopy.model.Digest;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;
import org.onecopy.storage.ContentReader;
import org.onecopy.storage.Stat;

/**
 * Computes the digests of contents that lie in a storage. The chunks of a large content are read and hashed by the caller's thread
 * and by a bounded number of shared threads at once; holes are not read. Safe to call from many threads; blocks.
 */
public final class ContentHasher implements AutoCloseable {
    private static final int READ_BYTES = 256 << 10;

    private final int threads;
    private final ExecutorService helpers;

    /** @param threads how many threads help with large contents, beside the callers' own; 0 or more */
    public ContentHasher(int threads) {
        this.threads = threads;
        this.helpers = Executors.newFixedThreadPool(
                Math.max(1, threads),
                Thread.ofPlatform().daemon().name("content-hasher-", 0).factory());
    }

    /**
     * What was computed.
     *
     * @param content length and root
     * @param chunks one digest per chunk
     * @param stat of the object, the same before and after it was read (H12)
     */
    public record Hashed(Content content, List<Digest> chunks, Stat stat) {
        public Hashed {
            chunks = List.copyOf(chunks);
        }
    }

    /**
     * Reads a content once, completely.
     *
     * @throws ProblemException {@code CONTENT_SUPERSEDED} where it changed while it was read: look again when it is quiet
     * @throws org.onecopy.problem.StorageException where it cannot be read
     * @throws CancellationException where the thread was interrupted
     */
    public Hashed hash(ContentReader reader) {
        Stat before = reader.stat();
        List<Digest> chunks = chunksOf(reader, before.length());
        Stat after = reader.stat();
        if (!before.fingerprint().equals(after.fingerprint())) {
            throw changed();
        }
        return new Hashed(new ChunkTree(before.length(), chunks).content(), chunks, before);
    }

    /** The digests of the chunks of the first bytes of a content. Throws as {@link #hash} does, where it is shorter than that. */
    public List<Digest> chunksOf(ContentReader reader, long length) {
        Digest[] chunks = new Digest[ChunkTree.chunkCount(length)];
        eachChunk(chunks.length, chunk -> {
            Digest digest = digestOf(reader, chunk, ChunkTree.chunkLength(length, chunk));
            if (digest == null) {
                throw changed();
            }
            chunks[chunk] = digest;
        });
        return Arrays.asList(chunks);
    }

    /**
     * Which chunks of a content are there already: for a staged content after a restart (H2), whose last writes may not have
     * reached the disk.
     *
     * @param reader of what is there, of any length
     * @return the numbers of the chunks with the right digest
     */
    public BitSet matching(ContentReader reader, ChunkTree wanted) {
        BitSet found = new BitSet(wanted.count());
        eachChunk(wanted.count(), chunk -> {
            Digest digest = digestOf(reader, chunk, wanted.chunkLength(chunk));
            if (digest != null && digest.equals(wanted.chunks().get(chunk))) {
                synchronized (found) {
                    found.set(chunk);
                }
            }
        });
        return found;
    }

    private void eachChunk(int count, IntConsumer work) {
        AtomicInteger next = new AtomicInteger();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Runnable worker = () -> {
            try {
                for (int chunk = next.getAndIncrement(); chunk < count; chunk = next.getAndIncrement()) {
                    if (Thread.currentThread().isInterrupted()) {
                        throw new CancellationException("hashing was interrupted");
                    }
                    work.accept(chunk);
                }
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
                next.set(count);
            }
        };
        Phaser running = new Phaser(1);
        help(Math.min(threads, count - 1), next, count, worker, running);
        worker.run();
        running.awaitAdvance(running.arrive());
        switch (failure.get()) {
            case null -> {}
            case Error error -> throw error;
            case RuntimeException problem -> throw problem;
            case Throwable other -> throw new IllegalStateException(other);
        }
    }

    /** Asks for help; a helper that comes too late, because all are busy, finds nothing to do and is not waited for. */
    private void help(int wanted, AtomicInteger next, int count, Runnable worker, Phaser running) {
        for (int i = 0; i < wanted; i++) {
            try {
                helpers.execute(() -> {
                    if (next.get() < count && running.register() == 0) {
                        worker.run();
                        running.arriveAndDeregister();
                    }
                });
            } catch (RejectedExecutionException e) {
                return;
            }
        }
    }

    /** The digest of one chunk, or null where the content ends before it. */
    private static @Nullable Digest digestOf(ContentReader reader, int chunk, int bytes) {
        long at = ChunkTree.chunkStart(chunk);
        long end = at + bytes;
        long data = bytes == 0 ? end : Math.min(end, reader.nextData(at));
        if (data == end && bytes == ChunkTree.CHUNK_BYTES) {
            return ChunkTree.CHUNK_OF_ZEROS;
        }
        ChunkHasher hasher = new ChunkHasher();
        if (data > at) {
            hasher.updateZeros(data - at);
            at = data;
        }
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(READ_BYTES, end - at));
        while (at < end) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
            int read = reader.read(at, buffer);
            if (read < 0) {
                return null;
            }
            hasher.update(buffer.flip());
            at += read;
        }
        return hasher.finish().root();
    }

    private static ProblemException changed() {
        return new ProblemException(
                ProblemCode.CONTENT_SUPERSEDED,
                "the content changed while it was read; it is read again once it is quiet");
    }

    @Override
    public void close() {
        helpers.shutdownNow();
    }
}
