package org.onecopy.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A node that gives out contents. */
final class TestZone implements AutoCloseable {
    private final TestAuthority authority;
    private final ContentSourceFake source;
    private ContentServer server;
    private int port;
    volatile Pace pace = Pace.NONE;

    TestZone(TestAuthority authority, Path directory) {
        this.authority = authority;
        try {
            source = new ContentSourceFake(Files.createDirectories(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        startServer();
    }

    ContentSourceFake source() {
        return source;
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
                TestExchange.serverSettings(port),
                authority.node("server"),
                TestExchange.everybody(),
                source,
                (peer, rule) -> pace.flow(peer, rule),
                List.of());
        server.start();
        port = server.port();
    }

    void stopServer() {
        server.close();
    }

    @Override
    public void close() {
        stopServer();
    }
}
