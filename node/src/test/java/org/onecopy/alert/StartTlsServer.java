package org.onecopy.alert;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** An SMTP server that begins plain and insists on encryption (RFC 3207), which the library's own does not know. */
final class StartTlsServer implements AutoCloseable {
    private final SSLContext tls;
    private final ServerSocket listening;
    private final List<String> plain = new CopyOnWriteArrayList<>();
    private final List<String> encrypted = new CopyOnWriteArrayList<>();
    private volatile String refused = "nobody";

    StartTlsServer(SSLContext tls) throws IOException {
        this.tls = tls;
        listening = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().start(() -> {
            try (Socket socket = listening.accept()) {
                serve(socket);
            } catch (IOException e) {
                plain.add("ended: " + e);
            }
        });
    }

    int port() {
        return listening.getLocalPort();
    }

    void refuse(String recipient) {
        refused = recipient;
    }

    /** Lines before the encryption. */
    List<String> plain() {
        return plain;
    }

    /** Lines after it. */
    List<String> encrypted() {
        return encrypted;
    }

    private void serve(Socket socket) throws IOException {
        say(socket, "220 ready");
        BufferedReader lines = reader(socket);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            plain.add(line);
            if (line.equals("STARTTLS")) {
                say(socket, "220 go on");
                SSLSocket inner = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
                inner.setUseClientMode(false);
                inner.startHandshake();
                talk(inner);
                return;
            }
            say(socket, line.startsWith("EHLO") ? "250-here\r\n250 STARTTLS" : "530 encrypt first");
        }
    }

    private void talk(Socket socket) throws IOException {
        BufferedReader lines = reader(socket);
        boolean data = false;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            encrypted.add(line);
            if (data && !line.equals(".")) {
                continue;
            }
            data = line.equals("DATA");
            say(socket, data ? "354 go on" : line.contains(refused) ? "550 no such person" : "250 ok");
        }
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    private static void say(Socket socket, String line) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
