package org.onecopy.transfer;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.onecopy.model.RuleId;

/** A server and a client that know each other. */
final class TestExchange implements AutoCloseable {
    static final int REQUESTS_PER_PEER_MAX = 20;

    private final TestZone zone;
    private final ContentClient client;

    TestExchange(Path directory) {
        TestAuthority authority = new TestAuthority();
        zone = new TestZone(authority, directory);
        client = new ContentClient(settings(), authority.node("client"), chain -> true);
    }

    static ContentClient.Settings settings() {
        return new ContentClient.Settings(3, 48, 16, 2, Duration.ofSeconds(5), Duration.ofSeconds(10));
    }

    static ContentServer.Settings serverSettings(int port) {
        return new ContentServer.Settings(
                "127.0.0.1", port, 2 * REQUESTS_PER_PEER_MAX, REQUESTS_PER_PEER_MAX, 100, Duration.ofSeconds(10));
    }

    static PeerAccess everybody() {
        return new PeerAccess() {
            @Override
            public boolean admits(List<X509Certificate> chain) {
                return true;
            }

            @Override
            public boolean mayRead(List<X509Certificate> chain, RuleId rule) {
                return true;
            }
        };
    }

    /** From now on bytes leave at this pace. */
    void pace(Pace pace) {
        zone.pace = pace;
    }

    ContentSourceFake source() {
        return zone.source();
    }

    ContentClient client() {
        return client;
    }

    ContentServer server() {
        return zone.server();
    }

    String endpoint() {
        return zone.endpoint();
    }

    void startServer() {
        zone.startServer();
    }

    void stopServer() {
        zone.stopServer();
    }

    @Override
    public void close() {
        client.close();
        zone.close();
    }
}
