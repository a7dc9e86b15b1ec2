package org.onecopy.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.registry.Reservation;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.ShownTree;
import org.onecopy.core.table.Overlay;
import org.onecopy.index.TableStore;
import org.onecopy.model.Digest;
import org.onecopy.model.FileId;
import org.onecopy.model.RuleId;
import org.onecopy.model.ZoneName;

/**
 * Which contents some zone of a rule still has, by its records: in its tree or in its trash. Asked of the other zones' nodes, behind the gate
 * between nodes; reads records only, and no storage.
 */
final class KeptAnywhere extends Handler.Abstract {
    private static final String PATH = "/kept";
    private static final int BODY_BYTES_MAX = 1 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ZoneName zone;
    private final TableStore local;
    private final SSLContext tls;
    private final Function<ZoneName, List<String>> endpoints;

    /**
     * For one node.
     *
     * @param endpoints where a zone's nodes give out contents
     */
    KeptAnywhere(ZoneName zone, TableStore local, SSLContext tls, Function<ZoneName, List<String>> endpoints) {
        this.zone = zone;
        this.local = local;
        this.tls = tls;
        this.endpoints = endpoints;
    }

    /** A content of a file. */
    record Wanted(FileId file, Digest digest) {}

    /**
     * What the zones say.
     *
     * @param found the places in the list of those that some zone has
     * @param silent zones that did not answer, and were needed
     */
    record Answer(BitSet found, List<ZoneName> silent) {}

    /** Asks this zone first, then the others for what is still missing. Blocks. */
    Answer of(Reservation reservation, List<Wanted> wanted) {
        BitSet found = here(reservation.rule(), wanted);
        List<ZoneName> silent = new ArrayList<>();
        for (ZoneName other : reservation.definition().paths().keySet()) {
            if (!other.equals(zone) && found.cardinality() < wanted.size()) {
                List<Integer> places = new ArrayList<>();
                List<Wanted> missing = new ArrayList<>();
                for (int n = found.nextClearBit(0); n < wanted.size(); n = found.nextClearBit(n + 1)) {
                    places.add(n);
                    missing.add(wanted.get(n));
                }
                BitSet theirs = ask(other, reservation.rule(), missing);
                if (theirs == null) {
                    silent.add(other);
                } else {
                    theirs.stream().forEach(n -> found.set(places.get(n)));
                }
            }
        }
        return new Answer(found, silent);
    }

    private BitSet here(RuleId rule, List<Wanted> wanted) {
        ShownTree shown = new ShownTree(rule, new Overlay(local));
        BitSet found = new BitSet();
        for (int n = 0; n < wanted.size(); n++) {
            Wanted one = wanted.get(n);
            Entry entry = shown.byFile(one.file());
            boolean inTree = entry != null
                    && entry.isShown()
                    && entry.content() != null
                    && entry.content().digest().equals(one.digest());
            if (inTree || !shown.trashedWith(one.digest(), 1).isEmpty()) {
                found.set(n);
            }
        }
        return found;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!Request.getPathInContext(request).equals(PATH)) {
            return false;
        }
        if (request.getLength() < 0 || request.getLength() > BODY_BYTES_MAX) {
            response.setStatus(413);
            callback.succeeded();
            return true;
        }
        Map<String, List<String>> asked =
                JSON.readValue(Content.Source.asString(request, StandardCharsets.UTF_8), new TypeReference<>() {});
        RuleId rule = new RuleId(
                Long.parseLong(asked.getOrDefault("rule", List.of("0")).getFirst()));
        List<Wanted> wanted = asked.getOrDefault("contents", List.of()).stream()
                .map(KeptAnywhere::parse)
                .toList();
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
        Content.Sink.write(
                response, true, HexFormat.of().formatHex(here(rule, wanted).toByteArray()), callback);
        return true;
    }

    private static Wanted parse(String text) {
        int slash = text.indexOf('/');
        return new Wanted(
                FileId.ofPacked(Long.parseLong(text.substring(0, slash))), Digest.parse(text.substring(slash + 1)));
    }

    /** What any node of a zone has; null where none answers. */
    private @Nullable BitSet ask(ZoneName other, RuleId rule, List<Wanted> wanted) {
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(tls)
                .connectTimeout(Duration.ofSeconds(5))
                .build()) {
            String body = JSON.writeValueAsString(Map.of(
                    "rule",
                    List.of(Long.toString(rule.value())),
                    "contents",
                    wanted.stream()
                            .map(one -> one.file().packed() + "/" + one.digest())
                            .toList()));
            BitSet all = null;
            for (String endpoint : endpoints.apply(other)) {
                BitSet answer = ask(client, endpoint, body);
                if (answer != null) {
                    all = all == null ? new BitSet() : all;
                    all.or(answer); // a node that does not write the rule may have fewer records
                }
            }
            return all;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a list of contents that JSON cannot hold", e);
        }
    }

    private static @Nullable BitSet ask(HttpClient client, String endpoint, String body) {
        try {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("https://" + endpoint + PATH))
                            .timeout(Duration.ofSeconds(20))
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? BitSet.valueOf(HexFormat.of().parseHex(answer.body())) : null;
        } catch (IOException | IllegalArgumentException e) {
            return null; // as if it did not answer: another node of the zone may
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
