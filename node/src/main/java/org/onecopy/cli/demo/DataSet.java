package org.onecopy.cli.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * Files to show something with: mixed sizes (most of them small), odd names, empty and deep directories, links. The same for the same
 * number of files, down to the byte and the time.
 */
final class DataSet {
    private static final long SEED = 20_261_120;
    private static final Instant BIRTH = Instant.parse("2026-01-01T00:00:00Z");
    private static final int FILES_PER_DIRECTORY = 100;
    private static final String MADE = "dataset.made";

    private final Path root;
    private final int files;
    private final SplittableRandom random = new SplittableRandom(SEED);

    private DataSet(Path root, int files) {
        this.root = root;
        this.files = files;
    }

    /** The data set in a directory, made if it is not there as a whole. @return where it lies */
    static Path in(Path directory, int files) throws IOException {
        Path root = directory.resolve("dataset-" + files);
        Path made = directory.resolve(MADE);
        if (!Files.exists(made) || !Files.readString(made).strip().equals(String.valueOf(files))) {
            new DataSet(root, files).make();
            Files.writeString(made, files + "\n");
        }
        return root;
    }

    private void make() throws IOException {
        Files.createDirectories(root);
        for (int i = 0; i < files; i++) {
            Path directory =
                    Files.createDirectories(root.resolve("%s/%03d".formatted(kind(i), i / FILES_PER_DIRECTORY)));
            write(directory.resolve("file-%05d.dat".formatted(i)), length());
        }
        makeOddities();
    }

    private static String kind(int number) {
        return switch (number % 4) {
            case 0 -> "photos";
            case 1 -> "letters";
            case 2 -> "measurements/raw";
            default -> "measurements/clean";
        };
    }

    /** Nine of ten up to 32 KiB, one of two hundred up to 4 MiB. */
    private int length() {
        int dice = random.nextInt(200);
        if (dice == 0) {
            return random.nextInt(4 << 20);
        }
        if (dice < 20) {
            return random.nextInt(256 << 10);
        }
        return dice < 80 ? random.nextInt(32 << 10) : random.nextInt(4 << 10);
    }

    private void makeOddities() throws IOException {
        Path odd = Files.createDirectories(root.resolve("odd names"));
        String[] names = {
            "with spaces and 'quotes'",
            "-rf",
            "--help",
            "snow ☃ and 🚀",
            "caf\u00e9 (NFC)",
            "cafe\u0301 (NFD)",
            "caf\u00e9",
            "cafe\u0301",
            "line\nbreak",
            "tab\there",
            "back\\slash",
            "trailing dot.",
            "*?[]{}$`!",
            ".hidden",
            "%2e%2e%2f",
            "x".repeat(250),
        };
        for (String name : names) {
            write(odd.resolve(name), 16 + random.nextInt(1_000));
        }
        write(odd.resolve("empty"), 0);
        Files.createDirectories(root.resolve("empty/also empty/and this"));
        StringBuilder deep = new StringBuilder("deep");
        for (int level = 0; level < 40; level++) {
            deep.append("/level-").append(level);
        }
        Path deepest = Files.createDirectories(root.resolve(deep.toString()));
        write(deepest.resolve("at the bottom"), 100);
        link("links/to-a-file", "../odd names/empty");
        link("links/to-a-directory", "../photos");
        link("links/to-nowhere", "does not exist");
        Path script = root.resolve("run.sh");
        write(script, 64);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x--x"));
    }

    private void link(String name, String target) throws IOException {
        Path link = root.resolve(name);
        Files.createDirectories(link.resolveSibling(""));
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, Path.of(target));
    }

    private void write(Path file, int length) throws IOException {
        byte[] content = new byte[length];
        random.nextBytes(content);
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(content);
        }
        Files.setLastModifiedTime(file, FileTime.from(BIRTH.plusNanos(random.nextLong(1L << 54))));
    }
}
