package org.onecopy.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The size of files and methods, names, and what no source may contain. Each rule also sees a bad example. */
final class SourceTest {
    private static final SourceRules OURS = SourceRules.below(SourceRules.projectRoot());

    @TempDir
    Path elsewhere;

    @Test
    void finds_the_sources_of_every_module() {
        assertThat(OURS.count()).isGreaterThan(5);
    }

    @Test
    void no_file_is_too_long() {
        assertThat(OURS.longFiles()).isEmpty();
    }

    @Test
    void no_method_is_too_long() {
        assertThat(OURS.longMethods()).isEmpty();
    }

    @Test
    void nothing_sleeps() {
        assertThat(OURS.sleeps()).as("wait for a condition instead").isEmpty();
    }

    @Test
    void every_package_says_what_lives_there() {
        assertThat(OURS.undescribedPackages()).isEmpty();
    }

    @Test
    void every_name_says_something() {
        assertThat(OURS.emptyNames())
                .as("a name says what the thing is: RatisAgreement, S3Storage, TransferPlanner")
                .isEmpty();
    }

    @Test
    void notices_a_file_one_line_too_long() throws IOException {
        write("Fits.java", "class Fits {\n" + "\n".repeat(SourceRules.FILE_LINES_MAX - 2) + "}\n");
        write("Big.java", "class Big {\n" + "\n".repeat(SourceRules.FILE_LINES_MAX - 1) + "}\n");
        assertThat(SourceRules.below(elsewhere).longFiles())
                .singleElement()
                .asString()
                .contains("Big.java: 601 lines");
    }

    @Test
    void notices_a_method_one_line_too_long() throws IOException {
        String body = "\n".repeat(SourceRules.METHOD_LINES_MAX - 1);
        write("Methods.java", "record Methods(int x) {\nvoid fits() {" + body + "}\nvoid big() {\n" + body + "}\n}\n");
        assertThat(SourceRules.below(elsewhere).longMethods())
                .singleElement()
                .asString()
                .contains("Methods.big has 71 lines");
    }

    @Test
    void notices_a_sleep() throws IOException {
        write("Sleeper.java", "class Sleeper { void x() throws Exception { Thread" + ".sleep(1); } }\n");
        assertThat(SourceRules.below(elsewhere).sleeps())
                .singleElement()
                .asString()
                .contains("Sleeper.java:1:");
    }

    @Test
    void notices_a_package_that_does_not_say_what_lives_there() throws IOException {
        write("src/main/java/a/package-info.java", "package a;\n");
        write("src/main/java/a/Known.java", "package a;\nclass Known {}\n");
        write("src/main/java/b/Unknown.java", "package b;\nclass Unknown {}\n");
        assertThat(SourceRules.below(elsewhere).undescribedPackages())
                .singleElement()
                .asString()
                .contains("java/b: no package-info.java");
    }

    @Test
    void notices_a_name_that_says_nothing() throws IOException {
        write("Node.java", "class Node { interface Implied {} record NodeHelper() {} }\n");
        assertThat(SourceRules.below(elsewhere).emptyNames())
                .singleElement()
                .asString()
                .endsWith("Node.java: NodeHelper");
    }

    private void write(String name, String text) throws IOException {
        Path file = elsewhere.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
