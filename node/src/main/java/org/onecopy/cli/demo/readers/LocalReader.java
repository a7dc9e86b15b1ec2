package org.onecopy.cli.demo.readers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A directory tree of this machine, read from the disk. */
public final class LocalReader implements TreeReader {
    private final Path root;

    public LocalReader(Path root) {
        this.root = root;
    }

    @Override
    public String how() {
        return "the disk";
    }

    @Override
    public TreeListing list() throws IOException {
        Visitor visitor = new Visitor(root);
        if (Files.isDirectory(root)) {
            Files.walkFileTree(root, visitor);
        }
        return new TreeListing(visitor.entries, visitor.unreadableNames);
    }

    @Override
    public InputStream open(TreeEntry file) throws IOException {
        return Files.newInputStream(root.resolve(file.path()));
    }

    /** Linux holds all that a rule carries. */
    @Override
    public @Nullable String refusal(TreeEntry entry) {
        return null;
    }

    @Override
    public void close() {
        // Nothing is open between two calls.
    }

    private static final class Visitor extends SimpleFileVisitor<Path> {
        private final Path root;
        private final SortedMap<String, TreeEntry> entries = new TreeMap<>();
        private long unreadableNames;

        Visitor(Path root) {
            this.root = root;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            if (directory.equals(root)) {
                return FileVisitResult.CONTINUE;
            }
            if (isReserved(directory)) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            return add(directory) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!attributes.isOther() && !isReserved(file)) {
                add(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                return FileVisitResult.CONTINUE;
            }
            throw e;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
            if (e != null && Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
            return FileVisitResult.CONTINUE;
        }

        private static boolean isReserved(Path path) {
            return path.endsWith(WORK);
        }

        /** Notes an entry. @return false where it vanished or cannot be named */
        private boolean add(Path path) {
            Path below = root.relativize(path);
            if (!Path.of(below.toString()).equals(below)) {
                unreadableNames++;
                return false;
            }
            try {
                entries.put(below.toString(), entry(path, below.toString()));
                return true;
            } catch (IOException e) {
                if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                    throw new UncheckedIOException(e);
                }
                return false;
            }
        }

        private static TreeEntry entry(Path path, String below) throws IOException {
            PosixFileAttributes attributes =
                    Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isSymbolicLink()) {
                String target = Files.readSymbolicLink(path).toString();
                return new TreeEntry(below, TreeEntry.Kind.LINK, "", 0, "", target);
            }
            String mode = PosixFilePermissions.toString(attributes.permissions());
            if (attributes.isDirectory()) {
                return TreeEntry.directory(below, mode);
            }
            Map<String, Object> unix = Files.readAttributes(path, "unix:ino,ctime", LinkOption.NOFOLLOW_LINKS);
            String stamp = unix.get("ino") + " " + attributes.size() + " " + attributes.lastModifiedTime() + " "
                    + unix.get("ctime");
            return new TreeEntry(below, TreeEntry.Kind.FILE, mode, attributes.size(), stamp, null);
        }
    }
}
