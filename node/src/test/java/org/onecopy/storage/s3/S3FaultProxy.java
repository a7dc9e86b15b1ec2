package org.onecopy.storage.s3;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of a real server, notes every request, and answers some of them itself. The {@code Host} that clients sign is passed on,
 * so that signatures stay right.
 */
final class S3FaultProxy implements AutoCloseable {
    /** Passes a request on. */
    static final @Nullable String PASS = null;
    /** Closes the connection without an answer. */
    static final String HANG_UP = "";

    private final ServerSocket socket;
    private final int upstream;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile Function<Request, @Nullable String> rule = request -> PASS;

    /** A request as it came, without its body. */
    record Request(String method, String target, String head) {
        @Override
        public String toString() {
            return method + " " + target;
        }
    }

    S3FaultProxy(URI upstream) {
        try {
            this.upstream = upstream.getPort();
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    /** @param rule says the whole answer, {@link #PASS} or {@link #HANG_UP} */
    void answer(Function<Request, @Nullable String> rule) {
        this.rule = rule;
    }

    void passAll() {
        rule = request -> PASS;
    }

    void forget() {
        requests.clear();
    }

    List<Request> requests() {
        return new ArrayList<>(requests);
    }

    /** An answer as S3 gives where it refuses something. */
    static String refusal(Request request, int status, String code, String... headers) {
        String body = request.method().equals("HEAD")
                ? ""
                : "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>no</Message></Error>";
        return response(status, body, headers);
    }

    static String response(int status, String body, String... headers) {
        StringBuilder text = new StringBuilder("HTTP/1.1 " + status + " X\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        if (!String.join("\n", headers).toLowerCase(Locale.ROOT).contains("content-length")) {
            text.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        return text.append("\r\n").append(body).toString();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), upstream)) {
            InputStream fromClient = new BufferedInputStream(client.getInputStream());
            InputStream fromServer = new BufferedInputStream(server.getInputStream());
            for (String head = head(fromClient); !head.isEmpty(); head = head(fromClient)) {
                if (header(head, "expect") != null) {
                    client.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                }
                byte[] body = fromClient.readNBytes(length(head));
                String[] line = head.substring(0, head.indexOf('\r')).split(" ", -1);
                Request request = new Request(line[0], line[1], head);
                requests.add(request);
                String answer = rule.apply(request);
                if (answer != null && answer.isEmpty()) {
                    return;
                }
                if (answer != null) {
                    client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                    continue;
                }
                String plain = head.replaceAll("(?im)^expect:.*\r\n", "");
                server.getOutputStream().write(plain.getBytes(StandardCharsets.ISO_8859_1));
                server.getOutputStream().write(body);
                passBack(request, fromServer, client);
            }
        } catch (IOException e) {
            // one of the two has gone, and so goes the other
        }
    }

    private static void passBack(Request request, InputStream from, Socket client) throws IOException {
        String head = head(from);
        if (head.isEmpty()) {
            throw new EOFException();
        }
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.write(head.getBytes(StandardCharsets.ISO_8859_1));
        boolean bodyless = request.method().equals("HEAD") || head.contains(" 204 ") || head.contains(" 304 ");
        if (!bodyless && "chunked".equalsIgnoreCase(header(head, "transfer-encoding"))) {
            for (int size = -1; size != 0; ) {
                String chunk = line(from);
                size = Integer.parseInt(chunk.strip(), 16);
                answer.write(chunk.getBytes(StandardCharsets.ISO_8859_1));
                answer.write(from.readNBytes(size + 2));
            }
        } else if (!bodyless) {
            answer.write(from.readNBytes(length(head)));
        }
        client.getOutputStream().write(answer.toByteArray());
    }

    private static int length(String head) {
        String length = header(head, "content-length");
        return length == null ? 0 : Integer.parseInt(length);
    }

    private static @Nullable String header(String head, String name) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse(null);
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            head.append(line);
            if (line.equals("\r\n")) {
                return head.toString();
            }
        }
        return "";
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            line.append((char) next);
            if (next == '\n') {
                break;
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
