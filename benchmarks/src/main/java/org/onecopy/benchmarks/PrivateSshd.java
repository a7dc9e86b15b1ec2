package org.onecopy.benchmarks;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** An ssh server of our own: on a free port of the loopback address, with keys and settings that nobody else uses. */
final class PrivateSshd implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final String ALIAS = "onecopy-bench";
    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final int STOP_SECONDS = 5;
    /** A server that root starts insists on this empty directory. */
    private static final Path PRIVILEGE_SEPARATION = Path.of("/run/sshd");

    private final Process process;
    private final Path clientConfig;
    private final boolean madeDirectory;

    private PrivateSshd(Process process, Path clientConfig, boolean madeDirectory) {
        this.process = process;
        this.clientConfig = clientConfig;
        this.madeDirectory = madeDirectory;
    }

    static PrivateSshd start(Bench bench) throws IOException {
        bench.tools().need("rsync", "rsync");
        boolean installs = ToolRun.find("sshd") == null;
        Path sshd = bench.tools().need("sshd", "openssh-server");
        if (installs) {
            bench.progress().accept("installed openssh-server; apt may also have started the system's own ssh service");
        }
        Path home = bench.place().fresh("sshd");
        makeKey(bench, home.resolve("host_key"));
        makeKey(bench, home.resolve("client_key"));
        int port = freePort();
        writeServerConfig(home, port);
        writeClientConfig(home, port);
        boolean isRoot = "root".equals(System.getProperty("user.name"));
        boolean made = isRoot && !Files.exists(PRIVILEGE_SEPARATION);
        if (made) {
            Files.createDirectory(PRIVILEGE_SEPARATION);
        }
        Path log = home.resolve("sshd.log");
        Process process = new ProcessBuilder(
                        sshd.toString(),
                        "-D",
                        "-e",
                        "-f",
                        home.resolve("sshd_config").toString())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        PrivateSshd server = new PrivateSshd(process, home.resolve("ssh_config"), made);
        try {
            bench.patience().await("sshd does not listen", START_LIMIT, LOOK, () -> {
                if (!process.isAlive()) {
                    throw new BenchmarkFailure("sshd ended:\n" + ToolRun.tail(log));
                }
                return listens(port);
            });
            bench.tools().run("ssh", "-F", server.clientConfig.toString(), ALIAS, "true");
            return server;
        } catch (BenchmarkFailure e) {
            server.close();
            throw e;
        }
    }

    private static void makeKey(Bench bench, Path file) {
        bench.tools().run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", ALIAS, "-f", file.toString());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(HOST))) {
            return socket.getLocalPort();
        }
    }

    private static void writeServerConfig(Path home, int port) throws IOException {
        Files.copy(home.resolve("client_key.pub"), home.resolve("authorized_keys"));
        Files.writeString(home.resolve("sshd_config"), """
                ListenAddress %s:%d
                HostKey %s
                AuthorizedKeysFile %s
                PidFile none
                UsePAM no
                StrictModes no
                PasswordAuthentication no
                KbdInteractiveAuthentication no
                PermitRootLogin prohibit-password
                X11Forwarding no
                AllowTcpForwarding no
                LogLevel ERROR
                """.formatted(
                        HOST, port, home.resolve("host_key"), home.resolve("authorized_keys")));
    }

    private static void writeClientConfig(Path home, int port) throws IOException {
        String hostKey = Files.readString(home.resolve("host_key.pub")).strip();
        Files.writeString(home.resolve("known_hosts"), "[%s]:%d %s%n".formatted(HOST, port, hostKey));
        Files.writeString(home.resolve("ssh_config"), """
                Host %s
                  HostName %s
                  Port %d
                  IdentityFile %s
                  IdentitiesOnly yes
                  IdentityAgent none
                  UserKnownHostsFile %s
                  GlobalKnownHostsFile none
                  StrictHostKeyChecking yes
                  BatchMode yes
                  LogLevel ERROR
                """.formatted(
                        ALIAS, HOST, port, home.resolve("client_key"), home.resolve("known_hosts")));
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(HOST), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** For rsync's {@code -e}. */
    String shell() {
        return "ssh -F " + clientConfig;
    }

    /** A directory as rsync names it on the other side. */
    String remote(Path directory) {
        return ALIAS + ":" + directory + "/";
    }

    /** Ends it. May be called twice. */
    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (madeDirectory) {
            Files.deleteIfExists(PRIVILEGE_SEPARATION);
        }
    }
}
