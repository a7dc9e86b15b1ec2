package org.onecopy.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.BitSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.onecopy.core.transfer.ChunkHasher;
import org.onecopy.core.transfer.ChunkTree;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;
import org.onecopy.storage.ContentReader;
import org.onecopy.transfer.ContentSourceFake.Around;

@Timeout(30)
class ContentHasherTest {
    private static final int CHUNK = ChunkTree.CHUNK_BYTES;

    @TempDir
    Path directory;

    private final ContentHasher hasher = new ContentHasher(2);

    @AfterEach
    void close() {
        hasher.close();
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(directory.resolve("file"), bytes);
    }

    private static ChunkTree treeOf(byte[] bytes) {
        ChunkHasher plain = new ChunkHasher();
        plain.update(ByteBuffer.wrap(bytes));
        return plain.finish();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, CHUNK, CHUNK + 1, 7 * CHUNK + 5})
    void computes_what_the_plain_hasher_does(int length) throws IOException {
        byte[] bytes = ContentSourceFake.randomBytes(length, length);
        try (ContentReader reader = new FileReader(file(bytes))) {
            ContentHasher.Hashed hashed = hasher.hash(reader);
            assertThat(hashed.chunks()).isEqualTo(treeOf(bytes).chunks());
            assertThat(hashed.content()).isEqualTo(treeOf(bytes).content());
        }
    }

    @Test
    void does_not_read_holes() throws IOException {
        byte[] bytes = new byte[5 * CHUNK + 9];
        int data = 2 * CHUNK + 1000;
        bytes[data] = 1;
        bytes[bytes.length - 1] = 2;
        AtomicLong read = new AtomicLong();
        try (ContentReader reader = new Around(new FileReader(file(bytes))) {
            @Override
            public int read(long position, ByteBuffer into) {
                int count = super.read(position, into);
                read.addAndGet(count);
                return count;
            }

            @Override
            public long nextData(long position) {
                if (position <= data) {
                    return data;
                }
                return Math.max(position, bytes.length - 1);
            }
        }) {
            assertThat(hasher.hash(reader).content()).isEqualTo(treeOf(bytes).content());
            assertThat(read.get()).isLessThan(CHUNK + 100);
        }
    }

    @Test
    void refuses_a_content_that_changes_while_it_is_read() throws IOException {
        Path file = file(new byte[3 * CHUNK]);
        try (ContentReader reader = new Around(new FileReader(file)) {
            @Override
            public int read(long position, ByteBuffer into) {
                if (position > 2L * CHUNK) {
                    touch(file);
                }
                return super.read(position, into);
            }
        }) {
            assertThatThrownBy(() -> hasher.hash(reader))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.code()).isEqualTo(ProblemCode.CONTENT_SUPERSEDED));
        }
    }

    @Test
    void refuses_a_content_that_shrinks() throws IOException {
        try (ContentReader reader = new FileReader(file(new byte[3 * CHUNK]))) {
            assertThatThrownBy(() -> hasher.chunksOf(reader, 4L * CHUNK)).isInstanceOf(ProblemException.class);
        }
    }

    @Test
    void finds_the_chunks_that_are_there() throws IOException {
        byte[] bytes = ContentSourceFake.randomBytes(4 * CHUNK + 3, 1);
        ChunkTree tree = treeOf(bytes);
        byte[] damaged = java.util.Arrays.copyOf(bytes, 4 * CHUNK);
        damaged[CHUNK + 7] ^= 1;
        try (ContentReader reader = new FileReader(file(damaged))) {
            assertThat(hasher.matching(reader, tree)).isEqualTo(BitSet.valueOf(new long[] {0b01101}));
        }
    }

    @Test
    void stops_when_interrupted() throws IOException {
        try (ContentReader reader = new FileReader(file(new byte[3 * CHUNK]));
                ContentHasher alone = new ContentHasher(0)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> alone.chunksOf(reader, 3L * CHUNK)).isInstanceOf(CancellationException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static void touch(Path file) {
        try {
            Files.setLastModifiedTime(file, FileTime.fromMillis(1000));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
