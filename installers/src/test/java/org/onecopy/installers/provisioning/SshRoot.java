package org.onecopy.installers.provisioning;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A machine to provision: this machine's own system as a copy on write in a mount namespace of its own, without a JDK, with nothing but a
 * real OpenSSH server at a loopback address and users of whom one may use sudo. What runs inside ends with it. Needs root.
 */
final class SshRoot implements AutoCloseable {
    /** The user who may use sudo with {@link #PASSWORD}. */
    static final String USER = "keeper";

    static final String PASSWORD = "open, sesame";

    private static final long SECONDS_MAX = 60;

    private static final String ENTER = """
            set -e
            mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
            mount -t proc proc "$1/root/proc"
            mount --rbind /dev "$1/root/dev"
            mount -t tmpfs tmpfs "$1/root/run"
            mount -t tmpfs tmpfs "$1/root/tmp"
            mkdir -p "$1/root/etc/dpkg/dpkg.cfg.d"
            # It is thrown away: nothing need reach the disk.
            echo force-unsafe-io >"$1/root/etc/dpkg/dpkg.cfg.d/throw-away"
            hostname "$2"
            exec chroot "$1/root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 /bin/bash -eu -c "$3"
            """;

    private final Path directory;
    private final String address;
    private final List<Integer> ports;
    private final Process process;

    private SshRoot(Path directory, String address, List<Integer> ports, Process process) {
        this.directory = directory;
        this.address = address;
        this.ports = List.copyOf(ports);
        this.process = process;
    }

    /** Why it cannot be had here. */
    static Optional<String> obstacle() {
        for (String program :
                List.of("/usr/sbin/sshd", "/usr/bin/sudo", "/usr/bin/unshare", "/usr/bin/nsenter", "/usr/bin/dpkg")) {
            if (!Files.isExecutable(Path.of(program))) {
                return Optional.of("machines are not provisioned: there is no " + program);
            }
        }
        if (Files.exists(Path.of("/usr/lib/onecopy")) || Files.exists(Path.of("/etc/onecopy"))) {
            return Optional.of("machines are not provisioned: this one has onecopy installed already");
        }
        return "root".equals(System.getProperty("user.name"))
                ? Optional.empty()
                : Optional.of("machines are not provisioned: that needs root");
    }

    /**
     * Starts one.
     *
     * @param address of loopback
     * @param servers at how many ports its server listens
     * @param authorized public key of all users
     * @param more commands of a shell that change the system before the server starts
     */
    static SshRoot start(Path directory, String name, String address, int servers, String authorized, String more)
            throws IOException {
        for (String part : List.of("upper", "work", "root")) {
            Files.createDirectories(directory.resolve(part));
        }
        List<Integer> ports = freePorts(address, servers);
        StringBuilder listens = new StringBuilder();
        ports.forEach(port -> listens.append(" 'ListenAddress ")
                .append(address)
                .append(':')
                .append(port)
                .append("'"));
        Path log = directory.resolve("sshd.log");
        Process process = new ProcessBuilder(
                        "unshare",
                        "--mount",
                        "--pid",
                        "--uts",
                        "--fork",
                        "--kill-child",
                        "bash",
                        "-c",
                        ENTER,
                        "enter",
                        directory.toString(),
                        name,
                        server(more, authorized, listens.toString()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        SshRoot root = new SshRoot(directory, address, ports, process);
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(SECONDS_MAX))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new IOException("no machine: " + Files.readString(log));
                    }
                    return Files.readString(log).contains("Server listening");
                });
        return root;
    }

    /** Makes the system bare, and becomes the server. */
    private static String server(String more, String authorized, String listens) {
        return """
            rm -rf /usr/lib/jvm /etc/ssh/ssh_host_*
            echo "127.0.0.1 localhost $(hostname)" >/etc/hosts
            useradd -m -s /bin/bash -p "$(openssl passwd -6 '%s')" keeper
            echo 'keeper ALL=(ALL) ALL' >/etc/sudoers.d/keeper
            chmod 0440 /etc/sudoers.d/keeper
            %s
            for home in /home/*; do
                mkdir -p "$home/.ssh"
                echo '%s' >"$home/.ssh/authorized_keys"
                chown -R "$(basename "$home"):" "$home/.ssh"
                chmod 0700 "$home/.ssh"
            done
            mkdir -p /run/sshd
            ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key
            printf '%%s\\n' 'HostKey /etc/ssh/ssh_host_ed25519_key' 'UsePAM no' 'PasswordAuthentication yes' \\
                'Subsystem sftp /usr/lib/openssh/sftp-server' %s >/etc/ssh/sshd_config
            exec /usr/sbin/sshd -D -e -f /etc/ssh/sshd_config
            """.formatted(PASSWORD, more, authorized, listens);
    }

    /** Ports of an address at which nothing listens. */
    static List<Integer> freePorts(String address, int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                ServerSocket socket = new ServerSocket();
                socket.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
                sockets.add(socket);
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    String address() {
        return address;
    }

    int port() {
        return ports.getFirst();
    }

    List<Integer> ports() {
        return ports;
    }

    /** What happened on its disk. */
    Path changed() {
        return directory.resolve("upper");
    }

    /** Runs a script inside as root, and gives what it printed. */
    String run(String script) throws IOException {
        long inside = process.toHandle().children().findFirst().orElseThrow().pid();
        Process command = new ProcessBuilder(
                        "nsenter",
                        "-t",
                        String.valueOf(inside),
                        "-m",
                        "-u",
                        "-p",
                        "-r",
                        "-w",
                        "/usr/bin/env",
                        "-i",
                        "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
                        "LC_ALL=C.UTF-8",
                        "/bin/bash",
                        "-eu",
                        "-c",
                        script)
                .redirectErrorStream(true)
                .start();
        try {
            command.getOutputStream().close();
            String said = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!command.waitFor(SECONDS_MAX, TimeUnit.SECONDS) || command.exitValue() != 0) {
                throw new IOException(script + " failed: " + said);
            }
            return said;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        try {
            process.waitFor(SECONDS_MAX, TimeUnit.SECONDS);
            new ProcessBuilder("rm", "-rf", directory.toString()).start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
