package org.onecopy.app;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an outside reader finds in a directory while others write there: what goes away before it has been read is not
 * in it.
 */
final class Trees {
    private static final String OWN = ".onecopy";

    private Trees() {}

    /** Every path with its kind and the digest of its content, or its link's text. */
    static SortedMap<String, String> digests(Path root) throws IOException {
        return read(root, path -> "file " + digest(path));
    }

    /** Every path with its content as text, or "directory"; without what belongs to Onecopy. */
    static SortedMap<String, String> texts(Path root) throws IOException {
        SortedMap<String, String> all = read(root, Files::readString);
        all.keySet().removeIf(name -> name.isEmpty() || name.startsWith(OWN));
        return all;
    }

    private interface Content {
        String of(Path file) throws IOException;
    }

    private static SortedMap<String, String> read(Path root, Content content) throws IOException {
        SortedMap<String, String> entries = new TreeMap<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
                entries.put(name(path), "directory");
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                try {
                    entries.put(
                            name(path),
                            attributes.isSymbolicLink() ? "link " + Files.readSymbolicLink(path) : content.of(path));
                } catch (NoSuchFileException e) {
                    return FileVisitResult.CONTINUE;
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException && !path.equals(root)) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path path, IOException failure) throws IOException {
                if (failure != null && !(failure instanceof NoSuchFileException)) {
                    throw failure;
                }
                return FileVisitResult.CONTINUE;
            }

            private String name(Path path) {
                return root.relativize(path).toString();
            }
        });
        return entries;
    }

    private static String digest(Path path) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
