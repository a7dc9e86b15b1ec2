package org.onecopy.storage.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.onecopy.storage.OutsideWriter;

/** Writes in a directory by the JDK's means, and runs the system's commands. */
final class LocalFixture implements OutsideWriter {
    private final Path directory;

    LocalFixture(Path directory) {
        this.directory = directory;
    }

    private interface Action {
        void run() throws IOException;
    }

    private static void run(Action action) {
        try {
            action.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void write(String path, String text) {
        run(() -> Files.writeString(directory.resolve(path), text));
    }

    @Override
    public void makeDirectory(String path) {
        run(() -> Files.createDirectory(directory.resolve(path)));
    }

    @Override
    public void move(String from, String to) {
        run(() -> Files.move(directory.resolve(from), directory.resolve(to)));
    }

    @Override
    public void delete(String path) {
        run(() -> Files.delete(directory.resolve(path)));
    }

    @Override
    public void makeLink(String path, String target) {
        run(() -> Files.createSymbolicLink(directory.resolve(path), Path.of(target)));
    }

    static void deleteAll(Path top) {
        run(() -> {
            if (Files.exists(top)) {
                try (Stream<Path> all = Files.walk(top)) {
                    for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
        });
    }

    /** Runs a command of bash with arguments $1, $2, …; its output, or null where it failed. */
    static String bash(String command, Object... arguments) {
        String[] words = new String[4 + arguments.length];
        words[0] = "bash";
        words[1] = "-c";
        words[2] = command;
        words[3] = "bash";
        for (int i = 0; i < arguments.length; i++) {
            words[4 + i] = arguments[i].toString();
        }
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? output : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
