package org.onecopy.console.connect;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.session.Environment;
import org.onecopy.model.ApiJson;

/** Reads a network file, such as a demonstration's {@code network.json}. Blocks on the disk. */
public final class NetworkImport {
    private NetworkImport() {}

    /**
     * What a network file came to.
     *
     * @param token what its token file says
     */
    public record Imported(Saved connection, String token) {}

    /**
     * Reads a file; paths in it start at its folder.
     *
     * @throws IllegalArgumentException where it is none, or what it names cannot be read
     */
    public static Imported read(Path file) {
        try {
            JsonNode root = ApiJson.lenient().readTree(Files.readString(file));
            List<URI> urls = new ArrayList<>();
            root.path("nodes")
                    .forEach(node -> urls.add(URI.create(node.path("admin").asText())));
            if (urls.isEmpty() || !root.hasNonNull("ca") || !root.hasNonNull("token")) {
                throw new IllegalArgumentException(file + " is no network file: expected nodes, ca and token");
            }
            Path base = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
            String token = Files.readString(base.resolve(root.path("token").asText()))
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("the token file of " + file + " is empty"));
            Path folder = base.getFileName();
            String name = folder == null ? "network" : folder.toString();
            return new Imported(
                    new Saved(
                            name,
                            Environment.DEVELOPMENT,
                            urls,
                            Files.readString(base.resolve(root.path("ca").asText())),
                            null),
                    token);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read the network file " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * The network file of the newest running demonstration, as the command line remembers it.
     *
     * @param stateHome {@code $XDG_STATE_HOME}, or null
     * @param home the user's
     */
    public static Optional<Path> running(@Nullable String stateHome, Path home) {
        Path state = stateHome == null ? home.resolve(".local/state") : Path.of(stateHome);
        try {
            Path file = Path.of(
                    Files.readString(state.resolve("onecopy/current-network")).strip());
            return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
