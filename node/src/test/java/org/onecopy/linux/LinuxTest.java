package org.onecopy.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LinuxTest {
    @TempDir
    Path directory;

    private int base;

    @BeforeEach
    void open() {
        base = Linux.open(Linux.AT_FDCWD, directory.toString(), Linux.O_PATH | Linux.O_DIRECTORY, 0);
        assertThat(base).isNotNegative();
    }

    @AfterEach
    void close() {
        Linux.close(base);
    }

    @Test
    void takes_and_gives_names_as_they_are() {
        List<String> names =
                List.of("plain", "with space", "ü", "u\u0308", "😀", "a\nb", "-x", "\ufffd", "é".repeat(127));
        for (String name : names) {
            assertThat(Linux.makeDirectory(base, name, 0700)).as(name).isZero();
        }
        int reading = Linux.openBeneath(base, ".", Linux.O_RDONLY | Linux.O_DIRECTORY, 0);
        Set<String> found = new HashSet<>();
        try (DirectoryReader reader = new DirectoryReader(reading)) {
            while (reader.next()) {
                found.add(Utf8.decode(reader.name()));
            }
            assertThat(reader.error()).isZero();
        }
        Linux.close(reading);
        assertThat(found).containsExactlyInAnyOrderElementsOf(names);
        assertThat(directory).isDirectoryContaining(path -> path.endsWith("ü"));
    }

    @Test
    void tells_utf8_from_other_bytes() {
        assertThat(Utf8.decode("ü😀\ufffd".getBytes(StandardCharsets.UTF_8))).isEqualTo("ü😀\ufffd");
        for (byte[] bytes : List.of(
                new byte[] {(byte) 0xff},
                new byte[] {'a', (byte) 0xc3},
                new byte[] {(byte) 0xc0, (byte) 0x80},
                new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80})) {
            assertThat(Utf8.decode(bytes)).isNull();
        }
        assertThat(Utf8.printable(new byte[] {'a', (byte) 0xff, '\n'})).isEqualTo("a\\xff\\x0a");
        assertThat(Utf8.printable("ü\n".getBytes(StandardCharsets.UTF_8))).isEqualTo("ü\\x0a");
    }

    @Test
    void stays_beneath_a_directory() throws IOException {
        Files.createDirectory(directory.resolve("d"));
        Files.createSymbolicLink(directory.resolve("d/up"), Path.of(".."));
        Files.createSymbolicLink(directory.resolve("root"), Path.of("/"));
        int flags = Linux.O_PATH;
        assertThat(Linux.openBeneath(base, "root/etc", flags, 0)).isEqualTo(-Errno.ELOOP);
        assertThat(Linux.openBeneath(base, "d/up/d", flags, 0)).isEqualTo(-Errno.ELOOP);
        assertThat(Linux.openBeneath(base, "../etc", flags, 0)).isEqualTo(-Errno.EXDEV);
        assertThat(Linux.openBeneath(base, "/etc", flags, 0)).isEqualTo(-Errno.EXDEV);
        assertThat(Linux.openBeneath(base, "nothing", flags, 0)).isEqualTo(-Errno.ENOENT);
        int link = Linux.openBeneath(base, "root", flags | Linux.O_NOFOLLOW, 0);
        RawStat stat = new RawStat();
        assertThat(Linux.stat(link, "", stat)).isZero();
        assertThat(stat.isLink()).isTrue();
        Linux.close(link);
    }

    @Test
    void says_what_java_says_of_a_file() throws IOException {
        Path file = Files.writeString(directory.resolve("f"), "content");
        RawStat stat = new RawStat();
        assertThat(Linux.stat(base, "f", stat)).isZero();
        assertThat(stat.isFile()).isTrue();
        assertThat(stat.length()).isEqualTo(7);
        assertThat(stat.inode()).isEqualTo(Files.getAttribute(file, "unix:ino"));
        assertThat(stat.owner()).isEqualTo(Files.getAttribute(file, "unix:uid"));
        assertThat(stat.permissions()).isEqualTo((int) Files.getAttribute(file, "unix:mode") & 07777);
        long nanos = Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS);
        assertThat(stat.modificationNanos()).isEqualTo(nanos);
        assertThat(Linux.stat(base, "x", stat)).isEqualTo(-Errno.ENOENT);
    }

    @Test
    void refuses_paths_that_no_call_takes() {
        String longPath = "x/".repeat(3000);
        assertThat(Linux.open(base, longPath, Linux.O_PATH, 0)).isEqualTo(-Errno.ENAMETOOLONG);
        assertThat(Linux.openBeneath(base, longPath, Linux.O_PATH, 0)).isEqualTo(-Errno.ENAMETOOLONG);
        assertThat(Linux.openBeneath(base, "ü".repeat(128), Linux.O_PATH, 0)).isEqualTo(-Errno.ENAMETOOLONG);
    }

    @Test
    void knows_users_and_groups() {
        assertThat(Principals.users().name(0)).isEqualTo("root");
        assertThat(Principals.groups().name(0)).isEqualTo("root");
        assertThat(Principals.users().name(-7)).isEqualTo("4294967289");
        assertThat(Principals.users().id("root")).hasValue(0);
        assertThat(Principals.users().id("4711")).hasValue(4711);
        assertThat(Principals.users().id("no such user")).isEmpty();
        assertThat(Principals.groups().id("")).isEmpty();
    }

    @Test
    void answers_many_threads_at_once() throws Exception {
        for (int i = 0; i < 100; i++) {
            Files.writeString(directory.resolve("f" + i), "x".repeat(i));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> all = IntStream.range(0, 200)
                    .mapToObj(i -> threads.submit(() -> lengthsAreRight()))
                    .toList();
            for (Future<Boolean> one : all) {
                assertThat(one.get()).isTrue();
            }
        }
    }

    private boolean lengthsAreRight() {
        RawStat stat = new RawStat();
        return IntStream.range(0, 1000).allMatch(i -> {
            int missing = Linux.stat(base, "no" + i, stat);
            return missing == -Errno.ENOENT && Linux.stat(base, "f" + i % 100, stat) == 0 && stat.length() == i % 100;
        });
    }

    @Test
    void gives_a_descriptor_back_after_the_last_call() throws Exception {
        Files.writeString(directory.resolve("f"), "text");
        int fd = Linux.openBeneath(base, "f", Linux.O_RDONLY, 0);
        OpenFile file = new OpenFile(fd);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Long> read = threads.submit(() -> file.with(open -> {
                inside.countDown();
                awaitQuietly(closed);
                return Linux.read(open, 0, ByteBuffer.allocate(10));
            }));
            inside.await();
            file.close();
            assertThat(Files.exists(Path.of(Linux.self(fd)))).isTrue();
            closed.countDown();
            assertThat(read.get()).isEqualTo(4);
        }
        assertThat(Files.exists(Path.of(Linux.self(fd)))).isFalse();
        assertThatThrownBy(() -> file.with(open -> 0)).isInstanceOf(IllegalStateException.class);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
