package org.onecopy.cli;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ApiJson;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;

/**
 * How to reach the nodes of a network and their storages: {@code network.json}.
 *
 * @param nodes in the order in which they are tried
 * @param ca PEM file; a relative path starts at the file's directory
 * @param token file with the bearer token; a relative path starts at the file's directory
 * @param rule the demonstration's rule, absent elsewhere
 */
public record NetworkFile(
        List<Node> nodes, String ca, String token, @Nullable RuleName rule) {
    public NetworkFile {
        nodes = nodes == null ? List.of() : List.copyOf(nodes);
    }

    /**
     * A node.
     *
     * @param pid of its process, absent where that is on another machine or not running
     * @param admin URL of its admin API
     */
    public record Node(
            NodeId node,
            ZoneName zone,
            @Nullable Long pid,
            String admin,
            @Nullable StoragePlace storage) {}

    /** How an outside reader reaches the location of the demonstration's rule in the storage of a node's zone. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = StoragePlace.Local.class, name = "local"),
        @JsonSubTypes.Type(value = StoragePlace.Hdfs.class, name = "hdfs"),
        @JsonSubTypes.Type(value = StoragePlace.S3.class, name = "s3")
    })
    public sealed interface StoragePlace {
        /** A directory of this machine. */
        record Local(String path) implements StoragePlace {}

        /**
         * A directory in HDFS.
         *
         * @param uri of the file system
         * @param webhdfs URL of the NameNode's HTTP server
         */
        record Hdfs(String uri, String path, String webhdfs, List<Server> servers) implements StoragePlace {}

        /**
         * What lies in a bucket below a prefix.
         *
         * @param prefix of all keys, with a slash at its end
         * @param credentials file in the form of {@code ~/.aws/credentials}
         */
        record S3(
                String endpoint, String region, String bucket, String prefix, String credentials, List<Server> servers)
                implements StoragePlace {}

        /**
         * A process that the storage consists of.
         *
         * @param pid absent while it is not running
         */
        record Server(String name, @Nullable Long pid) {}

        /** The servers of these names, with the pids there are. */
        static List<Server> servers(Map<String, Long> pids, String... names) {
            return Stream.of(names)
                    .map(name -> new Server(name, pids.get(name)))
                    .toList();
        }
    }

    /** @throws IllegalArgumentException where the file cannot be read or is none */
    public static NetworkFile read(Path file) {
        try {
            NetworkFile network = ApiJson.lenient().readValue(Files.readString(file), NetworkFile.class);
            if (network == null || network.nodes.isEmpty() || network.ca == null || network.token == null) {
                throw new IllegalArgumentException(file + " is no network file: expected nodes, ca and token");
            }
            Path base = file.toAbsolutePath().getParent();
            return base == null
                    ? network
                    : new NetworkFile(
                            network.nodes,
                            base.resolve(network.ca).toString(),
                            base.resolve(network.token).toString(),
                            network.rule);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("there is no network file " + file, e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + " is no network file: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read the network file " + file + ": " + e.getMessage(), e);
        }
    }

    /** Puts the file there as a whole: a reader sees the old or the new one. */
    public void write(Path file) throws IOException {
        ObjectWriter writer = ApiJson.strict().writerWithDefaultPrettyPrinter();
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, writer.writeValueAsString(this) + "\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
