package org.onecopy.model.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ApiJson;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.api.Filter;
import org.onecopy.model.api.Listing;
import org.onecopy.model.api.Problem;

/** Requests and answers of the admin API over HTTPS; turns problem documents and broken connections into exceptions. */
final class AdminTransport implements AutoCloseable {
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(5);
    private static final JsonMapper JSON = ApiJson.lenient();

    private final URI url;
    private final @Nullable String authorization;
    private final Duration patience;
    private final HttpClient http;

    AdminTransport(AdminEndpoint endpoint, Duration patience) {
        this(endpoint, endpoint.token() == null ? null : Trust.token(endpoint.token()), patience);
    }

    AdminTransport(AdminEndpoint endpoint, @Nullable String token, Duration patience) {
        this.url = endpoint.url();
        this.authorization = token == null ? null : "Bearer " + token;
        this.patience = patience;
        this.http = HttpClient.newBuilder()
                .sslContext(Trust.context(endpoint.ca()))
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_PATIENCE.compareTo(patience) < 0 ? CONNECT_PATIENCE : patience)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** A GET; {@code /health/ready} may answer 503 without being a problem. */
    HttpResponse<String> get(String path) {
        HttpRequest request = request(path).GET().timeout(patience).build();
        HttpResponse<String> response = exchange(request, BodyHandlers.ofString());
        return path.startsWith("/health/") ? response : checked(response);
    }

    <T> T read(String path, Class<T> type) {
        return parse(get(path).body(), type);
    }

    <T> List<T> readList(String path, Class<T> item) {
        return parseList(get(path).body(), item);
    }

    /** A request that changes something and answers with it. */
    <T> T send(String method, String path, @Nullable Object body, Class<T> type) {
        return parse(
                checked(exchange(request(method, path, body), BodyHandlers.ofString()))
                        .body(),
                type);
    }

    /** A request without a body that does something and answers with a list. */
    <T> List<T> sendForList(String method, String path, Class<T> item) {
        HttpRequest request = request(path)
                .timeout(patience)
                .method(method, BodyPublishers.noBody())
                .build();
        return parseList(checked(exchange(request, BodyHandlers.ofString())).body(), item);
    }

    /** A request that changes something and answers without a body. */
    void order(String method, String path) {
        order(method, path, null);
    }

    /** As {@link #order(String, String)}, with a body. */
    void order(String method, String path, @Nullable Object body) {
        checked(exchange(request(method, path, body), BodyHandlers.ofString()));
    }

    private HttpRequest request(String method, String path, @Nullable Object body) {
        HttpRequest.Builder builder = request(path).timeout(patience);
        return body == null
                ? builder.method(method, BodyPublishers.noBody()).build()
                : builder.method(method, BodyPublishers.ofString(json(body)))
                        .header("Content-Type", "application/json")
                        .build();
    }

    <T> T parse(String json, Class<T> type) {
        try {
            T value = JSON.readValue(json, type);
            if (value != null) {
                return value;
            }
            throw new UnreachableException(url, "the answer is empty", true, null);
        } catch (JsonProcessingException e) {
            throw strange(e);
        }
    }

    <T> List<T> parseList(String json, Class<T> item) {
        try {
            return JSON.readerForListOf(item).readValue(json);
        } catch (JsonProcessingException e) {
            throw strange(e);
        }
    }

    private UnreachableException strange(JsonProcessingException e) {
        return new UnreachableException(url, "the answer is not of this API: " + e.getOriginalMessage(), true, e);
    }

    /** Hands over the data of each server-sent event until the stream ends. */
    void follow(String path, @Nullable Long after, Consumer<String> consumer) {
        HttpRequest.Builder builder =
                request(path).header("Accept", "text/event-stream").GET();
        if (after != null) {
            builder.header("Last-Event-ID", after.toString());
        }
        HttpResponse<Stream<String>> response = exchange(builder.build(), BodyHandlers.ofLines());
        try (Stream<String> lines = response.body()) {
            if (response.statusCode() != 200) {
                throw problem(response.statusCode(), String.join("\n", lines.toList()));
            }
            for (Iterator<String> line = lines.iterator(); line.hasNext(); ) {
                String text = line.next();
                if (text.startsWith("data:")) {
                    consumer.accept(text.substring("data:".length()));
                }
            }
        } catch (UncheckedIOException e) {
            throw unreachable(e.getCause());
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(url.resolve(path));
        return authorization == null ? builder : builder.header("Authorization", authorization);
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnreachableException(url, "interrupted", true, e);
        }
    }

    private UnreachableException unreachable(@Nullable IOException e) {
        return switch (e) {
            case HttpConnectTimeoutException timeout ->
                new UnreachableException(url, "does not answer", false, timeout);
            case ConnectException refused -> new UnreachableException(url, "cannot connect", false, refused);
            case HttpTimeoutException timeout ->
                new UnreachableException(url, "no answer within " + patience.toSeconds() + " s", true, timeout);
            case SSLException tls -> new UnreachableException(url, "TLS: " + tls.getMessage(), false, tls);
            case null -> new UnreachableException(url, "the connection broke", true, null);
            default -> new UnreachableException(url, "the connection broke: " + e.getMessage(), true, e);
        };
    }

    private HttpResponse<String> checked(HttpResponse<String> response) {
        if (response.statusCode() / 100 != 2) {
            throw problem(response.statusCode(), response.body());
        }
        return response;
    }

    private ProblemResponseException problem(int status, String body) {
        try {
            Problem problem = JSON.readValue(body, Problem.class);
            if (problem != null && problem.code() != null) {
                return new ProblemResponseException(problem);
            }
        } catch (JsonProcessingException e) {
            // Not a problem document: something else answers at this address. Told below.
        }
        return new ProblemResponseException(Problem.of(
                ProblemCode.INTERNAL,
                url + " answered with status " + status + " and no problem document: is this a Onecopy node?",
                Map.of("status", status)));
    }

    /** A text as a part of an address. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String json(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record that JSON cannot hold: " + body.getClass(), e);
        }
    }

    /** Reads a list that may be cut. */
    <T> Listing<T> listing(String path, Class<T> item) {
        HttpResponse<String> response = get(path);
        List<T> items = parseList(response.body(), item);
        return new Listing<>(
                items, response.headers().firstValueAsLong("X-Total-Count").orElse(items.size()));
    }

    /** A filter as the end of an address, with its question mark. */
    static String query(Filter filter) {
        StringJoiner query = new StringJoiner("&", "?", "");
        query.add("limit=" + filter.limit());
        if (filter.rule() != null) {
            query.add("rule=" + filter.rule());
        }
        if (filter.zone() != null) {
            query.add("zone=" + filter.zone());
        }
        return query.toString();
    }
}
