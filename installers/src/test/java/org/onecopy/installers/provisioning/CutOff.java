package org.onecopy.installers.provisioning;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A way to a server that breaks in the middle: after so many bytes towards it, both ends are closed. */
final class CutOff implements AutoCloseable {
    private final ServerSocket server;
    private final long limit;

    CutOff(String host, int port, long limit) throws IOException {
        this.limit = limit;
        server = new ServerSocket(0, 5, InetAddress.getByName(host));
        Thread.ofVirtual().start(() -> serve(host, port));
    }

    int port() {
        return server.getLocalPort();
    }

    private void serve(String host, int port) {
        try (Socket from = server.accept();
                Socket to = new Socket(host, port)) {
            // Who tries again finds nobody.
            server.close();
            Thread.ofVirtual().start(() -> copy(to, from, Long.MAX_VALUE));
            copy(from, to, limit);
        } catch (IOException e) {
            // closed before anybody came
        }
    }

    private static void copy(Socket from, Socket to, long limit) {
        byte[] buffer = new byte[16 * 1024];
        long left = limit;
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            while (left > 0) {
                int got = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (got < 0) {
                    return;
                }
                out.write(buffer, 0, got);
                left -= got;
            }
        } catch (IOException e) {
            // the other end has gone: so has this one
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
