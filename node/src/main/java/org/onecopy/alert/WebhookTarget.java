package org.onecopy.alert;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.StringRequestContent;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.onecopy.address.AddressCheck;
import org.onecopy.model.api.Severity;
import org.onecopy.problem.ProblemException;

/**
 * Sends messages as JSON by POST. Connects to the very addresses that it has checked ({@link AddressCheck}), follows no redirect, reads
 * nothing of an answer but its status, and is told the whole of it within {@link #PATIENCE}.
 */
public final class WebhookTarget implements Target {
    /** HMAC-SHA256 of {@code TIME.BODY} in hexadecimal digits. */
    static final String SIGNATURE = "X-Onecopy-Signature";

    /** Seconds since 1970, as signed. */
    static final String TIME = "X-Onecopy-Time";

    /** The message's id, the same for each try. */
    static final String MESSAGE = "X-Onecopy-Message";

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String SECRET = "the secret that signs messages, in one line";

    private final Settings settings;
    private final InstantSource clock;
    private final SSLContext tls;

    /**
     * Who is called.
     *
     * @param url https; or http to an address of this machine that is in {@code allow}
     * @param secret file with what signs the messages
     * @param ca certificates to trust instead of those that Java trusts
     * @param allow addresses that would be refused, and are meant
     */
    public record Settings(
            String name,
            URI url,
            Optional<Path> secret,
            Optional<Path> ca,
            List<InetAddress> allow,
            Severity severity) {
        public Settings {
            allow = List.copyOf(allow);
        }

        /** Without the URL's path and query, which may be secret. */
        @Override
        public String toString() {
            return "webhook " + name + " at " + url.getHost();
        }
    }

    /** @throws ProblemException {@code CONFIG_INVALID} where a file cannot be used */
    public WebhookTarget(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        tls = TrustFile.context(settings.ca);
        settings.secret.ifPresent(file -> SecretFile.lines(file, 1, SECRET));
    }

    @Override
    public String name() {
        return settings.name;
    }

    @Override
    public String kind() {
        return "webhook";
    }

    @Override
    public Severity severity() {
        return settings.severity;
    }

    @Override
    public Answer send(AlertMessage message) {
        HttpClient client = null;
        try {
            List<InetSocketAddress> addresses = addresses();
            client = client(addresses);
            return exchange(client, message);
        } catch (UnknownHostException e) {
            return new Answer(Answer.Outcome.LATER, "the name " + settings.url.getHost() + " has no address");
        } catch (Refused e) {
            return new Answer(Answer.Outcome.NEVER, Objects.toString(e.getMessage(), ""));
        } catch (ProblemException e) {
            return new Answer(Answer.Outcome.LATER, Objects.toString(e.getMessage(), ""));
        } finally {
            stop(client);
        }
    }

    /** The address is not one to call. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    /** All of them are checked: a name with one that is not to be called is not to be trusted with the others. */
    private List<InetSocketAddress> addresses() throws UnknownHostException, Refused {
        String host = settings.url.getHost();
        String complaint = AddressCheck.complaint(host);
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (InetAddress address : InetAddress.getAllByName(host)) {
            String inside = AddressCheck.complaint(address, settings.allow);
            if (complaint == null && inside != null) {
                complaint = inside + ": where it is meant, name it in the webhook's 'allow'";
            }
            if (settings.url.getScheme().equals("http") && !address.isLoopbackAddress()) {
                complaint = "'" + host + "' is another machine's name, and is called by https only";
            }
            addresses.add(new InetSocketAddress(address, port()));
        }
        if (complaint != null) {
            throw new Refused(complaint);
        }
        return addresses;
    }

    private int port() {
        int port = settings.url.getPort();
        return port > 0 ? port : settings.url.getScheme().equals("https") ? 443 : 80;
    }

    private HttpClient client(List<InetSocketAddress> addresses) {
        QueuedThreadPool threads = new QueuedThreadPool(4, 1);
        threads.setName("webhook");
        threads.setDaemon(true);
        SslContextFactory.Client factory = new SslContextFactory.Client();
        factory.setSslContext(tls);
        factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        ClientConnector connector = new ClientConnector();
        connector.setExecutor(threads);
        connector.setSelectors(1);
        connector.setSslContextFactory(factory);
        HttpClient client = new HttpClient(new HttpClientTransportOverHTTP(connector));
        client.setExecutor(threads);
        client.setSocketAddressResolver(new Checked(addresses));
        client.setConnectTimeout(PATIENCE.toMillis() / 2);
        client.setFollowRedirects(false);
        client.setHttpCookieStore(new HttpCookieStore.Empty());
        client.setUserAgentField(null);
        try {
            client.start();
        } catch (Exception e) {
            throw new IllegalStateException("the client of a webhook did not start", e);
        }
        // What a server wants to know is not told: neither redirects nor passwords.
        client.getProtocolHandlers().clear();
        return client;
    }

    /** A name may have other addresses a moment later: what was checked is what is called. */
    private record Checked(List<InetSocketAddress> addresses) implements SocketAddressResolver {
        @Override
        public void resolve(
                String host, int port, Map<String, Object> context, Promise<List<InetSocketAddress>> promise) {
            promise.succeeded(addresses);
        }
    }

    private Answer exchange(HttpClient client, AlertMessage message) {
        String body = message.json();
        String time = Long.toString(clock.instant().getEpochSecond());
        Request request = client.newRequest(settings.url)
                .method(HttpMethod.POST)
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .headers(headers -> {
                    headers.put(HttpHeader.USER_AGENT, "onecopy");
                    headers.put(MESSAGE, message.message().toString());
                    headers.put(TIME, time);
                    settings.secret.ifPresent(file -> headers.put(
                            SIGNATURE,
                            "sha256="
                                    + signature(
                                            SecretFile.lines(file, 1, SECRET).getFirst(), time + "." + body)));
                })
                .body(new StringRequestContent("application/json", body, StandardCharsets.UTF_8));
        InputStreamResponseListener listener = new InputStreamResponseListener();
        request.send(listener);
        try {
            return answer(
                    listener.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).getStatus());
        } catch (TimeoutException e) {
            return new Answer(Answer.Outcome.LATER, "no answer within " + PATIENCE.toSeconds() + " s");
        } catch (ExecutionException e) {
            return new Answer(Answer.Outcome.LATER, "no answer: " + reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(Answer.Outcome.LATER, "interrupted");
        } finally {
            var _ = request.abort(new InterruptedException("only the status is of interest"));
        }
    }

    private static String reason(ExecutionException e) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            text.append(text.isEmpty() ? "" : "; ")
                    .append(cause.getClass().getSimpleName())
                    .append(": ")
                    .append(cause.getMessage());
        }
        return text.toString();
    }

    private static Answer answer(int status) {
        String text = "HTTP status " + status;
        return switch (status / 100) {
            case 2 -> new Answer(Answer.Outcome.DELIVERED, text);
            case 3 -> new Answer(Answer.Outcome.NEVER, text + ": redirects are not followed");
            case 5 -> new Answer(Answer.Outcome.LATER, text);
            default -> {
                boolean later = status == 408 || status == 425 || status == 429;
                yield new Answer(later ? Answer.Outcome.LATER : Answer.Outcome.NEVER, text);
            }
        };
    }

    static String signature(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static void stop(@Nullable HttpClient client) {
        if (client != null) {
            try {
                client.stop();
            } catch (Exception e) {
                throw new IllegalStateException("the client of a webhook did not stop", e);
            }
        }
    }
}
