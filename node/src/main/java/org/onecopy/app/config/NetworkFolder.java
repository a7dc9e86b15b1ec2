package org.onecopy.app.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ApiJson;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.TimeoutProfile;
import org.onecopy.network.identity.IdentityFiles;
import org.onecopy.problem.ProblemException;

/**
 * What a node's data directory says of the network that it made or joined: the folder {@code network} with its identity, and {@code
 * network.json}, which is written last. Where that file is not there, the node belongs to no network.
 */
public final class NetworkFolder {
    private static final String FILE = "network.json";

    private static final String TIMEOUTS_FILE = "timeouts.json";

    /** What the node knows of forced recoveries. */
    public static final String RECOVERED_FILE = "recovered.json";

    private final Path directory;

    private NetworkFolder(Path directory) {
        this.directory = directory;
    }

    /** Of a node's data directory, whether it exists or not. */
    public static NetworkFolder of(Path dataDir) {
        return new NetworkFolder(dataDir.resolve("network"));
    }

    /**
     * What the node knows of forced recoveries of its network.
     *
     * @param incarnation of the network, 0 where there was no recovery
     * @param registry the registry's group since the last one; null where there was none
     * @param seed whether this node began that group
     */
    public record Recovered(int incarnation, @Nullable UUID registry, boolean seed) {
        /** There was none. */
        public static final Recovered NEVER = new Recovered(0, null, false);
    }

    /** What the node knows of forced recoveries of its network. */
    public Recovered recovered() {
        Path file = directory.resolve(RECOVERED_FILE);
        try {
            return Files.exists(file)
                    ? ApiJson.strict().readValue(Files.readString(file, StandardCharsets.UTF_8), Recovered.class)
                    : Recovered.NEVER;
        } catch (IOException e) {
            throw new ProblemException(
                    ProblemCode.CONFIG_INVALID,
                    file + " cannot be read: restore it from a backup, or bring this node in again under another name",
                    e);
        }
    }

    /** Notes durably what the node is to know of forced recoveries. */
    public void write(Recovered recovered) {
        write(RECOVERED_FILE, recovered);
    }

    /** The timeouts that the node was told when it came in; null where it was told none. */
    public @Nullable TimeoutProfile timeouts() {
        Path file = directory.resolve(TIMEOUTS_FILE);
        try {
            return Files.exists(file)
                    ? ApiJson.strict().readValue(Files.readString(file, StandardCharsets.UTF_8), TimeoutProfile.class)
                    : null;
        } catch (IOException e) {
            throw new ProblemException(
                    ProblemCode.CONFIG_INVALID, file + " cannot be read: remove it, and 'timeouts.profile' counts", e);
        }
    }

    /** Notes durably with which timeouts the node is to begin. */
    public void write(TimeoutProfile timeouts) {
        write(TIMEOUTS_FILE, timeouts);
    }

    /** What is in the file. */
    record Note(UUID network, boolean founder) {
        Note {
            if (network == null) {
                throw new IllegalArgumentException("'network' is missing");
            }
        }
    }

    public Path directory() {
        return directory;
    }

    public IdentityFiles identity() {
        return new IdentityFiles(directory);
    }

    /** Whether the node belongs to a network. */
    public boolean exists() {
        return Files.exists(directory.resolve(FILE));
    }

    /**
     * Notes durably that the node belongs to a network now.
     *
     * @param founder whether it made the network
     */
    public void write(UUID network, boolean founder) {
        write(FILE, new Note(network, founder));
    }

    private void write(String file, Object content) {
        try {
            Files.createDirectories(directory);
            Path fresh = directory.resolve(file + ".new");
            byte[] json = ApiJson.strict().writeValueAsBytes(content);
            try (FileChannel out = FileChannel.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                out.write(java.nio.ByteBuffer.wrap(json));
                out.force(true);
            }
            Files.move(fresh, directory.resolve(file), StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel made = FileChannel.open(directory)) {
                made.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write into " + directory, e);
        }
    }

    /** The network of a node, unknown where it belongs to none. */
    NodeConfig.Network read(NodeConfig config) {
        try {
            Note note = ApiJson.strict()
                    .readValue(Files.readString(directory.resolve(FILE), StandardCharsets.UTF_8), Note.class);
            NodeConfig.Addresses at = config.addresses();
            NodeConfig.Member self = new NodeConfig.Member(
                    config.node(),
                    config.zone(),
                    at.agreement().advertised(),
                    at.content().advertised(),
                    at.admin().advertised());
            IdentityFiles files = identity();
            return new NodeConfig.Network(
                    note.network,
                    files.authorityFile(),
                    files.certificateFile(),
                    files.keyFile(),
                    note.founder ? List.of(self) : List.of(),
                    Recovered.NEVER);
        } catch (NoSuchFileException e) {
            return NodeConfig.NO_NETWORK;
        } catch (JsonProcessingException e) {
            throw new ProblemException(
                    ProblemCode.CONFIG_INVALID,
                    directory.resolve(FILE) + " is damaged: restore it from a backup, or remove " + directory
                            + " and induct this node again under another name",
                    e);
        } catch (IOException e) {
            throw new ProblemException(
                    ProblemCode.CONFIG_INVALID, "cannot read " + directory.resolve(FILE) + ": " + e.getMessage(), e);
        }
    }
}
