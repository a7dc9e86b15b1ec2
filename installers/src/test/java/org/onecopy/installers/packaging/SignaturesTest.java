package org.onecopy.installers.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SignaturesTest {
    @TempDir
    Path temp;

    private String gpg(String... words) throws IOException {
        List<String> command = new java.util.ArrayList<>(List.of("gpg", "--homedir", temp.toString(), "--batch"));
        command.addAll(List.of(words));
        return Tool.run(command);
    }

    @Test
    void packages_and_their_sums_are_signed_by_the_operators_key() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/gpg")), "nothing is signed: there is no gpg");
        gpg("--passphrase", "", "--quick-generate-key", "operator@example.org", "ed25519", "sign", "1d");
        Path one = Files.writeString(temp.resolve("one.deb"), "a package");
        Path sums = Files.writeString(temp.resolve("SHA256SUMS"), "its sum");
        try {
            Signatures.make(List.of(one), "operator@example.org", temp);
            for (Path file : List.of(one, sums)) {
                assertThat(gpg("--verify", file + ".asc", file.toString())).contains("Good signature");
            }
            Files.writeString(one, "another package");
            assertThatThrownBy(() -> gpg("--verify", one + ".asc", one.toString()))
                    .hasMessageContaining("BAD signature");
            assertThatThrownBy(() -> Signatures.make(List.of(one), "nobody@example.org", temp))
                    .hasMessageContaining("nobody@example.org");
        } finally {
            Tool.run(List.of("gpgconf", "--homedir", temp.toString(), "--kill", "gpg-agent"));
        }
    }
}
