package org.onecopy.transfer;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

/**
 * Gives contents to the network's other nodes, over HTTPS with TLS 1.3 and certificates on both sides (H70). {@link ContentHandler}
 * says what can be asked. Further handlers for exchanges between nodes may stand behind the same gate.
 */
public final class ContentServer implements AutoCloseable {
    /** Of every answer, also where it refuses the peer: how many forced recoveries the network has been through. */
    public static final String INCARNATION_HEADER = "Onecopy-Incarnation";

    private static final int REQUEST_HEADER_BYTES_MAX = 8 << 10;

    private final Server server;
    private final ServerConnector connector;
    private final SslContextFactory.Server tls;
    private final Settings settings;
    private final RequestSlots slots;

    /**
     * What an administrator may set.
     *
     * @param bindAddress the address or name to listen at
     * @param port 7000 by default; 0 for any free one
     * @param requestsMax contents served at once; who comes then is told to come again ({@code too-busy})
     * @param requestsPerPeerMax of these, for one node
     * @param connectionsMax open connections; beyond it nobody is accepted until one closes
     * @param idleMax how long a connection may stand still
     */
    public record Settings(
            String bindAddress,
            int port,
            int requestsMax,
            int requestsPerPeerMax,
            int connectionsMax,
            Duration idleMax) {
        /** The port that a network's firewalls know. */
        public static final int PORT_DEFAULT = 7000;

        public static Settings at(String bindAddress, int port) {
            return new Settings(bindAddress, port, 128, 48, 1024, Duration.ofSeconds(30));
        }
    }

    /** As the other one, with nothing that holds contents up. */
    public ContentServer(
            Settings settings, SSLContext tlsContext, PeerAccess access, ContentSource source, List<Handler> extras) {
        this(settings, tlsContext, access, source, Pace.NONE, extras);
    }

    /**
     * Prepares a server, which listens once {@link #start} was called.
     *
     * @param tlsContext with this node's key, trusting the network's own authority only
     * @param pace when bytes of contents may leave
     * @param extras further handlers for nodes, asked in order after this server's own paths; only admitted peers reach them
     */
    public ContentServer(
            Settings settings,
            SSLContext tlsContext,
            PeerAccess access,
            ContentSource source,
            Pace pace,
            List<Handler> extras) {
        this.settings = settings;
        this.slots = new RequestSlots(settings.requestsMax(), settings.requestsPerPeerMax());
        QueuedThreadPool threads = new QueuedThreadPool(16);
        threads.setName("content-server");
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("content-request-"));
        this.server = new Server(threads);
        this.tls = tls(tlsContext);
        HttpConfiguration http = new HttpConfiguration();
        http.setRequestHeaderSize(REQUEST_HEADER_BYTES_MAX);
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        http.setIdleTimeout(settings.idleMax().toMillis());
        // Nodes are known by the identity in their certificate, not by host names.
        http.addCustomizer(new SecureRequestCustomizer(false));
        this.connector = new ServerConnector(
                server, 1, 2, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(http));
        connector.setHost(settings.bindAddress());
        connector.setPort(settings.port());
        connector.setIdleTimeout(settings.idleMax().toMillis());
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(settings.connectionsMax(), server));
        List<Handler> handlers = new ArrayList<>();
        handlers.add(new ContentHandler(source, access, slots, pace));
        handlers.addAll(extras);
        server.setHandler(new PeerGate(access, new Handler.Sequence(handlers)));
        server.setStopTimeout(0);
    }

    private static SslContextFactory.Server tls(SSLContext context) {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setSslContext(context);
        tls.setNeedClientAuth(true);
        tls.setIncludeProtocols("TLSv1.3");
        tls.setEndpointIdentificationAlgorithm(null);
        return tls;
    }

    /**
     * Begins to listen.
     *
     * @throws ProblemException {@code ADDRESS_IN_USE} where another process listens there, or the address is not this machine's
     */
    public void start() {
        try {
            connector.open();
            server.start();
        } catch (IOException e) {
            close();
            throw new ProblemException(
                    ProblemCode.ADDRESS_IN_USE,
                    "cannot listen for content at " + settings.bindAddress() + ":" + settings.port()
                            + ": choose another address or port, or stop what listens there",
                    e);
        } catch (Exception e) {
            close();
            throw new ProblemException(ProblemCode.INTERNAL, "the content server did not start", e);
        }
    }

    /** Who asks, where a request has come to a further handler of a server: the peer's certificates, the leaf first. */
    public static List<X509Certificate> peer(Request request) {
        return PeerGate.chain(request);
    }

    /** The port it listens at. */
    public int port() {
        return connector.getLocalPort();
    }

    /** How many contents are being served now. */
    public int requests() {
        return slots.taken();
    }

    /** How many requests for contents have been served since the start. */
    public long served() {
        return slots.takenEver();
    }

    /** Uses another key and other trust for connections from now on; those that stand go on (certificate rotation). */
    public void use(SSLContext tlsContext) {
        try {
            tls.reload(factory -> factory.setSslContext(tlsContext));
        } catch (Exception e) {
            throw new ProblemException(ProblemCode.CERTIFICATE_INVALID, "the new certificate cannot be used", e);
        }
    }

    /** Stops at once; answers on their way are cut off. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new ProblemException(ProblemCode.INTERNAL, "the content server did not stop", e);
        }
    }
}
