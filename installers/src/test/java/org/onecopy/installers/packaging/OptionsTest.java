package org.onecopy.installers.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class OptionsTest {
    @Test
    void an_installed_node_has_the_options_of_one_from_a_source_tree() throws IOException {
        List<String> script = Files.readAllLines(Path.of(Objects.requireNonNull(System.getProperty("onecopy.root")))
                .resolve("onecopy"));
        int begin = script.indexOf("node_options=(");
        List<String> wanted = script.subList(begin + 1, end(script, begin)).stream()
                .map(line -> line.strip().replace("'", ""))
                .toList();
        assertThat(wanted).hasSizeGreaterThan(10);
        List<String> packaged = Program.resource("node.options")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
        assertThat(packaged)
                .containsAll(wanted)
                .hasSize(wanted.size() + 1)
                .contains("--enable-native-access=ALL-UNNAMED");
    }

    private static int end(List<String> script, int begin) {
        int at = begin;
        while (!script.get(at).equals(")")) {
            at++;
        }
        return at;
    }
}
