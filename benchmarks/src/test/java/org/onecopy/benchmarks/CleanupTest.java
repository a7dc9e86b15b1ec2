package org.onecopy.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CleanupTest {
    private final List<String> done = new ArrayList<>();
    private final Cleanup cleanup = new Cleanup(done::add);

    @TempDir
    Path directory;

    @Test
    void goes_backwards_once_and_past_failures() {
        cleanup.add(() -> done.add("first"));
        cleanup.add(() -> {
            throw new IOException("stuck");
        });
        cleanup.add(() -> done.add("last"));
        cleanup.close();
        cleanup.close();
        assertThat(done).containsExactly("last", "could not clean up: java.io.IOException: stuck", "first");
    }

    @Test
    void does_at_once_what_comes_too_late() {
        cleanup.close();
        assertThatThrownBy(() -> cleanup.add(() -> done.add("late"))).isInstanceOf(BenchmarkFailure.class);
        assertThat(done).containsExactly("late");
    }

    @Test
    void deletes_what_it_made_and_nothing_else() throws IOException {
        Path theirs = Files.writeString(directory.resolve("theirs"), "keep");
        try (BenchPlace place = BenchPlace.in(directory)) {
            Files.writeString(place.fresh("tree").resolve("file"), "x");
        }
        assertThat(directory).isDirectoryContaining(theirs::equals);
        assertThat(directory.toFile().list()).hasSize(1);
        Path made = directory.resolve("made");
        BenchPlace.in(made).close();
        assertThat(made).doesNotExist();
    }
}
