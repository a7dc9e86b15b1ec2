package org.onecopy.cli.demo.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Ports on the loopback address that nobody listens on. */
public final class FreePorts {
    /** The address that all of these servers are bound to. */
    public static final String HOST = "127.0.0.1";

    private static final int FIRST = 17_000;
    private static final int RANGE = 15_000;
    private static final int TRIES_MAX = 10_000;

    private FreePorts() {}

    /**
     * So many, no two alike. They are taken from below those that Linux gives to whoever asks for any port: between now and the moment when
     * a server listens, some outgoing connection would have one of those.
     *
     * @param others that are not to be among them
     */
    public static List<Integer> find(int count, Set<Integer> others) throws IOException {
        Random random = new Random();
        Set<Integer> ports = new LinkedHashSet<>();
        for (int tries = 0; ports.size() < count; tries++) {
            if (tries > TRIES_MAX) {
                throw new IOException("no free ports from " + FIRST + " to " + (FIRST + RANGE - 1));
            }
            int port = FIRST + random.nextInt(RANGE);
            if (!others.contains(port) && isFree(port)) {
                ports.add(port);
            }
        }
        return List.copyOf(ports);
    }

    /** Whether a server could be bound to a port now. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // As servers do: connections of the last run that are still winding down do not matter.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(HOST), port), 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
