package org.onecopy.cli.demo;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ZoneName;

/**
 * Copies a tree into a zone as a careful user would: each file is made elsewhere on the same file system and moved in when it is whole;
 * modes, times of files and links are kept. What is there already with the same length and time is left alone. Pipes, sockets and
 * devices are left out. The counters may be read while it runs.
 */
final class TreeCopy implements ZoneCopy {
    private final ZoneName zone;
    private final Path source;
    private final Path target;
    private final Path incoming;
    private final AtomicLong files = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong leftOut = new AtomicLong();

    /** @param incoming a directory on the target's file system, emptied here */
    TreeCopy(ZoneName zone, Path source, Path target, Path incoming) {
        this.zone = zone;
        this.source = source;
        this.target = target;
        this.incoming = incoming;
    }

    @Override
    public ZoneName zone() {
        return zone;
    }

    @Override
    public long files() {
        return files.get();
    }

    @Override
    public long bytes() {
        return bytes.get();
    }

    @Override
    public long leftOut() {
        return leftOut.get();
    }

    @Override
    public long bytesToCopy() throws IOException {
        AtomicLong sum = new AtomicLong();
        Files.walkFileTree(source, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile() && !isThere(file, attributes)) {
                    sum.addAndGet(attributes.size());
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return sum.get();
    }

    @Override
    public void run() throws IOException {
        Files.createDirectories(incoming);
        try (var left = Files.list(incoming)) {
            for (Path file : left.toList()) {
                Files.delete(file);
            }
        }
        Files.walkFileTree(source, new Copier());
    }

    private Path to(Path from) {
        return target.resolve(source.relativize(from));
    }

    private boolean isThere(Path file, BasicFileAttributes attributes) throws IOException {
        Path to = to(file);
        if (attributes.isSymbolicLink()) {
            return Files.isSymbolicLink(to) && Files.readSymbolicLink(to).equals(Files.readSymbolicLink(file));
        }
        if (!Files.isRegularFile(to, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        BasicFileAttributes present = Files.readAttributes(to, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return present.size() == attributes.size() && present.lastModifiedTime().equals(attributes.lastModifiedTime());
    }

    private final class Copier extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
            Path to = to(directory);
            if (!directory.equals(source) && !Files.isDirectory(to, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(to);
                // Its own mode comes when it is full: it may forbid us to write.
                Set<PosixFilePermission> open = new HashSet<>(Files.getPosixFilePermissions(directory));
                open.add(PosixFilePermission.OWNER_WRITE);
                open.add(PosixFilePermission.OWNER_EXECUTE);
                Files.setPosixFilePermissions(to, open);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (attributes.isOther()) {
                leftOut.incrementAndGet();
            } else if (!isThere(file, attributes)) {
                copy(file, attributes);
            }
            return FileVisitResult.CONTINUE;
        }

        private void copy(Path file, BasicFileAttributes attributes) throws IOException {
            Path whole = incoming.resolve("next");
            Files.copy(file, whole, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isSymbolicLink()) {
                // The copy of the attributes cuts the time to microseconds on some systems.
                FileTime time = attributes.lastModifiedTime();
                Files.setLastModifiedTime(whole, time);
                bytes.addAndGet(attributes.size());
            }
            Files.move(whole, to(file), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            files.incrementAndGet();
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
            if (e != null) {
                throw e;
            }
            if (!directory.equals(source)) {
                Set<PosixFilePermission> mode = Files.getPosixFilePermissions(directory);
                if (!Files.getPosixFilePermissions(to(directory)).equals(mode)) {
                    Files.setPosixFilePermissions(to(directory), mode);
                }
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
