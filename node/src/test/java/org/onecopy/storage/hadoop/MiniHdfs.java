package org.onecopy.storage.hadoop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.security.UserGroupInformation;
import org.onecopy.storage.OutsideWriter;

/** Real daemons of HDFS in this process, and a client of theirs that knows nothing of Onecopy. */
final class MiniHdfs implements AutoCloseable {
    private static final AtomicInteger LOCATIONS = new AtomicInteger();
    private static MiniHdfs shared;

    private final Path directory;
    private final MiniDFSCluster cluster;

    private MiniHdfs(Path directory, MiniDFSCluster cluster) {
        this.directory = directory;
        this.cluster = cluster;
    }

    /** One cluster for all tests that leave it as they found it; started by the first and stopped with the process. */
    static synchronized MiniHdfs shared() {
        if (shared == null) {
            MiniHdfs started = start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    started.deleteFiles();
                } catch (UncheckedIOException e) {
                    started.deleteFiles(); // its daemons still write there
                }
            }));
            shared = started;
        }
        return shared;
    }

    /** A cluster of one's own, to be closed. */
    static MiniHdfs start() {
        try {
            Path directory = Files.createTempDirectory("mini-hdfs");
            Configuration conf = new HdfsConfiguration();
            conf.set("hadoop.tmp.dir", directory.resolve("tmp").toString());
            conf.set(
                    MiniDFSCluster.HDFS_MINIDFS_BASEDIR,
                    directory.resolve("dfs").toString());
            conf.set("dfs.namenode.fs-limits.min-block-size", "1024");
            conf.set("dfs.namenode.acls.enabled", "true");
            conf.set("dfs.heartbeat.interval", "1");
            conf.set("dfs.namenode.safemode.extension", "0");
            conf.set("dfs.client.block.write.locateFollowingBlock.initial.delay.ms", "5");
            conf.set("ipc.client.connect.max.retries", "2");
            MiniDFSCluster cluster =
                    new MiniDFSCluster.Builder(conf).numDataNodes(1).build();
            cluster.waitActive();
            return new MiniHdfs(directory, cluster);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    MiniDFSCluster cluster() {
        return cluster;
    }

    URI uri() {
        return cluster.getURI();
    }

    /** Who may do anything. */
    static String superuser() {
        try {
            return UserGroupInformation.getLoginUser().getShortUserName();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    DistributedFileSystem system() {
        try {
            return cluster.getFileSystem();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same file system as somebody else. */
    FileSystem as(String user) {
        try {
            return UserGroupInformation.createRemoteUser(user).doAs((PrivilegedExceptionAction<FileSystem>)
                    () -> FileSystem.newInstance(uri(), cluster.getConfiguration(0)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The path of a directory that nobody has used. */
    static String unusedLocation() {
        return "/locations/" + LOCATIONS.incrementAndGet();
    }

    /** Writes in a location by Hadoop's own client. */
    static OutsideWriter writer(FileSystem system, String location) {
        return new ClientWriter(system, location);
    }

    interface Action {
        void run() throws IOException;
    }

    static void run(Action action) {
        try {
            action.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(FileSystem system, String path) {
        try (FSDataInputStream in = system.open(new org.apache.hadoop.fs.Path(path))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record ClientWriter(FileSystem system, String location) implements OutsideWriter {
        private org.apache.hadoop.fs.Path at(String path) {
            return new org.apache.hadoop.fs.Path(location + "/" + path);
        }

        private static void put(FSDataOutputStream stream, String text) throws IOException {
            try (FSDataOutputStream out = stream) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
            }
        }

        @Override
        public void write(String path, String text) {
            run(() -> put(system.create(at(path), true), text));
        }

        @Override
        public void rewrite(String path, String text) {
            run(() -> {
                system.truncate(at(path), 0);
                put(system.append(at(path)), text);
            });
        }

        @Override
        public void makeDirectory(String path) {
            run(() -> system.mkdirs(at(path)));
        }

        @Override
        public void move(String from, String to) {
            run(() -> {
                if (!system.rename(at(from), at(to))) {
                    throw new IOException("not moved: " + from);
                }
            });
        }

        @Override
        public void delete(String path) {
            run(() -> system.delete(at(path), false));
        }

        @Override
        public void makeLink(String path, String target) {
            throw new UnsupportedOperationException("HDFS keeps no links");
        }
    }

    @Override
    public void close() {
        cluster.shutdown(true);
        deleteFiles();
    }

    private void deleteFiles() {
        run(() -> {
            if (Files.exists(directory)) {
                try (Stream<Path> all = Files.walk(directory)) {
                    for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                        Files.deleteIfExists(path);
                    }
                }
            }
        });
    }
}
