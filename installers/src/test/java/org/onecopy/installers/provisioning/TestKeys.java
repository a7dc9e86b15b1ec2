package org.onecopy.installers.provisioning;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keys as OpenSSH makes them. */
final class TestKeys {
    private TestKeys() {}

    /** Makes a pair. @return the public key's line */
    static String make(Path file, String type, String passphrase) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "ssh-keygen", "-q", "-t", type, "-N", passphrase, "-C", "", "-f", file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("no key: " + said);
        }
        return Files.readString(Path.of(file + ".pub")).strip();
    }
}
