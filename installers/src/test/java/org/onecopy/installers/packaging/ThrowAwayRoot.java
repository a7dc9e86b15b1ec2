package org.onecopy.installers.packaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * This machine's own system as a copy on write, to install into: a mount namespace with an overlay over {@code /}, a network of its own
 * with nothing but loopback, and no JDK. Nothing outside changes. Needs root.
 */
public final class ThrowAwayRoot implements AutoCloseable {
    private static final long SECONDS_MAX = 300;

    private static final String ENTER = """
            set -e
            mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
            mount -t proc proc "$1/root/proc"
            mount --rbind /dev "$1/root/dev"
            mount -t tmpfs tmpfs "$1/root/run"
            mount -t tmpfs tmpfs "$1/root/tmp"
            mount --bind "$2" "$1/root/mnt"
            mkdir -p "$1/root/etc/dpkg/dpkg.cfg.d"
            # It is thrown away: nothing need reach the disk.
            echo force-unsafe-io >"$1/root/etc/dpkg/dpkg.cfg.d/throw-away"
            ip link set lo up 2>/dev/null || true
            exec chroot "$1/root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 /bin/bash -eu -c "$3"
            """;

    private final Path directory;
    private final Path shared;

    /** @param shared a directory that is {@code /mnt} inside */
    public ThrowAwayRoot(Path directory, Path shared) throws IOException {
        this.directory = directory;
        this.shared = shared;
        for (String part : List.of("upper", "work", "root")) {
            Files.createDirectories(directory.resolve(part));
        }
    }

    /** How a script ended, and all that it printed. */
    public record Ran(int code, String said) {}

    /** Why it cannot be had here. */
    public static Optional<String> obstacle(Path directory) throws IOException {
        if (!Files.isExecutable(Path.of("/usr/bin/dpkg")) || !Files.isExecutable(Path.of("/usr/bin/unshare"))) {
            return Optional.of("packages are not installed: this is no Debian with dpkg and unshare");
        }
        if (Files.exists(Path.of("/usr/lib/onecopy")) || Files.exists(Path.of("/etc/onecopy"))) {
            return Optional.of("packages are not installed: this machine has onecopy installed already");
        }
        try (ThrowAwayRoot root = new ThrowAwayRoot(directory, Files.createDirectories(directory))) {
            Ran ran = root.run("rm -rf /usr/lib/jvm; test \"$(id -u)\" -eq 0");
            return ran.code() == 0
                    ? Optional.empty()
                    : Optional.of("packages are not installed: no root, or no overlay over /: " + ran.said());
        }
    }

    /** Runs a script inside. What it changes there is seen by the next one; what it started ends with it. */
    public Ran run(String script) throws IOException {
        Path output = Files.createTempFile("inside", ".log");
        Process process = new ProcessBuilder(
                        "unshare",
                        "--mount",
                        "--net",
                        "--pid",
                        "--fork",
                        "--kill-child",
                        "bash",
                        "-c",
                        ENTER,
                        "enter",
                        directory.toString(),
                        shared.toString(),
                        script)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Ran(-1, "took too long: " + read(output));
            }
            return new Ran(process.exitValue(), read(output));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        Tool.run(List.of("rm", "-rf", directory.toString()));
    }
}
