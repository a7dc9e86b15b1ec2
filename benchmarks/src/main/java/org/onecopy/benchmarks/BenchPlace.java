package org.onecopy.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The one directory below which all data of a run lies, so that everything is on one file system. Made new in the directory that
 * the user named, and deleted at the end; what else is in there stays untouched.
 */
final class BenchPlace implements AutoCloseable {
    private static final int DELETE_TRIES = 5;

    private final Path root;
    private final @Nullable Path madeParent;

    private BenchPlace(Path root, @Nullable Path madeParent) {
        this.root = root;
        this.madeParent = madeParent;
    }

    /** @throws IllegalArgumentException where the path has a character that rsync and ssh would take for more than a name */
    static BenchPlace in(Path directory) throws IOException {
        Path parent = directory.toAbsolutePath().normalize();
        if (!parent.toString().matches("[A-Za-z0-9_./+@=,-]+")) {
            throw new IllegalArgumentException(
                    "--dir " + parent + ": rsync over ssh needs a path of letters, digits and _./+@=,- only");
        }
        boolean isNew = !Files.exists(parent);
        Files.createDirectories(parent);
        Path root = Files.createDirectory(
                parent.resolve("onecopy-bench-" + ProcessHandle.current().pid()));
        return new BenchPlace(root, isNew ? parent : null);
    }

    /** A place within this one, which deletes it with the rest. */
    BenchPlace inner(String name) throws IOException {
        return new BenchPlace(fresh(name), null);
    }

    Path root() {
        return root;
    }

    Path resolve(String name) {
        return root.resolve(name);
    }

    /** A directory of this name, which must not be there yet. */
    Path fresh(String name) throws IOException {
        return Files.createDirectory(root.resolve(name));
    }

    /** @throws BenchmarkFailure where less than this is free */
    void checkSpace(long bytes) throws IOException {
        long free = Files.getFileStore(root).getUsableSpace();
        if (free < bytes) {
            throw new BenchmarkFailure("needs %d MB below %s, where %d MB are free: name another place with --dir"
                    .formatted(bytes / 1_000_000, root, free / 1_000_000));
        }
    }

    /** Deletes a tree; one that something still writes to is tried some times. */
    static void delete(Path tree) throws IOException {
        for (int tries = 1; Files.exists(tree); tries++) {
            try {
                Files.walkFileTree(tree, new Deletion());
            } catch (DirectoryNotEmptyException | NoSuchFileException e) {
                if (tries == DELETE_TRIES) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        delete(root);
        if (madeParent != null) {
            try {
                Files.deleteIfExists(madeParent);
            } catch (DirectoryNotEmptyException e) {
                // Somebody else put something there meanwhile: it is theirs.
            }
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
