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
import org.jspecify.annotations.Nullable;

/** Makes packages: {@code ./onecopy package} runs it after a build. */
public final class PackageMain {
    /** All formats, in the order in which they are made. */
    public static final List<String> FORMATS = List.of("deb", "rpm", "tar.gz", "run");

    /** Asks for the console's packages. */
    private static final String CONSOLE = "console";

    private static final int WRONG_WORDS = 64;
    private static final long LIMIT = 120_000_000;
    private static final long CONSOLE_LIMIT = 80_000_000;

    private PackageMain() {}

    /**
     * Makes packages.
     *
     * @param args {@code ROOT VERSION EPOCH-SECONDS quick|small [--sign KEY] FORMAT…}: the source tree; the project's version; the time of
     *     the commit; whether they shall be made soon or be small; whose key signs them; formats of the node, or {@code console}
     */
    public static void main(String[] args) {
        try {
            makeAll(args);
        } catch (IllegalArgumentException e) {
            System.err.println("onecopy: " + e.getMessage());
            System.exit(WRONG_WORDS);
        } catch (IOException e) {
            System.err.println("onecopy: no packages: " + e);
            System.exit(1);
        }
    }

    private static void makeAll(String[] args) throws IOException {
        Release release = new Release(
                args[1],
                Instant.ofEpochSecond(Long.parseLong(args[2])),
                Objects.requireNonNull(System.getProperty("os.arch")));
        List<String> words = new ArrayList<>(List.of(args).subList(4, args.length));
        String key = null;
        if (words.size() > 1 && words.getFirst().equals("--sign")) {
            key = words.get(1);
            words.subList(0, 2).clear();
        }
        boolean quick = args[3].equals("quick");
        Path target = Path.of(args[0]).resolve("installers/target");
        boolean console = words.remove(CONSOLE);
        if (!console || !words.isEmpty()) {
            tell(
                    make(
                            Path.of(args[0]),
                            release,
                            quick,
                            words.isEmpty() ? FORMATS : words,
                            target.resolve("packages")),
                    key);
        }
        if (console) {
            tell(makeConsole(Path.of(args[0]), release, quick, target.resolve("console-packages")), key);
        }
    }

    private static void tell(List<Path> made, @Nullable String key) throws IOException {
        if (key != null) {
            Signatures.make(made, key);
        }
        made.forEach(System.out::println);
    }

    /** Makes the console's packages, as {@link #make} makes the node's. */
    static List<Path> makeConsole(Path root, Release release, boolean quick, Path out) throws IOException {
        return inWork(out, work -> {
            ConsoleProgram console = ConsoleProgram.make(release, root, jdk(), work);
            return List.of(
                    within(CONSOLE_LIMIT, quick, DebPackage.make(console, quick, work, out)),
                    within(CONSOLE_LIMIT, quick, RpmPackage.make(console, quick, out)));
        });
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
                        "there is no format '" + format + "', only " + String.join(", ", FORMATS)
                                + "; packages are made for the machine that makes them, here "
                                + release.architecture() + ": their Java runtime comes from its JDK");
            }
        }
        return inWork(out, work -> {
            Program program = Program.make(release, new Program.Sources(root, jdk(), work));
            List<Path> made = new ArrayList<>();
            for (String format : FORMATS) {
                if (formats.contains(format)) {
                    Path file = switch (format) {
                        case "deb" -> DebPackage.make(program, quick, work, out);
                        case "rpm" -> RpmPackage.make(program, quick, out);
                        case "tar.gz" -> TarPackage.makeTar(program, quick, out);
                        default -> TarPackage.makeRun(program, work, out);
                    };
                    made.add(within(LIMIT, quick, file));
                }
            }
            return made;
        });
    }

    /** Makes packages in a directory of their own. */
    private interface Making {
        List<Path> in(Path work) throws IOException;
    }

    private static List<Path> inWork(Path out, Making making) throws IOException {
        delete(out);
        Files.createDirectories(out);
        Path work = Files.createTempDirectory(out, ".work");
        try {
            List<Path> made = making.in(work);
            writeSums(made, out.resolve("SHA256SUMS"));
            return made;
        } finally {
            delete(work);
        }
    }

    private static Path jdk() {
        return Path.of(Objects.requireNonNull(System.getProperty("java.home")));
    }

    private static Path within(long limit, boolean quick, Path file) throws IOException {
        if (!quick && Files.size(file) > limit) {
            throw new IOException(file + " is larger than " + limit + " bytes: " + Files.size(file));
        }
        return file;
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
