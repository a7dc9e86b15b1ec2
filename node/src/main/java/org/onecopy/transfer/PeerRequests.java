package org.onecopy.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.eclipse.jetty.client.ByteBufferRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

/**
 * HTTPS requests to other nodes, over connections that are kept. Refusals become problems; broken connections stay
 * {@link IOException}s, so that the caller may ask once more. Blocks; safe to call from many threads.
 */
final class PeerRequests implements AutoCloseable {
    private final HttpClient client;
    private final Duration idleMax;
    private final Duration answerMax;

    PeerRequests(
            SSLContext tlsContext,
            Predicate<List<X509Certificate>> peers,
            Duration connectMax,
            Duration idleMax,
            int connectionsPerPeerMax) {
        this.idleMax = idleMax;
        this.answerMax = connectMax.plus(idleMax);
        QueuedThreadPool threads = new QueuedThreadPool(32);
        threads.setName("content-client");
        threads.setDaemon(true);
        ClientConnector connector = new ClientConnector();
        connector.setExecutor(threads);
        connector.setSslContextFactory(tls(tlsContext));
        client = new HttpClient(new HttpClientTransportOverHTTP(connector));
        client.setExecutor(threads);
        client.setConnectTimeout(connectMax.toMillis());
        client.setAddressResolutionTimeout(connectMax.toMillis());
        client.setIdleTimeout(idleMax.toMillis());
        client.setMaxConnectionsPerDestination(connectionsPerPeerMax);
        client.setFollowRedirects(false);
        client.setHttpCookieStore(new HttpCookieStore.Empty());
        client.addBean(new PeerCheck(peers));
        try {
            client.start();
        } catch (Exception e) {
            throw new ProblemException(ProblemCode.INTERNAL, "the content client did not start", e);
        }
        client.getContentDecoderFactories().clear();
    }

    private static SslContextFactory.Client tls(SSLContext context) {
        SslContextFactory.Client tls = new SslContextFactory.Client();
        tls.setSslContext(context);
        tls.setIncludeProtocols("TLSv1.3");
        // Nodes are known by the identity in their certificate, which PeerCheck looks at, not by host names.
        tls.setEndpointIdentificationAlgorithm("");
        return tls;
    }

    /** Ends a handshake with a server that is no node of this network, before anything was asked. */
    private record PeerCheck(Predicate<List<X509Certificate>> peers) implements SslHandshakeListener {
        @Override
        public void handshakeSucceeded(Event event) throws SSLPeerUnverifiedException {
            SSLSession session = event.getSSLEngine().getSession();
            List<X509Certificate> chain = Arrays.stream(session.getPeerCertificates())
                    .map(X509Certificate.class::cast)
                    .toList();
            if (!peers.test(chain)) {
                throw new SSLPeerUnverifiedException(
                        "certificate of " + chain.getFirst().getSubjectX500Principal() + " is not that of a node");
            }
        }
    }

    /** An answer with status 200 or 206; its body is being read. */
    static final class Answer implements AutoCloseable {
        private final Response response;
        private final InputStream body;

        private Answer(Response response, InputStream body) {
            this.response = response;
            this.body = body;
        }

        /** The length of the body, or -1 where the answer does not say. */
        long length() {
            return response.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
        }

        @Nullable
        String contentRange() {
            return response.getHeaders().get(HttpHeader.CONTENT_RANGE);
        }

        InputStream body() {
            return body;
        }

        /**
         * Reads this many bytes, and digests each piece while it is in the processor's cache.
         *
         * @param came told of each piece
         */
        void read(byte[] into, int length, MessageDigest sha, IntConsumer came) throws IOException {
            try {
                for (int at = 0; at < length; ) {
                    int read = body.read(into, at, length - at);
                    if (read < 0) {
                        throw new IOException("the answer ended early");
                    }
                    sha.update(into, at, read);
                    came.accept(read);
                    at += read;
                }
            } catch (InterruptedIOException e) {
                throw cancelled();
            }
        }

        /** Reads this many bytes. */
        byte[] read(int length) throws IOException {
            try {
                byte[] bytes = body.readNBytes(length);
                if (bytes.length < length) {
                    throw new IOException("the answer ended early");
                }
                return bytes;
            } catch (InterruptedIOException e) {
                throw cancelled();
            }
        }

        /** Sees the end of the body, so that the connection is kept. */
        void end() throws IOException {
            if (body.read() >= 0) {
                throw new IOException("the answer goes on after its end");
            }
        }

        /** Lets go; the connection is kept where the body was read to its end, else it is closed. */
        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    /**
     * Reads something.
     *
     * @param range null for all of it
     * @throws ProblemException where it was refused
     * @throws IOException where the connection could not be made or broke
     * @throws CancellationException where the thread was interrupted
     */
    Answer get(String endpoint, String path, @Nullable ByteRange range) throws IOException {
        Request request = client.newRequest("https://" + endpoint + path);
        if (range != null) {
            request.headers(headers -> headers.put(HttpHeader.RANGE, range.toHeader()));
        }
        return send(endpoint, request);
    }

    /** Asks with a body. Throws as {@link #get} does. */
    Answer post(String endpoint, String path, byte[] body) throws IOException {
        return send(
                endpoint,
                client.newRequest("https://" + endpoint + path)
                        .method(HttpMethod.POST)
                        .body(new ByteBufferRequestContent("text/plain", ByteBuffer.wrap(body))));
    }

    private Answer send(String endpoint, Request request) throws IOException {
        InputStreamResponseListener listener = new InputStreamResponseListener();
        request.idleTimeout(idleMax.toMillis(), TimeUnit.MILLISECONDS).send(listener);
        try {
            Response response = listener.get(answerMax.toMillis(), TimeUnit.MILLISECONDS);
            if (response.getStatus() == 200 || response.getStatus() == 206) {
                return new Answer(response, listener.getInputStream());
            }
            drain(listener, request);
            throw problem(endpoint, request.getPath(), response);
        } catch (InterruptedException e) {
            CancellationException cancelled = cancelled();
            var _ = request.abort(cancelled);
            throw cancelled;
        } catch (TimeoutException e) {
            var _ = request.abort(e);
            throw new IOException("no answer within " + answerMax.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IOException(reason(e.getCause()), e.getCause());
        }
    }

    /** Whether what broke a request is that the peer kept silent for too long, also to a call, rather than a connection that ended. */
    static boolean hangs(IOException problem) {
        return problem.getCause() instanceof TimeoutException || problem.getCause() instanceof SocketTimeoutException;
    }

    /** Reads the rest of a refusal, which has no body, so that its connection is kept. */
    private static void drain(InputStreamResponseListener listener, Request request) {
        try (InputStream body = listener.getInputStream()) {
            if (body.read() >= 0) {
                var _ = request.abort(new IOException("a refusal has no body"));
            }
        } catch (IOException e) {
            var _ = request.abort(e);
        }
    }

    private static ProblemException problem(String endpoint, String path, Response response) {
        String what = endpoint + " answered " + response.getStatus() + " for " + path;
        String named = response.getHeaders().get(Wire.PROBLEM_HEADER);
        if (ProblemCode.TOO_BUSY.code().equals(named)) {
            return new ProblemException(ProblemCode.TOO_BUSY, what + ": it serves as many requests as it may");
        }
        return problem(response.getStatus(), what + (named == null ? "" : ": " + named));
    }

    /** The problem that a refusal of a content means for the one who asked. */
    static ProblemException problem(int status, String what) {
        ProblemCode code = switch (status) {
            case 403 -> ProblemCode.FORBIDDEN;
            case 409 -> ProblemCode.CONTENT_SUPERSEDED;
            case 425 -> ProblemCode.CONTENT_UNSETTLED;
            case 503, BundleFormat.DID_NOT_FIT -> ProblemCode.TOO_BUSY;
            default -> ProblemCode.CONTENT_UNAVAILABLE;
        };
        return new ProblemException(code, what);
    }

    private static String reason(@Nullable Throwable cause) {
        if (cause == null) {
            return "the connection failed";
        }
        String message = cause.getMessage();
        return cause.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }

    private static CancellationException cancelled() {
        Thread.currentThread().interrupt();
        return new CancellationException("fetching was cancelled");
    }

    @Override
    public void close() {
        try {
            client.stop();
        } catch (Exception e) {
            throw new ProblemException(ProblemCode.INTERNAL, "the content client did not stop", e);
        }
    }
}
