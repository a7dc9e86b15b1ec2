package org.onecopy.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file system in user space at a directory, whose program may be killed and stopped: what a mount of NFS is like whose server does
 * other things than this machine knows of.
 */
public final class FuseMount implements AutoCloseable {
    private static final List<Path> PROGRAMS =
            List.of(Path.of("/usr/bin"), Path.of("/bin"), Path.of("/usr/sbin"), Path.of("/sbin"));

    private final Path at;
    private final List<String> command;
    private final @Nullable String device;
    private @Nullable Process process;

    private FuseMount(Path at, List<String> command, @Nullable String device) {
        this.at = at;
        this.command = command;
        this.device = device;
    }

    /**
     * Why a program cannot mount here, for tests that are skipped then; null where it can.
     *
     * @param program of the package that {@code ./onecopy test} installs where it may
     */
    public static @Nullable String obstacle(String program, String packageName) {
        if (program.equals("mount.exfat-fuse") && find("mkfs.exfat") == null) {
            return "skipped: needs mkfs.exfat (package exfatprogs)";
        }
        if (!Files.isWritable(Path.of("/dev/fuse"))) {
            return "skipped: /dev/fuse is not there, or not for this user";
        }
        if (find(program) == null || find("fusermount3") == null) {
            return "skipped: needs " + program + " and fusermount3 (packages " + packageName + " and fuse3)";
        }
        return "root".equals(System.getProperty("user.name")) ? null : "skipped: mounts for all users need root";
    }

    private static @Nullable Path find(String program) {
        return PROGRAMS.stream()
                .map(directory -> directory.resolve(program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /** Shows a directory at another one. What is changed in it directly is not told of at the mount. */
    public static FuseMount bind(Path below, Path at, String... options) {
        List<String> command = new ArrayList<>(List.of("bindfs", "-f"));
        for (String option : options) {
            command.addAll(List.of("-o", option));
        }
        command.addAll(List.of(below.toString(), at.toString()));
        FuseMount mount = new FuseMount(at, command, null);
        mount.mount();
        return mount;
    }

    /** Makes a file system in a new file that keeps names as they are given, and takes those for equal which differ by case only. */
    public static FuseMount foldingCase(Path image, Path at) {
        run(List.of("truncate", "-s", "256M", image.toString()));
        run(List.of("mkfs.exfat", image.toString()));
        String device = output(List.of("losetup", "--find", "--show", image.toString()));
        FuseMount mount = new FuseMount(at, List.of("mount.exfat-fuse", "-d", device, at.toString()), device);
        mount.mount();
        return mount;
    }

    /** Mounts it, again after it has gone. */
    public void mount() {
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().atMost(Duration.ofSeconds(20)).until(this::isMounted);
    }

    private boolean isMounted() throws IOException {
        try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mounts"))) {
            return mounts.anyMatch(line -> line.contains(" " + at + " "));
        }
    }

    /** Kills its program: whoever asks is told that nobody is connected. */
    public void kill() {
        end();
    }

    /** Its program answers nothing from now on; whoever asks waits, as for a server that is away. */
    public void freeze() {
        run(List.of("kill", "-STOP", pid()));
    }

    /** Its program answers again, also what was asked meanwhile. */
    public void thaw() {
        run(List.of("kill", "-CONT", pid()));
    }

    /** Takes it away although it is in use: the directory below it comes to light. */
    public void unmount() {
        run(List.of("fusermount3", "-u", "-z", at.toString()));
        end();
    }

    private String pid() {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException("nothing is mounted at " + at);
        }
        return Long.toString(running.pid());
    }

    private void end() {
        Process running = process;
        process = null;
        if (running == null) {
            return;
        }
        running.destroyForcibly();
        try {
            if (!running.waitFor(20, TimeUnit.SECONDS)) {
                throw new AssertionError("still runs: " + command);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run(List<String> command) {
        String _ = output(command);
    }

    private static String output(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError("failed: " + command + ": " + output);
            }
            return output.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        try {
            while (isMounted()) {
                unmount();
            }
            end();
            if (device != null) {
                run(List.of("losetup", "--detach", device));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
