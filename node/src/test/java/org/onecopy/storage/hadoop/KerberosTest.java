package org.onecopy.storage.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster with Kerberos, for longer than a ticket lives. */
@Tag("full")
class KerberosTest {
    @TempDir
    Path temp;

    @Test
    void logs_in_by_keytab_and_stays_when_the_first_ticket_is_over() throws Exception {
        Path log = temp.resolve("log");
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-exports=java.security.jgss/sun.security.krb5=ALL-UNNAMED",
                        "-Xmx512m",
                        "-cp",
                        classPath,
                        SecureHdfs.class.getName(),
                        Files.createDirectories(temp.resolve("secure")).toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(6, TimeUnit.MINUTES))
                    .as(Files.readString(log))
                    .isTrue();
            assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        } finally {
            process.destroyForcibly();
        }
    }
}
