package org.onecopy.installers.provisioning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/** All that was done on one machine and what it answered, without secrets. Goes on where an earlier run ended. Readable by its owner alone. */
final class Transcript implements AutoCloseable {
    private final Path file;
    private final Redaction redaction;
    private final Clock clock;
    private final Writer out;

    Transcript(Path directory, String host, Redaction redaction, Clock clock) {
        this.file = directory.resolve(host.replaceAll("[^A-Za-z0-9._-]", "_") + ".log");
        this.redaction = redaction;
        this.clock = clock;
        try {
            Files.createDirectories(directory);
            if (!Files.exists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            out = Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the transcript " + file, e);
        }
    }

    Path file() {
        return file;
    }

    /** One line with the time; more lines of a text follow, indented. */
    synchronized void note(String text) {
        try {
            out.write(clock.instant().truncatedTo(ChronoUnit.MILLIS) + "  "
                    + redaction.of(text.stripTrailing()).replace("\n", "\n    ") + "\n");
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the transcript " + file, e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the transcript " + file, e);
        }
    }
}
