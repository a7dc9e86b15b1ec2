package org.onecopy.app;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.onecopy.cli.demo.servers.FreePorts;
import org.onecopy.cli.demo.servers.HdfsDaemons;

/** A NameNode and a DataNode as processes of their own, and Hadoop's own client for them. */
final class HdfsProcesses implements AutoCloseable {
    private final HdfsDaemons daemons;
    private Process nameNode;
    private Process dataNode;
    private FileSystem client;

    private HdfsProcesses(HdfsDaemons daemons) {
        this.daemons = daemons;
    }

    static HdfsProcesses start(Path directory) throws IOException, InterruptedException {
        HdfsProcesses cluster =
                new HdfsProcesses(HdfsDaemons.in(directory, FreePorts.find(HdfsDaemons.PORTS, Set.of())));
        try {
            cluster.daemons.format();
            cluster.startNameNode();
            cluster.dataNode = cluster.daemons.startDataNode();
            cluster.awaitWritable();
            return cluster;
        } catch (IOException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** The directory with the files that the cluster's clients have. */
    Path configuration() {
        return daemons.configuration();
    }

    void startNameNode() throws IOException {
        nameNode = daemons.startNameNode();
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
            client = FileSystem.newInstance(daemons.uri(), conf);
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

    /** Everything below a directory as {@link Trees#digests} says it, without the working area. */
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
