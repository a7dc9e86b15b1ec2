package org.onecopy.console.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.console.session.Environment;

class ConnectionBookTest {
    private static final Saved LIVE = new Saved(
            "live",
            Environment.PRODUCTION,
            List.of(URI.create("https://oslo.example.org:8082")),
            "-----BEGIN CERTIFICATE-----",
            null);

    @TempDir
    private Path directory;

    @Test
    void keeps_connections_and_secrets_for_their_owner_only() throws IOException {
        ConnectionBook.open(directory).save(LIVE, "token-1");
        ConnectionBook again = ConnectionBook.open(directory);
        assertThat(again.all()).containsExactly(LIVE);
        assertThat(again.secret("live")).contains("token-1");
        for (String file : List.of("connections.json", "secrets.json")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file))))
                    .isEqualTo("rw-------");
        }
        assertThat(again.protection()).contains("in the clear");
    }

    @Test
    void a_passphrase_hides_the_secrets_from_who_does_not_know_it() throws IOException {
        ConnectionBook book = ConnectionBook.open(directory);
        book.save(LIVE, "token-1");
        book.protect("open sesame".toCharArray());
        assertThat(Files.readString(directory.resolve("secrets.json"))).doesNotContain("token-1");

        ConnectionBook again = ConnectionBook.open(directory);
        assertThat(again.locked()).isTrue();
        assertThat(again.secret("live")).isEmpty();
        assertThatThrownBy(() -> again.unlock("open sesam".toCharArray())).hasMessage("wrong passphrase");
        again.unlock("open sesame".toCharArray());
        assertThat(again.secret("live")).contains("token-1");
    }

    /** A keyring in memory. */
    private static final class Ring implements Keyring {
        private final Map<String, String> kept = new HashMap<>();

        @Override
        public Optional<String> find(String connection) {
            return Optional.ofNullable(kept.get(connection));
        }

        @Override
        public void keep(String connection, String secret) {
            kept.put(connection, secret);
        }

        @Override
        public void forget(String connection) {
            kept.remove(connection);
        }
    }

    @Test
    void secrets_go_into_the_keyring_and_back_into_a_file_and_are_never_in_both() throws IOException {
        Ring ring = new Ring();
        ConnectionBook book = ConnectionBook.open(directory, ring);
        book.save(LIVE, "token-1");
        assertThat(ring.kept).as("nobody has said so yet").isEmpty();
        book.useKeyring();
        assertThat(ring.kept).containsExactly(Map.entry("live", "token-1"));
        assertThat(Files.readString(directory.resolve("secrets.json"))).doesNotContain("token-1");

        ConnectionBook again = ConnectionBook.open(directory, ring);
        assertThat(again.secret("live")).contains("token-1");
        again.save(LIVE, "token-2");
        assertThat(ring.kept).containsExactly(Map.entry("live", "token-2"));
        again.protect("open sesame".toCharArray());
        assertThat(ring.kept).isEmpty();
        ConnectionBook third = ConnectionBook.open(directory, ring);
        third.unlock("open sesame".toCharArray());
        assertThat(third.secret("live")).contains("token-2");
    }

    @Test
    void a_keyring_that_is_gone_is_said_and_nothing_is_kept_quietly() {
        Ring ring = new Ring();
        ConnectionBook.open(directory, ring).useKeyring();
        ConnectionBook without = ConnectionBook.open(directory);
        assertThat(without.protection()).contains("cannot be reached");
        assertThatThrownBy(() -> without.save(LIVE, "token-1")).hasMessageContaining("Passphrase for secrets");
        without.protect(null);
        without.save(LIVE, "token-1");
        assertThat(ConnectionBook.open(directory).secret("live")).contains("token-1");
    }

    @Test
    void forgets_a_connection_with_its_secret() {
        ConnectionBook book = ConnectionBook.open(directory);
        book.save(LIVE, "token-1");
        book.remove("live");
        assertThat(ConnectionBook.open(directory).all()).isEmpty();
        assertThat(ConnectionBook.open(directory).secret("live")).isEmpty();
    }

    @Test
    void reads_a_network_file_with_paths_that_start_at_it() throws IOException {
        Files.writeString(directory.resolve("ca.crt"), "-----BEGIN CERTIFICATE-----");
        Files.writeString(directory.resolve("token"), "\nsecret-2\n");
        Path file = Files.writeString(
                directory.resolve("network.json"),
                "{\"nodes\":[{\"node\":\"a\",\"admin\":\"https://localhost:1\",\"new\":1}],\"ca\":\"ca.crt\",\"token\":\"token\"}");
        NetworkImport.Imported imported = NetworkImport.read(file);
        assertThat(imported.token()).isEqualTo("secret-2");
        assertThat(imported.connection().urls()).containsExactly(URI.create("https://localhost:1"));
        Files.writeString(file, "{}");
        assertThatThrownBy(() -> NetworkImport.read(file)).hasMessageContaining("no network file");
    }
}
