package org.onecopy.transfer;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.onecopy.core.transfer.ChunkTree;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleId;
import org.onecopy.problem.ProblemException;
import org.onecopy.storage.ContentReader;
import org.onecopy.transfer.ContentSource.Found;

/**
 * Answers for contents, by their ids only (H79):
 *
 * <ul>
 *   <li>{@code GET /content/RULE/FILE/VERSION}, with or without one {@code Range}: the bytes;
 *   <li>{@code GET /content/RULE/FILE/VERSION/chunks}: the digests of the chunks, 32 bytes each;
 *   <li>{@code POST /contents}: several small contents, see {@link BundleFormat}.
 * </ul>
 *
 * <p>A refusal carries a status, a problem's code in {@code Onecopy-Problem}, and no body: 404 {@code content-unavailable},
 * 409 {@code content-superseded}, 503 {@code too-busy}. The object's fingerprint is compared before the first and before the last
 * byte of an answer leaves; where it differs then, the last bytes are withheld and the connection is reset, so that no torn read
 * (H12) ever looks complete.
 */
final class ContentHandler extends Handler.Abstract {
    private static final int BUFFER_BYTES = 256 << 10;
    private static final String OCTETS = "application/octet-stream";

    private final ContentSource source;
    private final PeerAccess access;
    private final RequestSlots slots;
    private final Pace pace;

    ContentHandler(ContentSource source, PeerAccess access, RequestSlots slots, Pace pace) {
        this.pace = pace;
        this.source = source;
        this.access = access;
        this.slots = slots;
    }

    /** The object changed while its bytes were on their way; ends the connection. */
    private static final class TornReadException extends IOException implements QuietException {
        private static final long serialVersionUID = 1L;

        TornReadException() {
            super("the content changed while it was sent");
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        boolean bundle = path.equals(Wire.BUNDLE_PATH);
        if (!bundle && !path.startsWith(Wire.CONTENT_PREFIX)) {
            return false;
        }
        PublicKey peer = PeerGate.chain(request).getFirst().getPublicKey();
        if (!slots.take(peer)) {
            PeerGate.refuse(response, callback, ProblemCode.TOO_BUSY);
            return true;
        }
        try {
            if (bundle) {
                sendBundle(request, response);
            } else {
                sendContent(path.substring(Wire.CONTENT_PREFIX.length()), request, response);
            }
            callback.succeeded();
        } catch (ProblemException | IOException e) {
            fail(response, callback, e);
        } finally {
            slots.release(peer);
        }
        return true;
    }

    private static void fail(Response response, Callback callback, Exception problem) {
        if (response.isCommitted()) {
            callback.failed(problem);
        } else if (problem instanceof ProblemException known) {
            PeerGate.refuse(response, callback, known.code());
        } else if (problem instanceof TornReadException) {
            PeerGate.refuse(response, callback, ProblemCode.CONTENT_SUPERSEDED);
        } else {
            callback.failed(problem);
        }
    }

    private void sendContent(String rest, Request request, Response response) throws IOException {
        if (!request.getMethod().equals("GET")) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "contents can only be read");
        }
        boolean chunks = rest.endsWith(Wire.CHUNKS_SUFFIX);
        ContentKey key = key(chunks ? rest.substring(0, rest.length() - Wire.CHUNKS_SUFFIX.length()) : rest);
        if (!access.mayRead(PeerGate.chain(request), key.rule())) {
            throw new ProblemException(ProblemCode.FORBIDDEN, "the peer's zone is no member of the rule");
        }
        Found.Available found = available(key);
        try (ContentReader reader = found.reader()) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, OCTETS);
            if (chunks) {
                byte[] digests = ChunkTree.toBytes(found.chunks());
                response.getHeaders().put(HttpHeader.CONTENT_LENGTH, digests.length);
                Content.Sink.write(response, true, ByteBuffer.wrap(digests));
            } else {
                sendRange(found, reader, key.rule(), request, response);
            }
        }
    }

    private static ContentKey key(String text) {
        try {
            return Wire.key(text);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "'" + text + "' names no content", e);
        }
    }

    private Found.Available available(ContentKey key) {
        return switch (source.find(key)) {
            case Found.Available available -> available;
            case Found.Superseded _ ->
                throw new ProblemException(ProblemCode.CONTENT_SUPERSEDED, key + " has been changed in this zone");
            case Found.Unknown _ ->
                throw new ProblemException(ProblemCode.CONTENT_UNAVAILABLE, key + " is not in this zone");
            case Found.Unsettled _ ->
                throw new ProblemException(
                        ProblemCode.CONTENT_UNSETTLED, "this zone cannot say yet whether it has " + key);
        };
    }

    private void sendRange(Found.Available found, ContentReader reader, RuleId rule, Request request, Response response)
            throws IOException {
        ByteRange range = ByteRange.parse(request.getHeaders().get(HttpHeader.RANGE), found.length());
        if (range == null) {
            response.setStatus(HttpStatus.RANGE_NOT_SATISFIABLE_416);
            response.getHeaders().put(HttpHeader.CONTENT_RANGE, "bytes */" + found.length());
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, 0);
            Content.Sink.write(response, true, null);
            return;
        }
        requireUnchanged(found, reader);
        if (request.getHeaders().contains(HttpHeader.RANGE)) {
            response.setStatus(HttpStatus.PARTIAL_CONTENT_206);
            response.getHeaders().put(HttpHeader.CONTENT_RANGE, range.toContentRange(found.length()));
        }
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, range.length());
        sendBytes(found, reader, range, response, pace.flow(PeerGate.chain(request), rule));
    }

    private void sendBytes(
            Found.Available found, ContentReader reader, ByteRange range, Response response, Pace.Flow flow)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, range.length()));
        long at = range.from();
        long end = at + range.length();
        boolean last;
        do {
            buffer.clear().limit((int) Math.min(Math.min(buffer.capacity(), flow.piece()), end - at));
            fill(reader, at, buffer);
            at += buffer.flip().remaining();
            flow.await(buffer.remaining());
            last = at == end;
            if (last) {
                requireUnchanged(found, reader);
            }
            Content.Sink.write(response, last, buffer);
        } while (!last);
    }

    private static void fill(ContentReader reader, long from, ByteBuffer buffer) throws IOException {
        long at = from;
        while (buffer.hasRemaining()) {
            int read = reader.read(at, buffer);
            if (read < 0) {
                throw new TornReadException();
            }
            at += read;
        }
    }

    private static void requireUnchanged(Found.Available found, ContentReader reader) throws IOException {
        if (!reader.stat().fingerprint().equals(found.expected())) {
            throw new TornReadException();
        }
    }

    private void sendBundle(Request request, Response response) throws IOException {
        List<ContentKey> keys = bundleKeys(request);
        List<X509Certificate> chain = PeerGate.chain(request);
        ByteArrayOutputStream body = new ByteArrayOutputStream(BUFFER_BYTES);
        DataOutputStream frames = new DataOutputStream(body);
        Map<RuleId, Boolean> readable = new HashMap<>();
        long left = Wire.BUNDLE_BYTES_MAX;
        int[] ends = new int[keys.size()];
        for (int i = 0; i < keys.size(); i++) {
            BundleFormat.Frame frame = readable.computeIfAbsent(keys.get(i).rule(), rule -> access.mayRead(chain, rule))
                    ? frame(i, keys.get(i), left)
                    : refusal(i, ProblemCode.FORBIDDEN.status());
            BundleFormat.write(frames, frame);
            left -= frame.bytes().length;
            ends[i] = frames.size();
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, OCTETS);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.size());
        sendFrames(body.toByteArray(), ends, keys, chain, response);
    }

    /** Frame after frame, each in as many pieces as its rule's limits want; what is not limited leaves together. */
    private void sendFrames(
            byte[] body, int[] ends, List<ContentKey> keys, List<X509Certificate> chain, Response response)
            throws IOException {
        Map<RuleId, Pace.Flow> flows = new HashMap<>();
        int sent = 0;
        int at = 0;
        for (int i = 0; i < ends.length; i++) {
            Pace.Flow flow = flows.computeIfAbsent(keys.get(i).rule(), rule -> pace.flow(chain, rule));
            while (at < ends[i]) {
                int piece = flow.piece();
                int bytes = Math.min(piece, ends[i] - at);
                flow.await(bytes);
                at += bytes;
                if (piece != Pace.Flow.WHOLE) {
                    Content.Sink.write(response, false, ByteBuffer.wrap(body, sent, at - sent));
                    sent = at;
                }
            }
        }
        Content.Sink.write(response, true, ByteBuffer.wrap(body, sent, body.length - sent));
    }

    private static List<ContentKey> bundleKeys(Request request) throws IOException {
        if (!request.getMethod().equals("POST") || request.getLength() > Wire.BUNDLE_REQUEST_BYTES_MAX) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "a bundle is asked for by a POST of a list of keys");
        }
        try (InputStream in = Request.asInputStream(request)) {
            byte[] body = in.readNBytes(Wire.BUNDLE_REQUEST_BYTES_MAX + 1);
            if (body.length > Wire.BUNDLE_REQUEST_BYTES_MAX) {
                throw new ProblemException(ProblemCode.BAD_REQUEST, "the list of keys is too long");
            }
            return BundleFormat.parseRequest(body);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    ProblemCode.BAD_REQUEST, "the list of keys cannot be read: " + e.getMessage(), e);
        }
    }

    private BundleFormat.Frame frame(int index, ContentKey key, long bytesLeft) {
        try {
            Found.Available found = available(key);
            try (ContentReader reader = found.reader()) {
                if (found.length() > Math.min(Wire.SMALL_BYTES_MAX, bytesLeft)) {
                    return refusal(index, BundleFormat.DID_NOT_FIT);
                }
                ByteBuffer bytes = ByteBuffer.allocate((int) found.length());
                fill(reader, 0, bytes);
                requireUnchanged(found, reader);
                return new BundleFormat.Frame(index, HttpStatus.OK_200, bytes.array());
            }
        } catch (ProblemException e) {
            return refusal(index, e.code().status());
        } catch (IOException e) {
            return refusal(index, ProblemCode.CONTENT_SUPERSEDED.status());
        }
    }

    private static BundleFormat.Frame refusal(int index, int status) {
        return new BundleFormat.Frame(index, status, new byte[0]);
    }
}
