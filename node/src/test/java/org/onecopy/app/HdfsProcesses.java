package org.onecopy.app;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

/** A NameNode and a DataNode as processes of their own, and Hadoop's own client for them. */
final class HdfsProcesses implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final String NAME_NODE = "org.apache.hadoop.hdfs.server.namenode.NameNode";
    private static final String DATA_NODE = "org.apache.hadoop.hdfs.server.datanode.DataNode";

    private final Path directory;
    private final int port;
    private Process nameNode;
    private Process dataNode;
    private FileSystem client;

    private HdfsProcesses(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    static HdfsProcesses start(Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory.resolve("conf"));
        List<Integer> ports = freePorts(5);
        HdfsProcesses cluster = new HdfsProcesses(directory, ports.getFirst());
        cluster.configure(ports);
        try {
            Process format = cluster.run("format", NAME_NODE, "-format", "-nonInteractive");
            if (!format.waitFor(2, TimeUnit.MINUTES) || format.exitValue() != 0) {
                throw new IOException("not formatted:\n" + cluster.log("format"));
            }
            cluster.startNameNode();
            cluster.dataNode = cluster.run("datanode", DATA_NODE);
            cluster.awaitWritable();
            return cluster;
        } catch (IOException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(HOST));
            held.add(socket);
            ports.add(socket.getLocalPort());
        }
        for (ServerSocket socket : held) {
            socket.close();
        }
        return ports;
    }

    private void configure(List<Integer> ports) throws IOException {
        Map<String, String> hdfs = new LinkedHashMap<>();
        hdfs.put("dfs.replication", "1");
        hdfs.put("dfs.namenode.name.dir", directory.resolve("name").toUri().toString());
        hdfs.put("dfs.datanode.data.dir", directory.resolve("data").toUri().toString());
        hdfs.put("dfs.namenode.http-address", HOST + ":" + ports.get(1));
        hdfs.put("dfs.datanode.address", HOST + ":" + ports.get(2));
        hdfs.put("dfs.datanode.ipc.address", HOST + ":" + ports.get(3));
        hdfs.put("dfs.datanode.http.address", HOST + ":" + ports.get(4));
        hdfs.put("dfs.namenode.safemode.extension", "0");
        hdfs.put("dfs.namenode.resource.du.reserved", "0");
        hdfs.put("dfs.heartbeat.interval", "1");
        write("core-site.xml", Map.of("fs.defaultFS", "hdfs://" + HOST + ":" + port));
        write("hdfs-site.xml", hdfs);
    }

    private void write(String name, Map<String, String> properties) throws IOException {
        StringBuilder xml = new StringBuilder("<configuration>\n");
        properties.forEach((key, value) ->
                xml.append("  <property><name>%s</name><value>%s</value></property>\n".formatted(key, value)));
        Files.writeString(configuration().resolve(name), xml.append("</configuration>\n"));
    }

    private Process run(String name, String mainClass, String... arguments) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx160m",
                "-DHADOOP_LOG=WARN",
                "-cp",
                configuration() + ":" + classPath,
                mainClass));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve(name + ".log").toFile()))
                .start();
    }

    String log(String name) throws IOException {
        return Files.readString(directory.resolve(name + ".log"));
    }

    /** The directory with the files that the cluster's clients have. */
    Path configuration() {
        return directory.resolve("conf");
    }

    void startNameNode() throws IOException {
        nameNode = run("namenode", NAME_NODE);
    }

    /** Ends it with signal 9. */
    void killNameNode() throws InterruptedException {
        nameNode.destroyForcibly().waitFor();
    }

    /** Waits until files can be written. */
    void awaitWritable() {
        await().atMost(Duration.ofMinutes(2)).ignoreExceptions().until(() -> {
            write("/ready", "yes".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return true;
        });
    }

    synchronized FileSystem client() throws IOException {
        if (client == null) {
            Configuration conf = new Configuration();
            conf.set("dfs.replication", "1");
            conf.set("ipc.client.connect.max.retries", "1");
            conf.set("dfs.client.block.write.locateFollowingBlock.initial.delay.ms", "5");
            client = FileSystem.newInstance(URI.create("hdfs://" + HOST + ":" + port), conf);
        }
        return client;
    }

    void write(String path, byte[] content) throws IOException {
        try (var out = client().create(new org.apache.hadoop.fs.Path(path), true)) {
            out.write(content);
        }
    }

    byte[] read(String path) throws IOException {
        try (FSDataInputStream in = client().open(new org.apache.hadoop.fs.Path(path))) {
            return in.readAllBytes();
        }
    }

    /** Everything below a directory as {@link RunningDemo#tree} says it, without the working area. */
    SortedMap<String, String> tree(String root) throws IOException {
        SortedMap<String, String> entries = new TreeMap<>();
        entries.put("", "directory");
        add(root, "", entries);
        return entries;
    }

    private void add(String root, String below, SortedMap<String, String> entries) throws IOException {
        String at = below.isEmpty() ? root : root + "/" + below;
        for (FileStatus status : client().listStatus(new org.apache.hadoop.fs.Path(at))) {
            String name = status.getPath().getName();
            String path = below.isEmpty() ? name : below + "/" + name;
            if (path.equals(".onecopy")) {
                continue;
            }
            if (status.isDirectory()) {
                entries.put(path, "directory");
                add(root, path, entries);
            } else {
                entries.put(path, "file " + digest(read(root + "/" + path)));
            }
        }
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        for (Process process : new Process[] {dataNode, nameNode}) {
            if (process != null) {
                process.destroyForcibly();
            }
        }
        try {
            for (Process process : new Process[] {dataNode, nameNode}) {
                if (process != null) {
                    process.waitFor();
                }
            }
            if (client != null) {
                client.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
