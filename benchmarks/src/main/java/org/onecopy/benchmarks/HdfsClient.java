package org.onecopy.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/** Hadoop's own client by itself, with as many files at once as it is told, and the same settings as a node's. */
final class HdfsClient implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;

    /** Blocks are on the disk when they are closed, as a node asks for it. */
    private static final EnumSet<CreateFlag> CREATING =
            EnumSet.of(CreateFlag.CREATE, CreateFlag.OVERWRITE, CreateFlag.SYNC_BLOCK);

    private final FileSystem system;

    HdfsClient(BenchHdfs cluster) throws IOException {
        system = FileSystem.newInstance(cluster.uri(), cluster.client());
    }

    private static org.apache.hadoop.fs.Path at(String path) {
        return new org.apache.hadoop.fs.Path(path);
    }

    /** @throws IOException where the cluster does not take a file yet */
    void tryOut() throws IOException {
        system.setWorkingDirectory(at("/"));
        try (FSDataOutputStream out = create("/tried")) {
            out.write(1);
        }
        system.delete(at("/tried"), false);
    }

    private FSDataOutputStream create(String path) throws IOException {
        return system.create(
                at(path),
                FsPermission.getFileDefault(),
                CREATING,
                1 << 16,
                system.getDefaultReplication(at(path)),
                system.getDefaultBlockSize(at(path)),
                null);
    }

    /** Writes files, with their directories as they come. @return seconds */
    double putAll(Path root, List<Path> files, String directory, int atOnce) {
        return AtOnce.timed(() -> AtOnce.each(files, atOnce, file -> put(root.resolve(file), directory + "/" + file)));
    }

    /** Writes one file by one stream: HDFS has no other way. @return seconds */
    double putLarge(Path file, String path) {
        return AtOnce.timed(() -> put(file, path));
    }

    private void put(Path file, String path) {
        try (InputStream in = Files.newInputStream(file);
                FSDataOutputStream out = create(path)) {
            byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, Math.max(1, Files.size(file)))];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads one file in ranges. @return seconds */
    double getLarge(String path, long length, Path file, long partBytes, int atOnce) {
        return AtOnce.timed(() -> {
            int parts = (int) ((length + partBytes - 1) / partBytes);
            try (FileChannel to = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                AtOnce.each(
                        IntStream.range(0, parts).boxed().toList(),
                        atOnce,
                        part -> get(path, part * partBytes, Math.min(length, (part + 1) * partBytes), to));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void get(String path, long from, long end, FileChannel to) {
        try (FSDataInputStream in = system.open(at(path))) {
            in.seek(from);
            byte[] buffer = new byte[BUFFER_BYTES];
            for (long at = from; at < end; ) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, end - at));
                if (read < 0) {
                    throw new BenchmarkFailure(path + " ends at " + at + ", before " + end);
                }
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
                while (bytes.hasRemaining()) {
                    at += to.write(bytes, at);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws BenchmarkFailure where a file is not byte for byte its original */
    void checkEqual(Path original, String path) {
        try (InputStream mine = Files.newInputStream(original);
                InputStream theirs = system.open(at(path))) {
            RandomFiles.checkEqual(mine, theirs, path + ", copy of " + original);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link #checkEqual}, for many. */
    void checkAllEqual(Path root, List<Path> files, String directory) {
        AtOnce.each(files, 8, file -> checkEqual(root.resolve(file), directory + "/" + file));
    }

    /** Deletes a tree, so that its blocks leave room. */
    void delete(String path) {
        try {
            system.delete(at(path), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        system.close();
    }
}
