package org.onecopy.installers.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bootstrap action with stand-ins for what a cluster's machine has: they write down what they are asked. */
final class EmrBootstrapTest {
    @TempDir
    Path temp;

    private Path bin = Path.of("");
    private Path called = Path.of("");
    private Path hadoop = Path.of("");

    @BeforeEach
    void machine() throws IOException {
        bin = Files.createDirectories(temp.resolve("bin"));
        called = temp.resolve("called");
        hadoop = Files.createDirectories(temp.resolve("hadoop"));
        program("sudo", "[ \"$1\" != -u ] || shift 2\nexec \"$@\"");
        program("dnf", "echo dnf \"$4\" >>" + called);
        program("hdfs", "exit 0");
        program("onecopy", "{ echo onecopy \"$1\" \"$2\"; cat \"$4\"; } >>" + called);
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private record Ran(int code, String said) {}

    private Ran bootstrap(boolean primary, String... options) throws Exception {
        Path about = Files.writeString(temp.resolve("instance.json"), "{\"isMaster\": " + primary + "}");
        List<String> command = new ArrayList<>(List.of("bash", CloudTemplates.EMR_FILE.toString()));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PATH", bin + ":/usr/bin:/bin");
        builder.environment().put("TMPDIR", temp.toString());
        builder.environment().put("ONECOPY_EMR_INSTANCE", about.toString());
        builder.environment().put("ONECOPY_EMR_HADOOP", hadoop.toString());
        builder.environment().put("ONECOPY_EMR_LOG", temp.resolve("late.log").toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new Ran(process.exitValue(), said);
    }

    private String[] options(String sum) throws IOException {
        Path file = Files.writeString(temp.resolve("onecopy-1.x86_64.rpm"), "a package");
        return new String[] {
            "--zone",
            "lake",
            "--ticket",
            "onecopy-1.abc",
            "--package",
            file.toUri().toString(),
            "--sha256",
            sum
        };
    }

    private static String sum() throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest("a package".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void the_primary_machine_becomes_a_node_once_its_hdfs_is_there() throws Exception {
        Files.writeString(hadoop.resolve("core-site.xml"), "<configuration/>");
        Ran ran = bootstrap(true, options(sum()));
        assertThat(ran.code()).as(ran.said()).isZero();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(Files.readString(called)).contains("TICKET="));
        assertThat(Files.readString(called))
                .containsPattern("dnf .*/onecopy-1.x86_64.rpm\n")
                .contains("onecopy node setup\nONECOPY_ZONE=lake\nONECOPY_STORAGE=hdfs:" + hadoop + "\n")
                .contains("ONECOPY_TICKET=onecopy-1.abc\n");
    }

    @Test
    void other_machines_stay_as_they_are_and_what_is_wrong_is_named() throws Exception {
        assertThat(bootstrap(false, options(sum())).code()).isZero();
        Ran other = bootstrap(true, options("0".repeat(64)));
        assertThat(other.code()).isEqualTo(1);
        assertThat(other.said()).contains("has another SHA-256");
        assertThat(bootstrap(true, "--zone", "lake").said()).contains("--ticket is missing");
        assertThat(bootstrap(true, "--zoen", "lake").said()).contains("'--zoen' is no option");
        assertThat(called).doesNotExist();
    }
}
