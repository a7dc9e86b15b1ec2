package org.onecopy.transfer;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Content;
import org.onecopy.core.transfer.ChunkTree;
import org.onecopy.core.transfer.Sha256;
import org.onecopy.model.Digest;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;
import org.onecopy.storage.StageWriter;

/**
 * Fetches contents from the {@link ContentServer} of another node and verifies every byte before it counts. Tries one peer; going
 * to another is the caller's business ({@link Transfers}). Blocks; safe to call from many threads; interrupting the calling thread
 * cancels.
 *
 * <p>Every method throws {@link ProblemException} with
 *
 * <ul>
 *   <li>{@code CONTENT_SUPERSEDED}: the peer had the content, and it has been changed there since;
 *   <li>{@code CONTENT_UNAVAILABLE}: the peer does not have it, or cannot read it;
 *   <li>{@code CONTENT_CORRUPT}: what the peer sent is not what was agreed;
 *   <li>{@code FORBIDDEN}: the peer does not let this node read the rule;
 *   <li>{@code TOO_BUSY}: the peer serves as many as it may;
 *   <li>{@code ZONE_UNREACHABLE}: no connection, or it broke, or one side did not accept the other's certificate;
 * </ul>
 *
 * <p>and {@link CancellationException} where the thread was interrupted.
 */
public final class ContentClient implements AutoCloseable {
    /** So deep a cause is looked for. */
    private static final int CAUSES_MAX = 8;

    private final PeerRequests requests;
    private final ChunkBuffers buffers;
    private final ExecutorService writerThreads;
    private final Settings settings;

    /**
     * What an administrator may set.
     *
     * @param connectionsPerFetch connections that one large content uses at once
     * @param connectionsPerPeerMax connections to one peer in all
     * @param buffersMax chunks of 4 MiB that all fetches together hold in memory
     * @param writerThreads threads that write what was verified
     * @param connectMax how long a connection may take to be made
     * @param idleMax how long a peer may send nothing
     */
    public record Settings(
            int connectionsPerFetch,
            int connectionsPerPeerMax,
            int buffersMax,
            int writerThreads,
            Duration connectMax,
            Duration idleMax) {
        public static final Settings DEFAULT = new Settings(
                3,
                48,
                12,
                Math.max(2, Runtime.getRuntime().availableProcessors()),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30));
    }

    /** One content of a bundle. */
    public record Wanted(ContentKey key, Content content) {}

    /** What became of one content of a bundle. */
    public sealed interface Fetched {
        /** It is here, verified. */
        @SuppressWarnings("ArrayRecordComponent") // passes bytes on, is never compared
        record Bytes(byte[] bytes) implements Fetched {}

        /** It is not; the problem is one of those that a fetch throws. */
        record Failed(ProblemException problem) implements Fetched {}
    }

    /**
     * @param tlsContext with this node's key, trusting the network's own authority only
     * @param peers whether a server, by its certificates (the leaf first), is a node of this network
     */
    public ContentClient(Settings settings, SSLContext tlsContext, Predicate<List<X509Certificate>> peers) {
        this.settings = settings;
        this.requests = new PeerRequests(
                tlsContext, peers, settings.connectMax(), settings.idleMax(), settings.connectionsPerPeerMax());
        this.buffers = new ChunkBuffers(settings.buffersMax());
        this.writerThreads = Executors.newFixedThreadPool(
                settings.writerThreads(),
                Thread.ofPlatform().daemon().name("content-writer-", 0).factory());
    }

    /**
     * Fetches one content into a target. Chunks come in any order; only verified ones are written, and runs of zeros are left out.
     * When it returns, all of the content has been written and verified; when it throws, the chunks that the progress heard of have,
     * and nothing is written any more. The target is neither finished nor closed.
     *
     * @param endpoint {@code HOST:PORT} of the peer
     * @param target holds zeros, or bytes of this same content from an earlier try
     */
    public void fetch(String endpoint, ContentKey key, Content expected, StageWriter target, FetchProgress progress) {
        try {
            ChunkTree tree = tree(endpoint, key, expected);
            if (expected.length() == 0) {
                requireEmpty(key, expected);
                return;
            }
            new ChunkedFetch(requests, endpoint, key, tree, target, progress, buffers, writerThreads)
                    .run(settings.connectionsPerFetch());
        } catch (IOException e) {
            throw unreachable(endpoint, key, e);
        }
    }

    /**
     * Opens a stream of one of a server's further handlers. To be closed; closing it early ends the connection.
     *
     * @throws ProblemException {@code ZONE_UNREACHABLE}, or what the peer's refusal says
     */
    public InputStream open(String endpoint, String path) {
        try {
            return requests.get(endpoint, path, null).body();
        } catch (IOException e) {
            throw new ProblemException(
                    ProblemCode.ZONE_UNREACHABLE, endpoint + " did not answer for " + path + ": " + e.getMessage(), e);
        }
    }

    private static void requireEmpty(ContentKey key, Content expected) {
        if (!expected.digest().equals(Sha256.of(new byte[0], 0, 0))) {
            throw new ProblemException(
                    ProblemCode.CONTENT_CORRUPT, key + " was agreed with no bytes and the digest of other bytes");
        }
    }

    private ChunkTree tree(String endpoint, ContentKey key, Content expected) throws IOException {
        int count = ChunkTree.chunkCount(expected.length());
        if (count == 1) {
            return new ChunkTree(expected.length(), List.of(expected.digest()));
        }
        try {
            return readTree(endpoint, key, expected, count);
        } catch (IOException e) {
            throwWhereItHangs(e);
            return readTree(endpoint, key, expected, count);
        }
    }

    /**
     * A kept connection may have been closed by the peer meanwhile, after a restart for example: asking once more helps. It does not where
     * the peer stands still.
     */
    private static void throwWhereItHangs(IOException problem) throws IOException {
        if (PeerRequests.hangs(problem)) {
            throw problem;
        }
    }

    private ChunkTree readTree(String endpoint, ContentKey key, Content expected, int count) throws IOException {
        String path = Wire.CONTENT_PREFIX + Wire.text(key) + Wire.CHUNKS_SUFFIX;
        try (PeerRequests.Answer answer = requests.get(endpoint, path, null)) {
            int bytes = Math.multiplyExact(count, Digest.LENGTH);
            if (answer.length() == bytes) {
                List<Digest> chunks = ChunkTree.parse(answer.read(bytes));
                answer.end();
                if (ChunkTree.matches(expected, chunks)) {
                    return new ChunkTree(expected.length(), chunks);
                }
            }
        }
        throw corrupt(endpoint, key, "the list of its chunks does not belong to the agreed digest");
    }

    /**
     * Fetches several small contents in one exchange.
     *
     * @param wanted at most 500, each shorter than 256 KiB, together at most 2 MiB
     * @return one for each that is wanted, in the same order
     * @throws ProblemException where the exchange as a whole failed
     */
    public List<Fetched> fetchMany(String endpoint, List<Wanted> wanted) {
        byte[] body = BundleFormat.request(wanted.stream().map(Wanted::key).toList());
        try {
            try {
                return readBundle(endpoint, wanted, body);
            } catch (IOException e) {
                throwWhereItHangs(e);
                return readBundle(endpoint, wanted, body);
            }
        } catch (IOException e) {
            throw unreachable(endpoint, wanted.getFirst().key(), e);
        }
    }

    private List<Fetched> readBundle(String endpoint, List<Wanted> wanted, byte[] body) throws IOException {
        List<Fetched> fetched = new ArrayList<>(wanted.size());
        try (PeerRequests.Answer answer = requests.post(endpoint, Wire.BUNDLE_PATH, body);
                DataInputStream frames = new DataInputStream(answer.body())) {
            for (int i = 0; i < wanted.size(); i++) {
                fetched.add(verify(endpoint, wanted.get(i), BundleFormat.read(frames, i)));
            }
            if (frames.read() >= 0) {
                throw new IOException("the answer goes on after its last frame");
            }
        } catch (InterruptedIOException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("fetching was cancelled");
        }
        return fetched;
    }

    private static Fetched verify(String endpoint, Wanted wanted, BundleFormat.Frame frame) {
        if (frame.status() != 200) {
            return new Fetched.Failed(PeerRequests.problem(
                    frame.status(), endpoint + " answered " + frame.status() + " for " + Wire.text(wanted.key())));
        }
        byte[] bytes = frame.bytes();
        boolean right = bytes.length == wanted.content().length()
                && Sha256.of(bytes, 0, bytes.length).equals(wanted.content().digest());
        return right
                ? new Fetched.Bytes(bytes)
                : new Fetched.Failed(corrupt(endpoint, wanted.key(), "it has other bytes than agreed"));
    }

    private static ProblemException corrupt(String endpoint, ContentKey key, String how) {
        return new ProblemException(
                ProblemCode.CONTENT_CORRUPT,
                "what " + endpoint + " sent for " + Wire.text(key) + " was not used: " + how,
                Map.of("endpoint", endpoint),
                null);
    }

    private static ProblemException unreachable(String endpoint, ContentKey key, IOException cause) {
        SSLException refusal = refusal(cause, 0);
        String how = refusal != null
                ? refusal.getMessage()
                : cause instanceof EOFException ? "the connection broke" : cause.getMessage();
        return new ProblemException(
                ProblemCode.ZONE_UNREACHABLE,
                "cannot fetch " + Wire.text(key) + " from " + endpoint + " (" + how
                        + "): it is tried again; see whether the node runs and its content port can be reached",
                Map.of("endpoint", endpoint),
                cause);
    }

    /** Why this side ended the handshake, where it did: the end of the connection may be noticed first, and has that beside it. */
    private static @Nullable SSLException refusal(@Nullable Throwable problem, int depth) {
        if (problem instanceof SSLException refused) {
            return refused;
        }
        if (problem == null || depth == CAUSES_MAX) {
            return null;
        }
        for (Throwable beside : problem.getSuppressed()) {
            SSLException found = refusal(beside, depth + 1);
            if (found != null) {
                return found;
            }
        }
        return refusal(problem.getCause(), depth + 1);
    }

    /** Buffers that no fetch holds; all of them when nothing is on its way. */
    int buffersFree() {
        return buffers.free();
    }

    /** Cuts off what is on its way. */
    @Override
    public void close() {
        requests.close();
        // What is in the pipeline is finished, because a fetch waits for it.
        writerThreads.shutdown();
    }
}
