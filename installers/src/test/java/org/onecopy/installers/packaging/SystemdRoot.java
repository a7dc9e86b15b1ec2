package org.onecopy.installers.packaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A system that is thrown away with systemd as its first process, so that a service runs there with all its restrictions: this machine's
 * own as a copy on write, or the one of {@code -Donecopy.bare.root=DIRECTORY}; namespaces of its own for mounts, processes, names, network
 * and control groups. Needs root.
 */
public final class SystemdRoot implements AutoCloseable {
    private static final long SECONDS_MAX = 300;
    private static final Path LOWER = Path.of(System.getProperty("onecopy.bare.root", "/"));

    /** A control group of its own first: its systemd shall not have those of this machine. */
    private static final String BEGIN = """
            set -e
            mkdir -p "$1/groups"
            mount -t cgroup2 cgroup2 "$1/groups"
            mkdir -p "$1/groups/onecopy-$$"
            echo $$ >"$1/groups/onecopy-$$/cgroup.procs"
            exec unshare --pid --uts --ipc --cgroup --net --fork --kill-child bash -c "$4" enter "$1" "$2" "$3"
            """;

    private static final String ENTER = """
            set -e
            root=$1/root
            mount -t overlay overlay -o "lowerdir=$3,upperdir=$1/upper,workdir=$1/work" "$root"
            mount -t proc proc "$root/proc"
            mount -t tmpfs tmpfs "$root/sys"
            mkdir -p "$root/sys/fs/cgroup"
            mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
            mount -t tmpfs -o mode=755 tmpfs "$root/dev"
            for name in null zero full random urandom tty; do
                touch "$root/dev/$name"
                mount --bind "/dev/$name" "$root/dev/$name"
            done
            ln -s /proc/self/fd "$root/dev/fd"
            mkdir "$root/dev/shm" "$root/dev/pts"
            mount -t tmpfs tmpfs "$root/dev/shm"
            mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
            ln -s pts/ptmx "$root/dev/ptmx"
            mount -t tmpfs -o mode=755 tmpfs "$root/run"
            mount -t tmpfs tmpfs "$root/tmp"
            mkdir -p "$root/mnt"
            mount --bind "$2" "$root/mnt"
            # Where a machine lets no package start a service, this one does.
            rm -rf "$root/usr/lib/jvm" "$root/usr/sbin/policy-rc.d"
            mkdir -p "$root/etc/dpkg/dpkg.cfg.d"
            # It is thrown away: nothing need reach the disk.
            echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/throw-away"
            echo thrown-away >"$root/etc/hostname"
            ip link set lo up || true
            cd "$root"
            mkdir -p .before
            pivot_root . .before
            umount -l /.before
            exec /usr/bin/env -i container=throw-away /lib/systemd/systemd --unit=basic.target </dev/null
            """;

    private final Path directory;
    private final Process process;

    private SystemdRoot(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
    }

    /** Why it cannot be had here. */
    public static Optional<String> obstacle() {
        for (String program :
                List.of("/usr/bin/dpkg", "/usr/bin/unshare", "/usr/bin/nsenter", "/usr/sbin/pivot_root")) {
            if (!Files.isExecutable(Path.of(program))) {
                return Optional.of("the service is not run by systemd: there is no " + program);
            }
        }
        if (!Files.isExecutable(LOWER.resolve("lib/systemd/systemd"))) {
            return Optional.of("the service is not run by systemd: there is none below " + LOWER);
        }
        if (Files.exists(LOWER.resolve("usr/lib/onecopy")) || Files.exists(LOWER.resolve("etc/onecopy"))) {
            return Optional.of("the service is not run by systemd: " + LOWER + " has onecopy installed already");
        }
        return "root".equals(System.getProperty("user.name"))
                ? Optional.empty()
                : Optional.of("the service is not run by systemd: that needs root");
    }

    /**
     * Starts it.
     *
     * @param shared a directory that is {@code /mnt} inside
     */
    public static SystemdRoot start(Path directory, Path shared) throws IOException {
        for (String part : List.of("upper", "work", "root")) {
            Files.createDirectories(directory.resolve(part));
        }
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(
                        "unshare",
                        "--mount",
                        "bash",
                        "-c",
                        BEGIN,
                        "begin",
                        directory.toString(),
                        shared.toString(),
                        LOWER.toString(),
                        ENTER)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        SystemdRoot root = new SystemdRoot(directory, process);
        Awaitility.await().atMost(Duration.ofSeconds(SECONDS_MAX)).until(() -> {
            if (!process.isAlive()) {
                throw new IOException("no system: " + Files.readString(log));
            }
            String state = root.run("systemctl is-active basic.target || true").said();
            return state.startsWith("active");
        });
        return root;
    }

    /** Runs a script inside as root. */
    public ThrowAwayRoot.Ran run(String script) throws IOException {
        Optional<ProcessHandle> first = process.toHandle().children().findFirst();
        if (first.isEmpty()) {
            return new ThrowAwayRoot.Ran(-1, "not there yet");
        }
        Path output = Files.createTempFile("inside", ".log");
        try {
            Process command = new ProcessBuilder(
                            "nsenter",
                            "-t",
                            String.valueOf(first.get().pid()),
                            "-m",
                            "-u",
                            "-i",
                            "-n",
                            "-p",
                            "-C",
                            "-r",
                            "-w",
                            "/usr/bin/env",
                            "-i",
                            "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
                            "HOME=/root",
                            "LC_ALL=C.UTF-8",
                            "/bin/bash",
                            "-eu",
                            "-c",
                            script)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            command.getOutputStream().close();
            if (!command.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                command.destroyForcibly();
                return new ThrowAwayRoot.Ran(-1, "took too long: " + Files.readString(output));
            }
            return new ThrowAwayRoot.Ran(
                    command.exitValue(), new String(Files.readAllBytes(output), StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    @Override
    public void close() throws IOException {
        // It stops its services, and with the first process all others go.
        process.toHandle().children().forEach(ProcessHandle::destroyForcibly);
        try {
            process.waitFor(SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Tool.run(List.of(
                "unshare",
                "--mount",
                "bash",
                "-c",
                "mount -t cgroup2 cgroup2 \"$1\" && find \"$1\"/onecopy-\"$2\" -depth -type d -exec rmdir {} + || true",
                "end",
                Objects.requireNonNull(directory.resolve("groups")).toString(),
                String.valueOf(process.pid())));
        Tool.run(List.of("rm", "-rf", directory.toString()));
    }
}
