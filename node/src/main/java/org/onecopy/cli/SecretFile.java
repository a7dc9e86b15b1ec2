package org.onecopy.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that nobody but their owner can read. */
final class SecretFile {
    private SecretFile() {}

    /**
     * Puts a line into a file as a whole; folders above are made.
     *
     * @throws IllegalArgumentException where the file cannot be written
     */
    static void write(Path file, String line) {
        Path absolute = file.toAbsolutePath();
        Path directory = absolute.getParent();
        try {
            if (directory != null) {
                Files.createDirectories(directory);
            }
            // Made with its permissions, so that it is at no moment open to others.
            Path fresh = Files.createTempFile(
                    directory,
                    ".onecopy-",
                    ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try {
                Files.writeString(fresh, line + "\n");
                Files.move(fresh, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
