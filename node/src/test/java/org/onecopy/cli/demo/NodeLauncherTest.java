package org.onecopy.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class NodeLauncherTest {
    @Test
    void starts_nodes_with_the_options_of_the_launcher_script() throws Exception {
        String script = Files.readString(Path.of("..", "onecopy"));

        assertThat(NodeLauncher.JAVA_OPTIONS)
                .allSatisfy(option -> assertThat(script).contains(option));
        assertThat(script).contains("MALLOC_ARENA_MAX:-2");
    }
}
