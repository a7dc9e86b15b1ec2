package org.onecopy.cli.demo;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.ZoneName;
import org.onecopy.problem.ProblemException;

/**
 * The directory of a demonstration: {@code zones/ZONE} with the users' files of a local zone and nothing else, {@code servers/ZONE} with
 * all of another zone's storage, {@code nodes/NODE} with all of a node, {@code authority}, {@code dataset}, {@code incoming}, {@code network.json}. One process at a time uses it.
 */
final class DemoPlace implements AutoCloseable {
    private final Path root;
    private final FileChannel lockFile;
    private final FileLock lock;

    private DemoPlace(Path root, FileChannel lockFile, FileLock lock) {
        this.root = root;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /** @throws ProblemException {@code TOO_BUSY} where another demonstration runs there */
    static DemoPlace open(Path directory) throws IOException {
        Path root = directory.toAbsolutePath().normalize();
        Files.createDirectories(root);
        FileChannel file = FileChannel.open(
                root.resolve("demo.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        FileLock lock = tryLock(file);
        if (lock == null) {
            String owner = Files.readString(root.resolve("demo.lock")).strip();
            file.close();
            throw new ProblemException(
                    ProblemCode.TOO_BUSY,
                    "another demonstration (process " + owner + ") runs in " + root
                            + ": stop it, or say --dir with another directory");
        }
        file.truncate(0);
        file.write(StandardCharsets.UTF_8.encode(ProcessHandle.current().pid() + "\n"));
        return new DemoPlace(root, file, lock);
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    Path root() {
        return root;
    }

    Path zone(ZoneName zone) {
        return root.resolve("zones").resolve(zone.value());
    }

    /** What the servers of a zone's storage keep. */
    Path server(ZoneName zone) {
        return root.resolve("servers").resolve(zone.value());
    }

    Path node(NodeId node) {
        return root.resolve("nodes").resolve(node.value());
    }

    Path networkFile() {
        return root.resolve("network.json");
    }

    @Override
    public void close() throws IOException {
        lock.release();
        lockFile.close();
    }
}
