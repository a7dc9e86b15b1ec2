package org.onecopy.transfer;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.transfer.ChunkTree;
import org.onecopy.core.transfer.Sha256;
import org.onecopy.model.Digest;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;
import org.onecopy.storage.StageWriter;

/**
 * One content on its way from one peer. A few connections read runs of missing chunks into buffers and digest the bytes as they come,
 * while they are in the processor's cache, which is less work than to digest full buffers later; other threads write the buffers
 * whose digest is right, so that the disk does not stand in the way of the network. Used once.
 *
 * <p>Broken connections are made anew as long as each brings at least one more chunk; a connection that brings none is made anew
 * once, which also tells a content that was superseded in the middle (the answer is then a refusal) from a broken line.
 */
final class ChunkedFetch {
    private static final int CHUNKS_PER_REQUEST_MAX = 16;

    private final PeerRequests requests;
    private final String endpoint;
    private final String path;
    private final ChunkTree tree;
    private final StageWriter target;
    private final FetchProgress progress;
    private final boolean writeZeros;
    private final ChunkBuffers buffers;
    private final Executor writerThreads;

    private final Queue<Run> runs = new ConcurrentLinkedQueue<>();
    private final Phaser inPipeline = new Phaser(1);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile List<Future<?>> readers = List.of();

    /** Chunks that follow each other; belongs to one reader. */
    private static final class Run {
        private final int end;
        private int next;

        Run(int first, int end) {
            this.next = first;
            this.end = end;
        }
    }

    ChunkedFetch(
            PeerRequests requests,
            String endpoint,
            ContentKey key,
            ChunkTree tree,
            StageWriter target,
            FetchProgress progress,
            ChunkBuffers buffers,
            Executor writerThreads) {
        this.requests = requests;
        this.endpoint = endpoint;
        this.path = Wire.CONTENT_PREFIX + Wire.text(key);
        this.tree = tree;
        this.target = target;
        this.progress = progress;
        this.writeZeros = progress.mayHoldGarbage();
        this.buffers = buffers;
        this.writerThreads = writerThreads;
    }

    /** Fetches what is missing. When it returns, or throws, nothing is written any more. */
    void run(int connections) throws IOException {
        plan(connections);
        if (runs.isEmpty()) {
            return;
        }
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("content-fetch-", 0).factory())) {
            List<Future<?>> started = new ArrayList<>();
            for (int i = Math.min(connections, runs.size()); i > 0; i--) {
                started.add(threads.submit(this::readRuns));
            }
            readers = started;
            if (failure.get() != null) {
                started.forEach(reader -> reader.cancel(true));
            }
            awaitReaders(started);
        } finally {
            inPipeline.awaitAdvance(inPipeline.arrive());
        }
        throwFailure();
    }

    private void plan(int connections) {
        BitSet missing = progress.present(tree);
        missing.flip(0, tree.count());
        missing.clear(tree.count(), Math.max(tree.count(), missing.length()));
        for (int chunk = missing.nextSetBit(0); chunk >= 0; chunk = missing.nextSetBit(chunk + 1)) {
            if (!writeZeros && tree.count() > 1 && tree.isZeros(chunk)) {
                missing.clear(chunk);
                progress.verified(chunk, tree.chunkLength(chunk));
            }
        }
        int perRequest = Math.clamp(missing.cardinality() / (4L * connections), 1, CHUNKS_PER_REQUEST_MAX);
        for (int first = missing.nextSetBit(0); first >= 0; ) {
            int end = Math.min(missing.nextClearBit(first), first + perRequest);
            runs.add(new Run(first, end));
            first = missing.nextSetBit(end);
        }
    }

    private void awaitReaders(List<Future<?>> started) {
        try {
            for (Future<?> reader : started) {
                reader.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(new CancellationException("fetching was cancelled"));
        } catch (ExecutionException | CancellationException e) {
            fail(e);
        }
    }

    private void fail(Throwable cause) {
        if (failure.compareAndSet(null, cause)) {
            readers.forEach(reader -> reader.cancel(true));
        }
    }

    private void throwFailure() throws IOException {
        Throwable failed = failure.get();
        Throwable cause = failed instanceof ExecutionException wrapped ? wrapped.getCause() : failed;
        switch (cause) {
            case null -> {}
            case IOException io -> throw io;
            case RuntimeException problem -> throw problem;
            case Error error -> throw error;
            default -> throw new IllegalStateException("fetching " + path + " failed", cause);
        }
    }

    private @Nullable Void readRuns() throws IOException, InterruptedException {
        try {
            for (Run run = runs.poll(); run != null && failure.get() == null; run = runs.poll()) {
                readRun(run);
            }
            return null;
        } catch (IOException | InterruptedException | RuntimeException e) {
            fail(e);
            throw e;
        }
    }

    private void readRun(Run run) throws IOException, InterruptedException {
        int triedAt = -1;
        while (run.next < run.end) {
            try {
                request(run);
            } catch (IOException e) {
                if (triedAt == run.next || failure.get() != null || PeerRequests.hangs(e)) {
                    throw e;
                }
                triedAt = run.next;
            }
        }
    }

    private void request(Run run) throws IOException, InterruptedException {
        long from = ChunkTree.chunkStart(run.next);
        long end = ChunkTree.chunkStart(run.end - 1) + tree.chunkLength(run.end - 1);
        ByteRange range = tree.count() == 1 ? null : new ByteRange(from, end - from);
        try (PeerRequests.Answer answer = requests.get(endpoint, path, range)) {
            boolean right = answer.length() == end - from
                    && (range == null || range.toContentRange(tree.length()).equals(answer.contentRange()));
            if (!right) {
                throw corrupt("has another length");
            }
            while (run.next < run.end && failure.get() == null) {
                readChunk(answer, run.next);
                run.next++;
            }
            if (run.next == run.end) {
                answer.end();
            }
        }
    }

    private void readChunk(PeerRequests.Answer answer, int chunk) throws IOException, InterruptedException {
        MessageDigest sha = Sha256.open();
        byte[] buffer = buffers.take();
        boolean handedOver = false;
        AtomicInteger came = new AtomicInteger();
        try {
            answer.read(buffer, tree.chunkLength(chunk), sha, bytes -> {
                came.addAndGet(bytes);
                progress.arriving(bytes);
            });
            if (!Digest.of(sha.digest()).equals(tree.chunks().get(chunk))) {
                throw corrupt("has other bytes in chunk " + chunk);
            }
            inPipeline.register();
            writerThreads.execute(() -> finishChunk(chunk, buffer));
            handedOver = true;
        } catch (RejectedExecutionException e) {
            inPipeline.arriveAndDeregister();
            throw new CancellationException("the content client was closed");
        } finally {
            if (!handedOver) {
                progress.arriving(-came.get());
                buffers.give(buffer);
            }
        }
    }

    private void finishChunk(int chunk, byte[] buffer) {
        try {
            if (failure.get() == null) {
                write(chunk, buffer);
            }
        } catch (RuntimeException | Error e) {
            fail(e);
        } finally {
            progress.arriving(-tree.chunkLength(chunk));
            buffers.give(buffer);
            inPipeline.arriveAndDeregister();
        }
    }

    private void write(int chunk, byte[] buffer) {
        int length = tree.chunkLength(chunk);
        if (writeZeros) {
            SparseWriter.writeAll(target, ChunkTree.chunkStart(chunk), buffer, 0, length);
        } else {
            SparseWriter.write(target, ChunkTree.chunkStart(chunk), buffer, length);
        }
        progress.verified(chunk, length);
    }

    private ProblemException corrupt(String what) {
        return new ProblemException(
                ProblemCode.CONTENT_CORRUPT,
                "what " + endpoint + " sent for " + path + " " + what + " than agreed; it was not used",
                Map.of("endpoint", endpoint),
                null);
    }
}
