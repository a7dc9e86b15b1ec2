package org.onecopy.console.shell;

import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.connect.ConnectionBook;
import org.onecopy.console.connect.Connector;
import org.onecopy.console.connect.NetworkImport;
import org.onecopy.console.connect.Saved;
import org.onecopy.console.connect.TrustProbe;
import org.onecopy.console.lists.Texts;
import org.onecopy.console.session.Environment;
import org.onecopy.console.theme.Ask;
import org.onecopy.model.Words;

/** Adding, opening and forgetting connections. */
final class ConnectionActs {
    private ConnectionActs() {}

    static void choose(Desk desk) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Import a network file");
        chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter("Network files", "*.json"));
        File file = chooser.showOpenDialog(desk.stage());
        if (file != null) {
            importFile(desk, file.toPath());
        }
    }

    static void importFile(Desk desk, Path file) {
        desk.work()
                .run(
                        "Import " + file,
                        () -> {
                            NetworkImport.Imported imported = NetworkImport.read(file);
                            desk.book().save(imported.connection(), imported.token());
                            return imported.connection();
                        },
                        desk::connect,
                        why -> desk.say("Import " + file + ": " + why));
    }

    static void add(Desk desk) {
        Ask ask = new Ask(desk.stage(), "New connection", "Look at the node");
        ask.plan(
                "Next you see whom the node belongs to, and decide whether to trust it. Nothing is sent to it before.");
        ask.text("name", "Name", "", "photos in production");
        ask.text("url", "Address of a node", "https://", "https://oslo.example.org:8082");
        ask.choice(
                "environment",
                "Used for",
                Arrays.stream(Environment.values()).map(Environment::word).toList(),
                "production");
        ask.text("ca", "Authority (PEM file; empty: ask the node)", "", "/etc/onecopy/ca.crt");
        ask.text("user", "User (empty: a token)", "", "anna");
        ask.secret("secret", "Password or token");
        ask.check(values -> {
            if (values.getOrDefault("name", "").isBlank()) {
                return Optional.of("Give the connection a name.");
            }
            URI url = URI.create(values.getOrDefault("url", "").strip());
            return "https".equals(url.getScheme()) && url.getHost() != null
                    ? Optional.empty()
                    : Optional.of("An address is https://HOST:PORT.");
        });
        ask.show().ifPresent(values -> probe(desk, values));
    }

    private static void probe(Desk desk, Map<String, String> values) {
        String file = values.getOrDefault("ca", "").strip();
        URI url = URI.create(values.getOrDefault("url", "").strip());
        if (!file.isEmpty()) {
            desk.work()
                    .run(
                            "Read " + file,
                            () -> Files.readString(Path.of(file)),
                            pem -> enter(desk, values, pem),
                            desk::say);
            return;
        }
        desk.work().run("Look at " + url, () -> TrustProbe.look(url), seen -> trust(desk, values, seen), desk::say);
    }

    private static void trust(Desk desk, Map<String, String> values, TrustProbe.Presented seen) {
        Ask ask = new Ask(desk.stage(), "Do you trust this network?", "Trust and connect");
        ask.plan("The node " + values.get("url")
                + " shows this authority. Compare the fingerprint with what the network's"
                + " administrator tells you by another way. From then on nothing else is trusted.");
        ask.plan("Node: " + seen.node());
        ask.plan("Authority: " + seen.subject() + ", until " + Texts.of(seen.expires()));
        ask.area("fingerprint", "SHA-256", wrap(seen.fingerprint()));
        ask.area("pin", "Key, as tickets pin it", seen.pin());
        ask.dangerous();
        ask.show().ifPresent(yes -> enter(desk, values, seen.pem()));
    }

    private static String wrap(String fingerprint) {
        int half = fingerprint.length() / 2 + 1;
        return fingerprint.substring(0, half) + "\n" + fingerprint.substring(half);
    }

    private static void enter(Desk desk, Map<String, String> values, String pem) {
        String user = values.getOrDefault("user", "").strip();
        String secret = values.getOrDefault("secret", "");
        try {
            Saved connection = new Saved(
                    values.getOrDefault("name", "").strip(),
                    Words.parse(Environment.class, values.getOrDefault("environment", "production")),
                    List.of(URI.create(values.getOrDefault("url", "").strip())),
                    pem,
                    user.isEmpty() ? null : user);
            test(desk, connection, secret);
        } catch (IllegalArgumentException e) {
            desk.say("" + e.getMessage());
        }
    }

    /** Nothing is saved that does not work. */
    private static void test(Desk desk, Saved connection, String secret) {
        ConnectionBook book = desk.book();
        desk.work()
                .run(
                        "Connect to " + connection.name(),
                        () -> {
                            String token = connection.user() == null
                                    ? secret.strip()
                                    : Connector.login(book, connection, secret);
                            var status = Connector.test(book, connection, token);
                            book.save(connection, token);
                            return status;
                        },
                        status -> {
                            desk.say("Connected: " + Words.of(status.health()));
                            desk.connect(connection);
                        },
                        why -> desk.say("Not connected: " + why));
    }

    /** Opens a saved connection; asks for the passphrase first, where one is needed. */
    static void open(Desk desk, Saved connection) {
        if (desk.book().locked()) {
            unlock(desk, connection);
        } else {
            desk.connect(connection);
        }
    }

    private static void unlock(Desk desk, Saved connection) {
        Ask ask = new Ask(desk.stage(), "Passphrase of your secrets", "Unlock");
        ask.secret("passphrase", "Passphrase");
        ask.show()
                .ifPresent(values -> desk.work()
                        .run(
                                "Unlock the secrets",
                                () -> {
                                    desk.book()
                                            .unlock(values.getOrDefault("passphrase", "")
                                                    .toCharArray());
                                    return connection;
                                },
                                desk::connect,
                                desk::say));
    }

    static void protect(Desk desk) {
        Ask ask = new Ask(desk.stage(), "Passphrase for secrets", "Set");
        ask.plan(desk.book().protection());
        ask.plan("Empty: keep them in the clear. A forgotten passphrase cannot be found again: then log in anew.");
        ask.secret("passphrase", "New passphrase");
        ask.secret("again", "Once more");
        ask.check(values -> values.getOrDefault("passphrase", "").equals(values.get("again"))
                ? Optional.empty()
                : Optional.of("The two differ."));
        ask.show()
                .ifPresent(values -> desk.work()
                        .run(
                                "Protect the secrets",
                                () -> {
                                    desk.book().protect(passphrase(values));
                                    return desk.book().protection();
                                },
                                desk::say,
                                desk::say));
    }

    static void keyring(Desk desk) {
        Ask ask = new Ask(desk.stage(), "Secrets in the system's keyring", "Move them there");
        ask.plan(desk.book().protection());
        ask.plan(
                "The secrets of all connections go into the keyring of this desktop, and out of the file; the desktop may ask"
                        + " for its password. File, Passphrase for secrets brings them back into a file.");
        ask.show()
                .ifPresent(values -> desk.work()
                        .run(
                                "Move secrets into the keyring",
                                () -> {
                                    desk.book().useKeyring();
                                    return desk.book().protection();
                                },
                                desk::say,
                                desk::say));
    }

    private static char @Nullable [] passphrase(Map<String, String> values) {
        String typed = values.getOrDefault("passphrase", "");
        return typed.isEmpty() ? null : typed.toCharArray();
    }

    private static Optional<Saved> active(Desk desk) {
        return desk.context()
                .connected()
                .flatMap(session -> desk.book().all().stream()
                        .filter(saved -> saved.name().equals(session.name()))
                        .findFirst());
    }

    static void login(Desk desk) {
        active(desk).ifPresent(connection -> {
            Ask ask = new Ask(desk.stage(), "Log in to " + connection.name(), "Log in");
            ask.text("user", "User", connection.user() == null ? "" : connection.user(), "anna");
            ask.secret("password", "Password");
            ask.check(values ->
                    values.getOrDefault("user", "").isBlank() ? Optional.of("Who are you?") : Optional.empty());
            ask.cli(values -> "onecopy login");
            ask.show().ifPresent(values -> {
                Saved changed = new Saved(
                        connection.name(),
                        connection.environment(),
                        connection.urls(),
                        connection.authority(),
                        values.getOrDefault("user", "").strip());
                desk.disconnect();
                test(desk, changed, values.getOrDefault("password", ""));
            });
        });
    }

    static void logout(Desk desk) {
        active(desk).ifPresent(connection -> {
            var session = desk.context().connected().orElseThrow();
            if (connection.user() == null) {
                desk.say("You use a token, not a session: revoke it under Tokens, or disconnect.");
                return;
            }
            desk.work()
                    .run(
                            "Log out",
                            () -> {
                                session.gateway()
                                        .order(client -> client.people().logout());
                                desk.book().save(connection, null);
                                return connection;
                            },
                            done -> desk.disconnect(),
                            desk::say);
        });
    }

    static void forget(Desk desk) {
        List<String> names = desk.book().all().stream().map(Saved::name).toList();
        Ask ask = new Ask(desk.stage(), "Forget a connection", "Forget");
        ask.plan("Its address, authority and secret are removed from this machine. Nothing changes in the network.");
        ask.choice("name", "Connection", names, names.getFirst());
        ask.dangerous();
        ask.show().ifPresent(values -> {
            String name = values.getOrDefault("name", "");
            desk.work()
                    .run(
                            "Forget " + name,
                            () -> {
                                desk.book().remove(name);
                                return name;
                            },
                            done -> desk.say("Forgotten: " + done),
                            desk::say);
        });
    }
}
