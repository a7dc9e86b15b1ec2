package org.onecopy.admin;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import org.onecopy.admin.events.EventLog;
import org.onecopy.admin.metrics.Metrics;
import org.onecopy.model.NodeId;
import org.onecopy.model.client.AdminClient;
import org.onecopy.model.client.AdminEndpoint;

/** A real admin server over a {@link FakeNode}, and what a client needs to reach it. */
public final class AdminFixture implements AutoCloseable {
    public static final String TOKEN = "a-token-for-tests";

    public final FakeNode node = new FakeNode();
    public final EventLog events;
    public final Metrics metrics = new Metrics();
    public final AdminServer server;
    public final Path ca;
    public final Path token;

    public AdminFixture(Path directory) {
        try {
            TestAuthority authority = TestAuthority.create("test");
            Files.createDirectories(directory);
            ca = authority.writeCa(directory.resolve("ca.pem"));
            token = Files.writeString(directory.resolve("token"), TOKEN + "\n");
            Path tokens = Files.writeString(
                    directory.resolve("tokens"), "# who\n\n" + AccessTokens.line("admin", TOKEN) + "\n");
            events = EventLog.open(directory.resolve("events"), new NodeId("oslo-1"), Clock.systemUTC());
            server = AdminServer.start(
                    "127.0.0.1", 0, authority.server(), AccessTokens.read(tokens), node, events, metrics);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public URI url() {
        return URI.create("https://127.0.0.1:" + server.port());
    }

    public AdminClient client() {
        return AdminClient.of(new AdminEndpoint(url(), ca, token), Duration.ofSeconds(10));
    }

    @Override
    public void close() {
        events.close();
        server.close();
        metrics.close();
    }
}
