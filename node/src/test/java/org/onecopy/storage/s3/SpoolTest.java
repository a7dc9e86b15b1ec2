package org.onecopy.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.core.Attributes;
import org.onecopy.core.Name;
import org.onecopy.storage.ContentReader;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Tree.ListSink;

class SpoolTest {
    private static final Name A = new Name("a");
    private static final Name B = new Name("b");

    @TempDir
    private Path directory;

    private Spool spool;

    @BeforeEach
    void make() {
        spool = new Spool(directory);
    }

    private Stat stage(Name name, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (S3StageWriter writer = new S3StageWriter(spool, name, bytes.length)) {
            writer.write(0, ByteBuffer.wrap(bytes));
            return writer.finish(Attributes.NONE);
        }
    }

    private String text(Name name) {
        ByteBuffer into = ByteBuffer.allocate(1 << 20);
        try (ContentReader reader = Objects.requireNonNull(spool.reader(name))) {
            while (reader.read(into.position(), into) > 0) {}
        }
        return new String(into.array(), 0, into.position(), StandardCharsets.UTF_8);
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.count();
        }
    }

    private Map<String, Long> listed() {
        Map<String, Long> found = new TreeMap<>();
        spool.list(new ListSink() {
            @Override
            public void entry(Name name, Stat stat) {
                found.merge(name.value(), stat.length(), Long::sum);
            }

            @Override
            public void refused(String printableName, String reason) {
                throw new AssertionError(printableName);
            }
        });
        return found;
    }

    @Test
    void keeps_a_short_content_that_comes_whole_in_memory() throws IOException {
        Stat staged = stage(A, "text");
        assertThat(files()).isZero();
        assertThat(staged.length()).isEqualTo(4);
        assertThat(spool.stat(A)).isEqualTo(staged);
        assertThat(text(A)).isEqualTo("text");
        assertThat(stage(A, "more").fingerprint()).isNotEqualTo(staged.fingerprint());
        assertThat(listed()).containsExactly(Map.entry("a", 4L));
        spool.remove(A);
        assertThat(spool.stat(A)).isNull();
        assertThat(spool.reader(A)).isNull();
    }

    @Test
    void keeps_long_ones_and_what_comes_in_pieces_in_files() throws IOException {
        stage(A, "x".repeat(Spool.KEPT_LENGTH_MAX + 1));
        assertThat(spool.kept(A)).isNull();
        try (S3StageWriter writer = new S3StageWriter(spool, B, 4)) {
            writer.write(2, ByteBuffer.wrap(new byte[] {'c', 'd'}));
            writer.write(0, ByteBuffer.wrap(new byte[] {'a', 'b'}));
            writer.finish(Attributes.NONE);
        }
        assertThat(text(B)).isEqualTo("abcd");
        assertThat(files()).isEqualTo(2);
        assertThat(listed()).containsOnlyKeys("a", "b");
    }

    @Test
    void leaves_what_was_not_finished_to_the_next_attempt_which_it_replaces() throws IOException {
        try (S3StageWriter writer = new S3StageWriter(spool, A, 4)) {
            writer.write(0, ByteBuffer.wrap("text".getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(text(A)).isEqualTo("text");
        assertThat(files()).isOne();
        stage(A, "else");
        assertThat(text(A)).isEqualTo("else");
        assertThat(files()).isZero();
    }

    @Test
    void takes_to_files_once_it_keeps_much() throws IOException {
        String text = "x".repeat(Spool.KEPT_LENGTH_MAX);
        for (int n = 0; n < 100; n++) {
            stage(new Name("n" + n), text);
        }
        long inFiles = files();
        assertThat(inFiles).isBetween(20L, 60L);
        assertThat(listed()).hasSize(100);
        for (int n = 0; n < 100; n++) {
            spool.remove(new Name("n" + n));
        }
        assertThat(files()).isZero();
        stage(A, text);
        assertThat(files()).as("room again").isZero();
    }

    @Test
    void moves_to_a_free_name_only() {
        stage(A, "ours");
        stage(B, "theirs");
        assertThat(spool.move(A, B)).isFalse();
        assertThat(text(B)).isEqualTo("theirs");
        spool.remove(B);
        assertThat(spool.move(A, B)).isTrue();
        assertThat(text(B)).isEqualTo("ours");
        assertThat(spool.stat(A)).isNull();
    }
}
