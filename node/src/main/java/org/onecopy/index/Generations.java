package org.onecopy.index;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

/**
 * The directory of a store that can be replaced as a whole: one directory per generation, and a file {@code CURRENT} with the name of
 * the one that counts. To replace: {@link #prepare} the next one, {@link #activate} it (one rename: the moment of truth), and
 * {@link #clean} the old one away. A crash in between leaves the old or the new generation, whole; the next start cleans up.
 * Not safe for several threads.
 */
final class Generations {
    private static final String POINTER = "CURRENT";
    private static final String POINTER_NEW = "CURRENT.new";
    private static final String PREFIX = "generation-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "([1-9][0-9]{0,17})");

    private final Path base;

    Generations(Path base) {
        this.base = base;
    }

    /** The generation that counts; a first, empty one in an empty directory. */
    Path current() {
        try {
            Files.createDirectories(base);
            String name = pointer();
            if (name == null) {
                // The pointer is written before anything else, so data without it has been tampered with: better stop.
                if (!all().isEmpty()) {
                    throw damaged("it holds data and no file " + POINTER);
                }
                name = PREFIX + 1;
                point(name);
            } else if (!NAME.matcher(name).matches()) {
                throw damaged("its file " + POINTER + " names '" + name + "'");
            }
            return base.resolve(name);
        } catch (IOException e) {
            throw failed("open", e);
        }
    }

    /** Copies a checkpoint beside the current generation, durably; by hard links where a file never changes. */
    Path prepare(Path checkpoint) {
        Path next = base.resolve(PREFIX + (number(current()) + 1));
        try {
            delete(next);
            Files.createDirectory(next);
            try (DirectoryStream<Path> files = Files.newDirectoryStream(checkpoint)) {
                for (Path file : files) {
                    Path target = next.resolve(file.getFileName());
                    adopt(file, target);
                    sync(target);
                }
            }
            sync(next);
            sync(base);
            return next;
        } catch (IOException e) {
            throw failed("copy a checkpoint into", e);
        }
    }

    /** A checkpoint stays as it is, so only what a store never changes again may be shared with it. */
    private static void adopt(Path file, Path target) throws IOException {
        if (file.toString().endsWith(".sst")) {
            try {
                Files.createLink(target, file);
                return;
            } catch (UnsupportedOperationException | IOException e) {
                // another volume, or one without links
                Files.deleteIfExists(target);
            }
        }
        Files.copy(file, target);
    }

    /** Makes a prepared generation the one that counts. */
    void activate(Path generation) {
        try {
            point(generation.getFileName().toString());
        } catch (IOException e) {
            throw failed("replace", e);
        }
    }

    /** Removes all generations but the current one. */
    void clean() {
        Path current = current();
        try {
            for (Path generation : all()) {
                if (!generation.equals(current)) {
                    delete(generation);
                }
            }
        } catch (IOException e) {
            throw failed("clean up", e);
        }
    }

    private @Nullable String pointer() throws IOException {
        Path pointer = base.resolve(POINTER);
        return Files.exists(pointer) ? Files.readString(pointer).strip() : null;
    }

    private void point(String name) throws IOException {
        Path fresh = base.resolve(POINTER_NEW);
        Files.writeString(fresh, name + "\n");
        sync(fresh);
        Files.move(fresh, base.resolve(POINTER), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(base);
    }

    private List<Path> all() throws IOException {
        List<Path> generations = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(base)) {
            for (Path entry : entries) {
                if (NAME.matcher(entry.getFileName().toString()).matches()) {
                    generations.add(entry);
                }
            }
        }
        return generations;
    }

    private static long number(Path generation) {
        return Long.parseLong(generation.getFileName().toString().substring(PREFIX.length()));
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private ProblemException damaged(String how) {
        return new ProblemException(
                ProblemCode.INTERNAL,
                "the store " + base + " is damaged: " + how + "; restore this node from another one");
    }

    private ProblemException failed(String what, IOException cause) {
        return new ProblemException(
                ProblemCode.INTERNAL, "cannot " + what + " the store " + base + ": " + cause, cause);
    }
}
