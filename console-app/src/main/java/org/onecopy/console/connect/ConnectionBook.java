package org.onecopy.console.connect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ApiJson;

/**
 * The saved connections and their secrets, in files that only their owner can read. The secrets are in the clear unless a
 * passphrase is set; then they can be read with it only. For one thread at a time; blocks on the disk.
 */
public final class ConnectionBook {
    private static final JsonMapper JSON = ApiJson.lenient();

    private final Path directory;
    private final List<Saved> connections = new ArrayList<>();
    private final Map<String, String> secrets = new TreeMap<>();
    private final @Nullable Keyring keyring;
    private char @Nullable [] passphrase;
    private boolean locked;
    private boolean inKeyring;

    private ConnectionBook(Path directory, @Nullable Keyring keyring) {
        this.directory = directory;
        this.keyring = keyring;
    }

    private record SecretsFile(
            @Nullable Map<String, String> clear,
            @Nullable String sealed,
            @Nullable Boolean keyring) {}

    /** One that knows no keyring. @throws IllegalArgumentException where the files are there and cannot be read */
    public static ConnectionBook open(Path directory) {
        return open(directory, null);
    }

    /**
     * Reads what is kept.
     *
     * @param keyring in which secrets can be kept; null where there is none. It is asked only for what is needed
     * @throws IllegalArgumentException where the files are there and cannot be read
     */
    public static ConnectionBook open(Path directory, @Nullable Keyring keyring) {
        ConnectionBook book = new ConnectionBook(directory, keyring);
        try {
            Files.createDirectories(directory);
            if (Files.exists(book.connectionsFile())) {
                book.connections.addAll(
                        JSON.readValue(Files.readString(book.connectionsFile()), new TypeReference<List<Saved>>() {}));
            }
            SecretsFile file = book.secretsFile();
            if (file.clear() != null) {
                book.secrets.putAll(file.clear());
            }
            book.locked = file.sealed() != null;
            book.inKeyring = Boolean.TRUE.equals(file.keyring());
            return book;
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + directory + ": " + e.getMessage(), e);
        }
    }

    /** Where it lies. */
    public Path directory() {
        return directory;
    }

    /** All, in the order in which they were saved. */
    public List<Saved> all() {
        return List.copyOf(connections);
    }

    /** Whether the secrets are encrypted and the passphrase was not given yet. */
    public boolean locked() {
        return locked;
    }

    /** Whether the secrets are encrypted. */
    public boolean encrypted() {
        return locked || passphrase != null;
    }

    /** How the secrets are kept, in words. */
    public String protection() {
        if (inKeyring) {
            return "Secrets are in the system's keyring"
                    + (keyring == null ? ", which cannot be reached now: install secret-tool, or log in anew." : ".");
        }
        return encrypted()
                ? "Secrets are encrypted by your passphrase (AES-256-GCM)."
                : "Secrets are in the clear in " + directory.resolve("secrets.json")
                        + ", which only your user can read. Set a passphrase to encrypt them.";
    }

    /** @throws IllegalArgumentException where it is the wrong one */
    public void unlock(char[] given) {
        String sealed = secretsFile().sealed();
        if (sealed != null) {
            try {
                secrets.putAll(JSON.readValue(Sealed.open(sealed, given), new TypeReference<Map<String, String>>() {}));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("the file of secrets holds none", e);
            }
        }
        passphrase = given.clone();
        locked = false;
    }

    /** Whether secrets are in the system's keyring. */
    public boolean inKeyring() {
        return inKeyring;
    }

    /** Whether they could be, and are not. */
    public boolean keyringOffered() {
        return keyring != null && !inKeyring && !locked;
    }

    /** Puts all secrets into the system's keyring, and from now on every one; the file has none any more. Blocks. */
    public void useKeyring() {
        Keyring ring = keyring;
        if (ring == null || locked) {
            throw new IllegalArgumentException(
                    locked ? "give the present passphrase first" : "this desktop has no keyring that can be reached");
        }
        secrets.forEach(ring::keep);
        passphrase = null;
        inKeyring = true;
        writeSecrets();
    }

    /** From now on encrypts the secrets in a file; with null, no more. What the keyring had goes into the file. Blocks. */
    public void protect(char @Nullable [] fresh) {
        if (locked) {
            throw new IllegalArgumentException("give the present passphrase first");
        }
        Keyring ring = inKeyring ? keyring : null;
        if (ring != null) {
            connections.forEach(connection -> secret(connection.name()));
        }
        passphrase = fresh == null ? null : fresh.clone();
        inKeyring = false;
        writeSecrets();
        if (ring != null) {
            connections.forEach(connection -> ring.forget(connection.name()));
        }
    }

    /** The secret of a connection: a token. Blocks where the system's keyring has it. */
    public Optional<String> secret(String name) {
        if (inKeyring && keyring != null && !secrets.containsKey(name)) {
            keyring.find(name).ifPresent(found -> secrets.put(name, found));
        }
        return Optional.ofNullable(secrets.get(name));
    }

    /** Saves a connection in the place of one of the same name; with null, its secret is forgotten. */
    public void save(Saved connection, @Nullable String secret) {
        int at = indexOf(connection.name());
        if (at < 0) {
            connections.add(connection);
        } else {
            connections.set(at, connection);
        }
        keep(connection.name(), secret);
        writeConnections();
    }

    /** Forgets a connection with its secret. */
    public void remove(String name) {
        connections.removeIf(connection -> connection.name().equals(name));
        keep(name, null);
        writeConnections();
    }

    /** The file with the certificates that a connection trusts. */
    public Path authority(Saved connection) {
        Path file = directory.resolve(
                "ca-" + HexFormat.of().formatHex(connection.name().getBytes(StandardCharsets.UTF_8)) + ".pem");
        write(file, connection.authority());
        return file;
    }

    private void keep(String name, @Nullable String secret) {
        if (locked) {
            return;
        }
        if (inKeyring && keyring == null && secret != null) {
            throw new IllegalArgumentException(
                    "the system's keyring, where secrets are kept, cannot be reached: log in to the"
                            + " desktop, install secret-tool, or choose File, Passphrase for secrets to keep them in a file");
        }
        if (secret == null) {
            secrets.remove(name);
        } else {
            secrets.put(name, secret);
        }
        if (inKeyring && keyring != null) {
            if (secret == null) {
                keyring.forget(name);
            } else {
                keyring.keep(name, secret);
            }
        }
        writeSecrets();
    }

    private int indexOf(String name) {
        for (int at = 0; at < connections.size(); at++) {
            if (connections.get(at).name().equals(name)) {
                return at;
            }
        }
        return -1;
    }

    private Path connectionsFile() {
        return directory.resolve("connections.json");
    }

    private SecretsFile secretsFile() {
        Path file = directory.resolve("secrets.json");
        try {
            return Files.exists(file)
                    ? JSON.readValue(Files.readString(file), SecretsFile.class)
                    : new SecretsFile(null, null, null);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private void writeConnections() {
        write(connectionsFile(), json(connections));
    }

    private void writeSecrets() {
        SecretsFile file = inKeyring
                ? new SecretsFile(null, null, true)
                : passphrase == null
                        ? new SecretsFile(secrets, null, null)
                        : new SecretsFile(null, Sealed.seal(json(secrets), passphrase), null);
        write(directory.resolve("secrets.json"), json(file));
    }

    private static String json(Object value) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what is saved can be written as JSON", e);
        }
    }

    /** Puts a file there as a whole, at no moment open to others. */
    private void write(Path file, String text) {
        try {
            Path fresh = Files.createTempFile(
                    directory,
                    ".fresh-",
                    ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
