package org.onecopy.console.connect;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.session.Gateway;
import org.onecopy.console.session.Session;
import org.onecopy.console.work.Work;
import org.onecopy.model.api.LoginSpec;
import org.onecopy.model.api.StatusView;
import org.onecopy.model.client.AdminClient;
import org.onecopy.model.client.AdminEndpoint;

/** Makes sessions of saved connections. What asks a node blocks. */
public final class Connector {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private Connector() {}

    /** A session that has not begun to watch. Reads and writes files only. */
    public static Session session(ConnectionBook book, Saved connection, Work work) {
        Gateway gateway = new Gateway(
                connection.urls(),
                book.authority(connection),
                book.secret(connection.name()).orElse(null),
                PATIENCE);
        return new Session(connection.name(), connection.environment(), gateway, work);
    }

    /** Asks for a session's token. The password is kept nowhere. */
    public static String login(ConnectionBook book, Saved connection, String password) {
        LoginSpec spec = new LoginSpec(connection.user() == null ? "" : connection.user(), password);
        return one(
                connection.urls().getFirst(),
                book.authority(connection),
                null,
                client -> client.people().login(spec).secret());
    }

    /** Tries a connection out: what the first node says. */
    public static StatusView test(ConnectionBook book, Saved connection, @Nullable String token) {
        return one(connection.urls().getFirst(), book.authority(connection), token, AdminClient::status);
    }

    private static <T> T one(URI url, Path ca, @Nullable String token, Function<AdminClient, T> question) {
        try (AdminClient client = AdminClient.of(new AdminEndpoint(url, ca, null), token, PATIENCE)) {
            return question.apply(client);
        }
    }
}
