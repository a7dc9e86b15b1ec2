package org.onecopy.cli.demo.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** How a server's Java is started: small, and soon there rather than fast after an hour. */
final class ServerProcess {
    private ServerProcess() {}

    /**
     * Starts one.
     *
     * @param directory of the server's own
     * @param heap as after {@code -Xmx}
     * @param log file to which its output is added
     * @param options of Java
     * @param main class and its arguments
     */
    static Process start(Path libraries, Path directory, String heap, Path log, List<String> options, List<String> main)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(Objects.requireNonNull(System.getProperty("java.home")), "bin", "java")
                        .toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-Xmx" + heap,
                "-cp",
                WithParent.jar(directory) + ":" + libraries + "/*"));
        command.addAll(options);
        command.add(WithParent.class.getName());
        command.addAll(main);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // Without it Java cannot even name files beyond ASCII.
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        return builder.start();
    }

    /** Writes a file that only its owner may read, from its first byte on. */
    static void writeSecret(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(fresh, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.WRITE);
        Files.move(
                fresh,
                file,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    /** What a property of a {@code .properties} file may hold as it stands. */
    static void requirePlain(Path path) {
        if (path.toString().chars().anyMatch(c -> Set.of((int) '\n', (int) '\\').contains(c))) {
            throw new IllegalArgumentException("a server cannot keep its data in " + path);
        }
    }
}
