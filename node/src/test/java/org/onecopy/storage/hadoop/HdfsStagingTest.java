package org.onecopy.storage.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.onecopy.core.Attributes;
import org.onecopy.core.Name;
import org.onecopy.model.ProblemCode;
import org.onecopy.storage.ContentReader;
import org.onecopy.storage.Place;
import org.onecopy.storage.StageWriter;

/** Contents on their way into a file system that takes bytes only at a file's end. */
class HdfsStagingTest extends HdfsFixture {
    private static byte[] random(int length, int seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private byte[] read(Place place, int length) {
        try (ContentReader reader = tree.read(place)) {
            ByteBuffer into = ByteBuffer.allocate(length);
            while (into.hasRemaining() && reader.read(into.position(), into) >= 0) {}
            return Arrays.copyOf(into.array(), into.position());
        }
    }

    private long spooled() throws IOException {
        try (Stream<java.nio.file.Path> files = Files.list(spool)) {
            return files.count();
        }
    }

    @Test
    void puts_pieces_from_many_threads_in_order() throws Exception {
        int piece = 300_000;
        int pieces = 40;
        byte[] content = random(piece * pieces, 1);
        CountDownLatch started = new CountDownLatch(1);
        try (StageWriter writer = tree.stage(new Name("s"), content.length)) {
            Thread[] threads = new Thread[4];
            for (int t = 0; t < threads.length; t++) {
                int first = t;
                threads[t] = Thread.ofVirtual().start(() -> {
                    try {
                        started.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    for (int i = first; i < pieces; i += threads.length) {
                        int at = (pieces - 1 - i) * piece;
                        writer.write(at, ByteBuffer.wrap(content, at, piece));
                    }
                });
            }
            started.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            writer.finish(Attributes.NONE);
        }
        assertThat(read(staged("s"), content.length)).isEqualTo(content);
        assertThat(spooled()).isZero();
    }

    @Test
    void goes_on_behind_what_arrived_and_cuts_its_damaged_end() {
        byte[] content = random(10_000_000, 2);
        byte[] damaged = Arrays.copyOf(content, 9_500_000);
        Arrays.fill(damaged, 9_200_000, 9_400_000, (byte) 0);
        try (StageWriter writer = tree.stage(new Name("s"), content.length)) {
            writer.write(0, ByteBuffer.wrap(damaged));
        }
        long id = identity();
        try (StageWriter writer = tree.stage(new Name("s"), content.length)) {
            writer.write(9_500_000, ByteBuffer.wrap(content, 9_500_000, 500_000));
            writer.write(9_200_000, ByteBuffer.wrap(content, 9_200_000, 200_000));
            writer.finish(Attributes.NONE);
        }
        assertThat(read(staged("s"), content.length)).isEqualTo(content);
        assertThat(identity()).as("the same file, gone on with").isEqualTo(id);
    }

    private long identity() {
        return Long.parseLong(tree.stat(staged("s")).identity().token(), 16);
    }

    @Test
    void writes_a_short_beginning_anew() {
        stage(tree, "s", "0123456789");
        try (StageWriter writer = tree.stage(new Name("s"), 12)) {
            writer.write(2, bytes("ab"));
            writer.write(10, bytes("cd"));
            writer.finish(Attributes.NONE);
        }
        assertThat(content(tree, staged("s"))).isEqualTo("01ab456789cd");
    }

    /** The killed process's lease is ended, and what the DataNodes have is gone on with. */
    @Test
    void goes_on_with_what_a_killed_process_left_open() throws IOException {
        HadoopSettings settings = HadoopSettings.hdfs(hdfs.uri(), "killed", spool);
        hdfs.system()
                .setPermission(
                        path(location + "/.onecopy"),
                        org.apache.hadoop.fs.permission.FsPermission.valueOf("drwxrwxrwx"));
        hdfs.system()
                .setPermission(
                        path(location + "/.onecopy/stage"),
                        org.apache.hadoop.fs.permission.FsPermission.valueOf("drwxrwxrwx"));
        Connection killed = Connection.open(settings);
        org.apache.hadoop.fs.FSDataOutputStream open = killed.calls().create(location + "/.onecopy/stage/s");
        open.writeBytes("half");
        open.hsync();
        try (StageWriter writer = tree.stage(new Name("s"), 8)) {
            assertThat(content(tree, staged("s"))).isEqualTo("half");
            writer.write(4, bytes("done"));
            writer.finish(Attributes.NONE);
        }
        assertThat(content(tree, staged("s"))).isEqualTo("halfdone");
    }

    @Test
    void reports_what_a_full_spool_or_a_vanished_directory_does() throws IOException {
        try (StageWriter writer = tree.stage(new Name("s"), 100)) {
            writer.write(0, bytes("a"));
            hdfs.system().delete(path(location), true);
            assertProblem(ProblemCode.STORAGE_FAILED, () -> writer.finish(Attributes.NONE));
        } catch (org.onecopy.problem.StorageException closing) {
            assertThat(closing.code()).isEqualTo(ProblemCode.STORAGE_FAILED);
        }
        assertThat(spooled()).isZero();
    }
}
