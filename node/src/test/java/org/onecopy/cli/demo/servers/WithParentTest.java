package org.onecopy.cli.demo.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server ends with whoever started it, and says what is missing. */
final class WithParentTest {
    @TempDir
    Path directory;

    /** A server that never ends by itself. */
    public static final class Patient {
        private Patient() {}

        public static void main(String[] arguments) throws InterruptedException {
            System.out.println("serves " + String.join(" ", arguments));
            new CountDownLatch(1).await();
        }
    }

    private Process start() throws Exception {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        WithParent.jar(directory) + ":" + testClasses(),
                        WithParent.class.getName(),
                        Patient.class.getName(),
                        "a",
                        "b c"))
                .start();
    }

    private static Path testClasses() throws Exception {
        return Path.of(WithParentTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    @Test
    void ends_when_its_parent_is_gone_and_not_before() throws Exception {
        Process process = start();
        try {
            assertThat(process.inputReader().readLine()).isEqualTo("serves a b c");
            assertThat(process.isAlive()).isTrue();
            process.getOutputStream().close();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void ports_are_free_and_unlike_and_none_of_the_others() throws Exception {
        List<Integer> ports = FreePorts.find(20, Set.of());
        assertThat(ports).hasSize(20).doesNotHaveDuplicates().allMatch(FreePorts::isFree);
        assertThat(FreePorts.find(20, Set.copyOf(ports))).doesNotContainAnyElementsOf(ports);
    }

    @Test
    void says_what_to_do_where_the_libraries_are_missing() {
        assertThatThrownBy(() -> ServerLibraries.of("nothing"))
                .hasMessageContaining("'nothing'")
                .hasMessageContaining("--zones local,local,local");
    }
}
