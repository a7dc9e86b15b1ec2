package org.onecopy.cli.demo.servers;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A cluster of one NameNode and one DataNode below a directory. Whoever starts the NameNode is its superuser. */
public final class HdfsDaemons {
    /** How many ports it needs. */
    public static final int PORTS = 5;

    private static final String NAME_NODE = "org.apache.hadoop.hdfs.server.namenode.NameNode";
    private static final String DATA_NODE = "org.apache.hadoop.hdfs.server.datanode.DataNode";

    private static final List<String> LOGGING =
            List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-Dorg.slf4j.simpleLogger.showDateTime=true");

    private final Path directory;
    private final List<Integer> ports;

    private HdfsDaemons(Path directory, List<Integer> ports) {
        this.directory = directory;
        this.ports = List.copyOf(ports);
    }

    /** Makes the directory and the configuration of a cluster, or takes up the one that is there. Starts nothing. */
    public static HdfsDaemons in(Path directory, List<Integer> ports) throws IOException {
        HdfsDaemons daemons = new HdfsDaemons(directory.toAbsolutePath(), ports);
        daemons.configure();
        return daemons;
    }

    private void configure() throws IOException {
        Map<String, String> hdfs = new LinkedHashMap<>();
        hdfs.put("dfs.replication", "1");
        hdfs.put("dfs.namenode.name.dir", directory.resolve("name").toUri().toString());
        hdfs.put("dfs.datanode.data.dir", directory.resolve("data").toUri().toString());
        hdfs.put("dfs.namenode.http-address", address(1));
        hdfs.put("dfs.datanode.address", address(2));
        hdfs.put("dfs.datanode.ipc.address", address(3));
        hdfs.put("dfs.datanode.http.address", address(4));
        hdfs.put("dfs.datanode.hostname", FreePorts.HOST);
        hdfs.put("dfs.namenode.safemode.extension", "0");
        hdfs.put("dfs.namenode.resource.du.reserved", "0");
        hdfs.put("dfs.heartbeat.interval", "1");
        // Few clients, few blocks: few threads.
        hdfs.put("dfs.namenode.handler.count", "4");
        hdfs.put("dfs.namenode.service.handler.count", "2");
        hdfs.put("dfs.datanode.handler.count", "2");
        write("core-site.xml", Map.of("fs.defaultFS", uri().toString()));
        write("hdfs-site.xml", hdfs);
    }

    private String address(int port) {
        return FreePorts.HOST + ":" + ports.get(port);
    }

    private void write(String name, Map<String, String> properties) throws IOException {
        StringBuilder xml = new StringBuilder("<configuration>\n");
        properties.forEach((key, value) ->
                xml.append("  <property><name>%s</name><value>%s</value></property>\n".formatted(key, escaped(value))));
        Files.createDirectories(configuration());
        Files.writeString(configuration().resolve(name), xml.append("</configuration>\n"));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    /** The directory with the files that the cluster's clients have. */
    public Path configuration() {
        return directory.resolve("conf");
    }

    /** The file system. */
    public URI uri() {
        return URI.create("hdfs://" + address(0));
    }

    /** Where WebHDFS is. */
    public URI http() {
        return URI.create("http://" + address(1));
    }

    /**
     * What a daemon writes.
     *
     * @param daemon {@code namenode} or {@code datanode}
     */
    public Path log(String daemon) {
        return directory.resolve(daemon + ".log");
    }

    /** Makes the empty file system, unless it was made before; waits until that is done. */
    public void format() throws IOException, InterruptedException {
        Path formatted = directory.resolve("formatted");
        if (Files.exists(formatted)) {
            return;
        }
        // What an interrupted attempt left would be refused, or not fit the new file system.
        removeTree(directory.resolve("name"));
        removeTree(directory.resolve("data"));
        Path log = log("format");
        Process format = run(log, NAME_NODE, "-format", "-nonInteractive");
        try {
            if (!format.waitFor(2, TimeUnit.MINUTES) || format.exitValue() != 0) {
                throw new IOException("the file system of the NameNode cannot be made: " + log + " says why");
            }
        } finally {
            format.destroyForcibly();
        }
        Files.createFile(formatted);
    }

    /** Starts the NameNode of a formatted cluster; it answers some seconds later. */
    public Process startNameNode() throws IOException {
        return run(log("namenode"), NAME_NODE);
    }

    /** Starts the DataNode, which waits for the NameNode. */
    public Process startDataNode() throws IOException {
        return run(log("datanode"), DATA_NODE);
    }

    private Process run(Path log, String mainClass, String... arguments) throws IOException {
        List<String> main = new ArrayList<>(List.of(
                mainClass,
                "-conf",
                configuration().resolve("core-site.xml").toString(),
                "-conf",
                configuration().resolve("hdfs-site.xml").toString()));
        main.addAll(List.of(arguments));
        return ServerProcess.start(ServerLibraries.of("hdfs"), directory, "96m", log, LOGGING, main);
    }

    private static void removeTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path at, @Nullable IOException e) throws IOException {
                Files.delete(at);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
