package org.onecopy.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.onecopy.admin.events.EventLog;
import org.onecopy.admin.events.NewEvent;
import org.onecopy.app.config.HostPort;
import org.onecopy.core.registry.RegisteredNode;
import org.onecopy.model.ApiJson;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.api.Addresses;
import org.onecopy.network.Whereabouts;
import org.onecopy.network.identity.NodeName;
import org.onecopy.network.identity.NodeTls;
import org.onecopy.network.induction.AdvertisedAddresses;
import org.onecopy.problem.ProblemException;
import org.onecopy.transfer.ContentServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node that comes back at other addresses tells the others itself: they connect to it, it hears the network's log again, and has its
 * addresses agreed. Both sides' certificates protect the connection, and a node is heard of itself alone.
 */
final class Announcements extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);
    private static final String PATH = "/addresses";
    private static final int LENGTH_MAX = 4 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final NodeTls tls;
    private final Whereabouts whereabouts;
    private final String host;
    private final EventLog events;

    /** @param host by which others reach this node */
    Announcements(NodeTls tls, Whereabouts whereabouts, String host, EventLog events) {
        this.tls = tls;
        this.whereabouts = whereabouts;
        this.host = host;
        this.events = events;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!Request.getPathInContext(request).equals(PATH)) {
            return false;
        }
        if (!request.getMethod().equals("POST") || request.getLength() > LENGTH_MAX) {
            Response.writeError(request, response, callback, HttpStatus.BAD_REQUEST_400);
            return true;
        }
        try {
            NodeName peer = tls.identity().peerOf(ContentServer.peer(request).getFirst());
            Addresses told = ApiJson.lenient()
                    .readValue(Content.Source.asString(request, StandardCharsets.UTF_8), Addresses.class);
            hear(new RegisteredNode(peer.node(), peer.zone(), told.agreement(), told.content(), told.admin()));
            response.setStatus(HttpStatus.NO_CONTENT_204);
            callback.succeeded();
        } catch (ProblemException | JsonProcessingException e) {
            LOG.info("an announcement was refused: {}", e.getMessage());
            Response.writeError(request, response, callback, HttpStatus.CONFLICT_409);
        }
        return true;
    }

    /** A node, or an administrator, says where a node is. @throws ProblemException as {@link Whereabouts#tell} */
    void hear(RegisteredNode node) {
        check(node);
        if (whereabouts.tell(node)) {
            events.append(NewEvent.info(
                            "node-moved",
                            "node " + node.id() + " is at " + node.agreementAddress() + " (agreement), "
                                    + node.contentAddress() + " (content) and " + node.adminAddress() + " (admin) now")
                    .in(node.zone()));
        }
    }

    /** @throws ProblemException {@code ADDRESS_REFUSED}, {@code BAD_REQUEST} */
    private void check(RegisteredNode node) {
        AdvertisedAddresses allowed = new AdvertisedAddresses(host);
        for (String address : List.of(node.agreementAddress(), node.contentAddress(), node.adminAddress())) {
            try {
                HostPort parsed = HostPort.parse(address);
                if (parsed.port() == 0 || parsed.isAnyAddress()) {
                    throw new IllegalArgumentException("others cannot connect to that");
                }
                allowed.check(parsed.host());
            } catch (IllegalArgumentException e) {
                throw new ProblemException(ProblemCode.BAD_REQUEST, "'" + address + "': " + e.getMessage(), e);
            }
        }
    }

    /** Tells all other nodes where this one is. Blocks for some seconds at most. */
    void announce(RegisteredNode own) {
        whereabouts.tell(own);
        byte[] body;
        try {
            body = ApiJson.strict()
                    .writeValueAsBytes(new Addresses(own.agreementAddress(), own.contentAddress(), own.adminAddress()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        try (HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .sslContext(tls.context())
                        .connectTimeout(PATIENCE)
                        .build();
                ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            toOthers(own, other -> each.execute(() -> tell(client, other, body)));
        }
    }

    private void toOthers(RegisteredNode own, Consumer<RegisteredNode> told) {
        whereabouts.nodes().stream().filter(node -> !node.id().equals(own.id())).forEach(told);
    }

    private static void tell(HttpClient client, RegisteredNode other, byte[] body) {
        try {
            int status = client.send(
                            HttpRequest.newBuilder(URI.create("https://" + other.contentAddress() + PATH))
                                    .timeout(PATIENCE)
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            if (status != HttpStatus.NO_CONTENT_204) {
                LOG.warn("node {} did not take note of where this node is: status {}", other.id(), status);
            }
        } catch (IOException e) {
            LOG.info("node {} was not told where this node is: {}", other.id(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
