package org.onecopy.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FrameTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);
    private final Frame frame = new Frame(err, err, false);

    @Test
    void says_what_failed_and_ends_everything() {
        List<String> ended = new ArrayList<>();

        int code = frame.run(cleanup -> {
            cleanup.add(() -> ended.add("a server"));
            throw new BenchmarkFailure("the server is gone");
        });

        assertThat(code).isEqualTo(1);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("the server is gone");
        assertThat(ended).containsExactly("a server");
    }

    @Test
    void tells_wrong_options_from_failures() {
        assertThat(frame.run(cleanup -> {
                    throw new IllegalArgumentException("--only nothing");
                }))
                .isEqualTo(2);
        assertThat(frame.run(cleanup -> {})).isZero();
    }
}
