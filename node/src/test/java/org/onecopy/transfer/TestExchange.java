package org.onecopy.transfer;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.onecopy.model.RuleId;

/** A server and a client that know each other. */
final class TestExchange implements AutoCloseable {
    static final int REQUESTS_PER_PEER_MAX = 20;

    private final TestAuthority authority = new TestAuthority();
    private final ContentSourceFake source;
    private final ContentClient client;
    private ContentServer server;
    private int port;

    TestExchange(Path directory) {
        source = new ContentSourceFake(directory);
        client = new ContentClient(settings(), authority.node("client"), chain -> true);
        startServer();
    }

    ContentClient.Settings settings() {
        return new ContentClient.Settings(3, 48, 16, 2, Duration.ofSeconds(5), Duration.ofSeconds(10));
    }

    static ContentServer.Settings serverSettings(int port) {
        return new ContentServer.Settings(
                "127.0.0.1", port, 2 * REQUESTS_PER_PEER_MAX, REQUESTS_PER_PEER_MAX, 100, Duration.ofSeconds(10));
    }

    static PeerAccess everybody() {
        return access(true);
    }

    static PeerAccess access(boolean mayRead) {
        return new PeerAccess() {
            @Override
            public boolean admits(List<X509Certificate> chain) {
                return true;
            }

            @Override
            public boolean mayRead(List<X509Certificate> chain, RuleId rule) {
                return mayRead;
            }
        };
    }

    TestAuthority authority() {
        return authority;
    }

    ContentSourceFake source() {
        return source;
    }

    ContentClient client() {
        return client;
    }

    ContentServer server() {
        return server;
    }

    String endpoint() {
        return "127.0.0.1:" + port;
    }

    /** Starts the server, where it was before once it has been started. */
    void startServer() {
        server = new ContentServer(
                serverSettings(port), authority.node("server"), everybody(), source, List.<Handler>of());
        server.start();
        port = server.port();
    }

    void stopServer() {
        server.close();
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
