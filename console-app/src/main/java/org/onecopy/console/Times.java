package org.onecopy.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;

/** Writes into a file when what was reached since the process began; only where {@code onecopy.console.times} names one. */
final class Times {
    private Times() {}

    static void reached(String what) {
        String file = System.getProperty("onecopy.console.times");
        Instant begun = ProcessHandle.current().info().startInstant().orElse(null);
        if (file != null && begun != null) {
            long millis = Duration.between(begun, Instant.now()).toMillis();
            Thread.ofVirtual().start(() -> write(Path.of(file), what + " after " + millis + " ms\n"));
        }
    }

    private static synchronized void write(Path file, String line) {
        try {
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            System.err.println("onecopy: cannot write " + file + ": " + e.getMessage());
        }
    }
}
