package org.onecopy.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.problem.ProblemException;

/** A store's directory is replaced as a whole or not at all. */
final class GenerationsTest {
    @TempDir
    Path directory;

    private Path base;
    private Path checkpoint;

    @BeforeEach
    void makeACheckpoint() throws IOException {
        base = directory.resolve("base");
        checkpoint = Files.createDirectory(directory.resolve("checkpoint"));
        Files.writeString(checkpoint.resolve("000001.sst"), "rows");
        Files.writeString(checkpoint.resolve("MANIFEST-000002"), "which");
    }

    @Test
    void begins_with_an_empty_generation_and_finds_it_again() throws IOException {
        Path first = new Generations(base).current();
        assertThat(first).isEqualTo(base.resolve("generation-1"));
        Files.createDirectory(first);
        assertThat(new Generations(base).current()).isEqualTo(first);
    }

    @Test
    void replaces_by_a_copy_that_shares_only_what_never_changes() throws IOException {
        Generations generations = new Generations(base);
        Files.createDirectory(generations.current());
        Path next = generations.prepare(checkpoint);
        generations.activate(next);
        generations.clean();
        assertThat(generations.current()).isEqualTo(base.resolve("generation-2"));
        assertThat(base.resolve("generation-1")).doesNotExist();
        Files.writeString(next.resolve("MANIFEST-000002"), "changed");
        assertThat(checkpoint.resolve("MANIFEST-000002")).hasContent("which");
        assertThat(Files.isSameFile(next.resolve("000001.sst"), checkpoint.resolve("000001.sst")))
                .isTrue();
    }

    @Test
    void prepares_anew_what_a_crash_left_half_prepared() throws IOException {
        Generations before = new Generations(base);
        Files.createDirectory(before.current());
        Files.writeString(Files.createDirectory(base.resolve("generation-2")).resolve("000009.sst"), "half");
        Generations after = new Generations(base);
        assertThat(after.current()).isEqualTo(base.resolve("generation-1"));
        Path next = after.prepare(checkpoint);
        assertThat(next.resolve("000009.sst")).doesNotExist();
        assertThat(next.resolve("000001.sst")).hasContent("rows");
    }

    @Test
    void a_crash_while_the_pointer_is_written_changes_nothing() throws IOException {
        Generations before = new Generations(base);
        Files.createDirectory(before.current());
        before.prepare(checkpoint);
        Files.writeString(base.resolve("CURRENT.new"), "gener");
        Generations after = new Generations(base);
        after.clean();
        assertThat(after.current()).isEqualTo(base.resolve("generation-1"));
        assertThat(base.resolve("generation-2")).doesNotExist();
        after.activate(after.prepare(checkpoint));
        assertThat(after.current()).isEqualTo(base.resolve("generation-2"));
    }

    @Test
    void stops_rather_than_begin_anew_where_the_pointer_is_lost() throws IOException {
        Generations generations = new Generations(base);
        Files.createDirectory(generations.current());
        Files.delete(base.resolve("CURRENT"));
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(generations::current)
                .withMessageContaining("damaged");
        Files.writeString(base.resolve("CURRENT"), "../elsewhere");
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(generations::current)
                .withMessageContaining("../elsewhere");
    }
}
