package org.onecopy.installers.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A Debian package that tests share: made once, and again only where something that it is made of has changed. */
public final class BuiltPackages {
    private static final Path ROOT = Path.of(Objects.requireNonNull(System.getProperty("onecopy.root")));
    private static final Path DIRECTORY = ROOT.resolve("installers/target/it-packages");
    private static final Path STAMP = ROOT.resolve("installers/target/it-packages.made");
    private static final Instant TIME = Instant.parse("2026-11-01T06:07:08Z");

    private BuiltPackages() {}

    /** The directory with the package and its {@code SHA256SUMS}. */
    public static synchronized Path debian() throws IOException {
        String now = sources();
        if (!Files.exists(STAMP)
                || !Files.readString(STAMP).equals(now)
                || !Files.exists(DIRECTORY.resolve("SHA256SUMS"))) {
            Files.deleteIfExists(STAMP);
            make(DIRECTORY, 0, "deb");
            Files.writeString(STAMP, now);
        }
        return DIRECTORY;
    }

    /**
     * Makes packages quickly.
     *
     * @param minute makes a version that is so much newer than that of others
     */
    public static List<Path> make(Path out, int minute, String... formats) throws IOException {
        return PackageMain.make(ROOT, release(minute), true, List.of(formats), out);
    }

    static Release release(int minute) {
        return new Release(
                "0.1.0-SNAPSHOT",
                TIME.plusSeconds(60L * minute),
                Objects.requireNonNull(System.getProperty("os.arch")));
    }

    /** What packages are made of, with size and time of change. */
    private static String sources() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String part : List.of(
                "node/target/onecopy-node.jar",
                "node/target/lib",
                "installers/src/main/resources",
                "installers/src/main/java/org/onecopy/installers/packaging",
                "CHANGELOG.md")) {
            try (Stream<Path> all = Files.walk(ROOT.resolve(part))) {
                all.filter(Files::isRegularFile).sorted().forEach(file -> text.append(describe(file)));
            }
        }
        return text.toString();
    }

    private static String describe(Path file) {
        try {
            return file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
