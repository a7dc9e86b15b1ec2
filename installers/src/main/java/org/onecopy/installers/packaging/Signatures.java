package org.onecopy.installers.packaging;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Detached signatures beside packages, by GnuPG and a key that an operator has. */
final class Signatures {
    private Signatures() {}

    /**
     * Writes {@code FILE.asc} for each package and for {@code SHA256SUMS} beside them.
     *
     * @param made packages of one directory
     * @param key as {@code gpg --local-user} takes it; where it has a passphrase, GnuPG's agent asks for it
     * @throws IOException also where GnuPG is missing, or has no such key
     */
    static void make(List<Path> made, String key) throws IOException {
        make(made, key, null);
    }

    /** @param home GnuPG's directory; null for the user's */
    static void make(List<Path> made, String key, @Nullable Path home) throws IOException {
        List<Path> files = new ArrayList<>(made);
        files.add(made.getFirst().resolveSibling("SHA256SUMS"));
        for (Path file : files) {
            List<String> command = new ArrayList<>(List.of("gpg", "--batch", "--yes", "--armor"));
            if (home != null) {
                command.addAll(List.of("--homedir", home.toString()));
            }
            command.addAll(List.of("--local-user", key, "--detach-sign", file.toString()));
            Tool.run(command);
        }
    }
}
