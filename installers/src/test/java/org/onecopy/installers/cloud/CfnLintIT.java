package org.onecopy.installers.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** AWS's own linter of templates, where it is installed: errors and warnings are none. */
@Tag("full")
final class CfnLintIT {
    private static final Path TEMPLATE = Path.of(Objects.requireNonNull(System.getProperty("onecopy.root")))
            .resolve("installers/cloud/aws/onecopy-zone.yaml");

    @Test
    void the_template_has_neither_errors_nor_warnings() throws IOException, InterruptedException {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        assumeTrue(
                Stream.of(path.split(File.pathSeparator, -1))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, "cfn-lint"))),
                "the template is not looked at by cfn-lint: it is not installed");
        Process process = new ProcessBuilder("cfn-lint", "--non-zero-exit-code", "warning", "-t", TEMPLATE.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).isBlank();
    }
}
