package org.onecopy.installers.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Makes packages: {@code ./onecopy package} runs it after a build. */
public final class PackageMain {
    /** All formats, in the order in which they are made. */
    public static final List<String> FORMATS = List.of("deb", "rpm", "tar.gz", "run");

    private static final long LIMIT = 120_000_000;

    private PackageMain() {}

    /**
     * Makes packages.
     *
     * @param args {@code ROOT VERSION EPOCH-SECONDS quick|small FORMAT…}: the source tree; the project's version; the time of the commit;
     *     whether they shall be made soon or be small
     */
    public static void main(String[] args) throws IOException {
        Release release = new Release(
                args[1],
                Instant.ofEpochSecond(Long.parseLong(args[2])),
                Objects.requireNonNull(System.getProperty("os.arch")));
        List<String> formats = args.length > 4 ? List.of(args).subList(4, args.length) : FORMATS;
        Path root = Path.of(args[0]);
        make(root, release, args[3].equals("quick"), formats, root.resolve("installers/target/packages"))
                .forEach(System.out::println);
    }

    /**
     * Makes packages, and {@code SHA256SUMS} beside them. What was there before goes.
     *
     * @return their files
     */
    static List<Path> make(Path root, Release release, boolean quick, List<String> formats, Path out)
            throws IOException {
        for (String format : formats) {
            if (!FORMATS.contains(format)) {
                throw new IllegalArgumentException(
                        "there is no format '" + format + "', only " + String.join(", ", FORMATS));
            }
        }
        delete(out);
        Files.createDirectories(out);
        Path work = Files.createTempDirectory(out, ".work");
        try {
            Path jdk = Path.of(Objects.requireNonNull(System.getProperty("java.home")));
            Program program = Program.make(release, new Program.Sources(root, jdk, work));
            List<Path> made = new ArrayList<>();
            for (String format : FORMATS) {
                if (formats.contains(format)) {
                    Path file = switch (format) {
                        case "deb" -> DebPackage.make(program, quick, work, out);
                        case "rpm" -> RpmPackage.make(program, quick, out);
                        case "tar.gz" -> TarPackage.makeTar(program, quick, out);
                        default -> TarPackage.makeRun(program, work, out);
                    };
                    if (!quick && Files.size(file) > LIMIT) {
                        throw new IOException(file + " is larger than " + LIMIT + " bytes: " + Files.size(file));
                    }
                    made.add(file);
                }
            }
            writeSums(made, out.resolve("SHA256SUMS"));
            return made;
        } finally {
            delete(work);
        }
    }

    private static void writeSums(List<Path> files, Path target) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Path file : files) {
            lines.append(sum(file)).append("  ").append(file.getFileName()).append('\n');
        }
        Files.writeString(target, lines);
    }

    /** SHA-256 in hexadecimal. */
    static String sum(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (DigestInputStream read = new DigestInputStream(in, digest)) {
                read.transferTo(java.io.OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Removes a directory with all in it. */
    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(PackageMain::deleteOne);
        }
    }

    private static void deleteOne(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
