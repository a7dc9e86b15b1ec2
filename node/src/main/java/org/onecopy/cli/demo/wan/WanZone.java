package org.onecopy.cli.demo.wan;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import org.onecopy.linux.PacketDevice;

/**
 * A zone of a {@link Wan}: a network namespace with a loopback device and one way out. Its processes see this machine's files, and
 * of its network nothing but the other zones.
 *
 * <p>The namespace is that of a process that waits for the end of its input: however this process ends, that one ends, too, and with
 * the last process in it the namespace is gone.
 */
public final class WanZone implements AutoCloseable {
    private final String name;
    private final String address;
    private final Process holder;
    private final Collection<Process> started = new ConcurrentLinkedQueue<>();
    private final Collection<AutoCloseable> doors = new ConcurrentLinkedQueue<>();

    private WanZone(String name, String address, Process holder) {
        this.name = name;
        this.address = address;
        this.holder = holder;
    }

    static WanZone open(String name, String address) throws IOException {
        Process holder = new ProcessBuilder(
                        "unshare", "--net", "sh", "-c", "ip link set lo up && echo ready && exec cat")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        WanZone zone = new WanZone(name, address, holder);
        BufferedReader said = holder.inputReader(StandardCharsets.UTF_8);
        if (!"ready".equals(said.readLine())) {
            zone.close();
            throw new IOException("cannot make the network namespace of zone " + name);
        }
        return zone;
    }

    public String name() {
        return name;
    }

    /** Where its servers are reached, from all zones. */
    public String address() {
        return address;
    }

    /** A command that runs in this zone. The process has the id of the command itself. */
    public List<String> command(List<String> words) {
        List<String> inside = new ArrayList<>(List.of("nsenter", "--net=/proc/" + holder.pid() + "/ns/net"));
        inside.addAll(words);
        return inside;
    }

    /** Starts a process in this zone; it is killed, unless it has ended, when the zone is closed. */
    public Process start(ProcessBuilder process) throws IOException {
        process.command(command(process.command()));
        Process begun = process.start();
        started.add(begun);
        return begun;
    }

    /** Runs a shell's command in this zone and waits for it. @throws IOException where it fails, with what it said */
    void shell(String line) throws IOException {
        Process process = new ProcessBuilder(command(List.of("sh", "-ec", line)))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("in zone " + name + ": " + line + ": " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Does something on a thread in this zone, so that the sockets that it opens are this zone's. */
    public <T> T inside(Callable<T> action) throws IOException {
        CompletableFuture<T> done = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("zone-" + name).start(() -> {
            try {
                PacketDevice.enterNamespaceOf(holder.pid());
                done.complete(action.call());
            } catch (Throwable e) { // whoever waits must hear of it, whatever it is
                done.completeExceptionally(e);
            }
        });
        try {
            return done.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException("in zone " + name, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /**
     * Lets this machine in past the network, however bad that is: what connects to the local port that is answered gets through to a
     * server of this zone.
     *
     * @return a port of 127.0.0.1
     */
    public int door(int port) throws IOException {
        ServerSocket outside = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        doors.add(outside);
        Thread.ofVirtual().start(() -> {
            while (!outside.isClosed()) {
                try {
                    Socket here = outside.accept();
                    Thread.ofVirtual().start(() -> pass(here, port));
                } catch (IOException e) {
                    return; // it was closed
                }
            }
        });
        return outside.getLocalPort();
    }

    private void pass(Socket here, int port) {
        doors.add(here);
        try (here;
                Socket there = inside(() -> {
                    Socket socket = new Socket();
                    socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), port));
                    return socket;
                })) {
            Thread back = Thread.ofVirtual().start(() -> copy(there, here));
            copy(here, there);
            back.join();
        } catch (IOException e) {
            // No server listens there: whoever came sees the connection close.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            doors.remove(here);
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private static void closeQuietly(AutoCloseable closed) {
        try {
            closed.close();
        } catch (Exception e) {
            // It is of no use any more in any case.
        }
    }

    /** Kills what was started here, and lets the namespace go. */
    @Override
    public void close() {
        doors.forEach(WanZone::closeQuietly);
        started.forEach(Process::destroyForcibly);
        holder.destroyForcibly();
        try {
            for (Process process : started) {
                process.waitFor();
            }
            holder.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
