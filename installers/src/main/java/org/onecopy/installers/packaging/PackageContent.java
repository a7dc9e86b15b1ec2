package org.onecopy.installers.packaging;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a package holds: each object once, in the order of paths, which puts a directory before what is in it. All belongs to root. */
final class PackageContent {
    private static final int DIRECTORY_MODE = 0755;
    private static final int PROGRAM_MODE = 0755;
    private static final int FILE_MODE = 0644;

    private final TreeMap<String, Item> items = new TreeMap<>();

    /** One object. Its path has no slash at its beginning or end. */
    sealed interface Item {
        String path();
    }

    /** A directory. */
    record Directory(String path, int mode) implements Item {}

    /** A symbolic link. */
    record Link(String path, String target) implements Item {}

    /**
     * A file.
     *
     * @param kept whether an administrator's changes survive an upgrade
     */
    record RegularFile(String path, int mode, boolean kept, Bytes bytes) implements Item {}

    /** The bytes of a file, as often as they are asked for. */
    interface Bytes {
        InputStream open() throws IOException;

        long length() throws IOException;
    }

    private record OfFile(Path file) implements Bytes {
        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(file);
        }

        @Override
        public long length() throws IOException {
            return Files.size(file);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record OfMemory(byte[] bytes) implements Bytes {
        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }

        @Override
        public long length() {
            return bytes.length;
        }
    }

    Collection<Item> items() {
        return items.values();
    }

    List<RegularFile> keptFiles() {
        List<RegularFile> kept = new ArrayList<>();
        for (Item item : items.values()) {
            if (item instanceof RegularFile file && file.kept()) {
                kept.add(file);
            }
        }
        return kept;
    }

    PackageContent directory(String path) {
        return put(new Directory(path, DIRECTORY_MODE));
    }

    PackageContent link(String path, String target) {
        return put(new Link(path, target));
    }

    PackageContent file(String path, Path source) {
        return put(new RegularFile(path, FILE_MODE, false, new OfFile(source)));
    }

    PackageContent text(String path, String text) {
        return bytes(path, text.getBytes(StandardCharsets.UTF_8));
    }

    PackageContent bytes(String path, byte[] bytes) {
        return put(new RegularFile(path, FILE_MODE, false, new OfMemory(bytes)));
    }

    PackageContent program(String path, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return put(new RegularFile(path, PROGRAM_MODE, false, new OfMemory(bytes)));
    }

    PackageContent kept(String path, String text) {
        return put(new RegularFile(path, FILE_MODE, true, new OfMemory(text.getBytes(StandardCharsets.UTF_8))));
    }

    /** A whole tree. Files that may be executed stay so; links must be relative. */
    PackageContent tree(String path, Path source) throws IOException {
        try (Stream<Path> all = Files.walk(source)) {
            for (Path each : (Iterable<Path>) all::iterator) {
                String below = source.relativize(each).toString();
                String name = below.isEmpty() ? path : path + "/" + below;
                if (Files.isSymbolicLink(each)) {
                    link(name, Files.readSymbolicLink(each).toString());
                } else if (Files.isDirectory(each)) {
                    directory(name);
                } else {
                    int mode = Files.isExecutable(each) ? PROGRAM_MODE : FILE_MODE;
                    put(new RegularFile(name, mode, false, new OfFile(each)));
                }
            }
        }
        return this;
    }

    /** Everything of another content, below a directory. */
    PackageContent below(String path, PackageContent other) {
        directory(path);
        for (Item item : other.items()) {
            String name = path + "/" + item.path();
            switch (item) {
                case Directory directory -> put(new Directory(name, directory.mode()));
                case Link link -> put(new Link(name, link.target()));
                case RegularFile file -> put(new RegularFile(name, file.mode(), file.kept(), file.bytes()));
            }
        }
        return this;
    }

    private PackageContent put(Item item) {
        for (int slash = item.path().indexOf('/');
                slash > 0;
                slash = item.path().indexOf('/', slash + 1)) {
            String parent = item.path().substring(0, slash);
            items.putIfAbsent(parent, new Directory(parent, DIRECTORY_MODE));
        }
        @Nullable Item before = items.put(item.path(), item);
        if (before != null && !before.equals(item)) {
            throw new IllegalStateException("two objects are called " + item.path());
        }
        return this;
    }
}
