package org.onecopy.app;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.onecopy.admin.events.EventLog;
import org.onecopy.admin.events.NewEvent;
import org.onecopy.app.config.HostPort;
import org.onecopy.app.config.NetworkFolder;
import org.onecopy.core.registry.RegisteredNode;
import org.onecopy.network.identity.CertificateAuthority;
import org.onecopy.network.identity.Fingerprints;
import org.onecopy.network.identity.IdentityFiles;
import org.onecopy.network.identity.KeyRequest;
import org.onecopy.network.identity.NodeIdentity;
import org.onecopy.network.identity.NodeName;
import org.onecopy.network.identity.NodeTls;
import org.onecopy.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews certificates before they end (H70): a node asks those that hold the network's signing key, over a connection that both sides'
 * certificates protect; whose key it is stays the same. Answers other nodes where this one holds it. Only for nodes that came by
 * {@code onecopy network}: files that a configuration names are their owner's to renew.
 */
final class Renewal extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);
    private static final String PATH = "/certificate";
    private static final int REQUEST_LENGTH_MAX = 16 * 1024;
    private static final int ANSWER_LENGTH_MAX = 64 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** A certificate that is good for less than this is renewed. */
    private static final Duration BEFORE = Duration.ofDays(30);

    private final NetworkFolder folder;
    private final NodeTls tls;
    private final Clock clock;
    private final EventLog events;
    private final Supplier<List<RegisteredNode>> nodes;

    /** @param nodes of the network, this one among them */
    Renewal(NetworkFolder folder, NodeTls tls, Clock clock, EventLog events, Supplier<List<RegisteredNode>> nodes) {
        this.folder = folder;
        this.tls = tls;
        this.clock = clock;
        this.events = events;
        this.nodes = nodes;
    }

    private boolean isAuthority() {
        return java.nio.file.Files.exists(folder.directory().resolve(CertificateAuthority.KEY_FILE));
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!Request.getPathInContext(request).equals(PATH)) {
            return false;
        }
        if (!request.getMethod().equals("POST") || request.getLength() > REQUEST_LENGTH_MAX) {
            Response.writeError(request, response, callback, HttpStatus.BAD_REQUEST_400);
            return true;
        }
        try {
            NodeName peer = tls.identity()
                    .peerOf(org.onecopy.transfer.ContentServer.peer(request).getFirst());
            PublicKey key = KeyRequest.keyOf(Content.Source.asString(request, StandardCharsets.US_ASCII));
            String certificate = issue(peer, key);
            Content.Sink.write(response, true, certificate, callback);
        } catch (ProblemException e) {
            LOG.info("no certificate was renewed: {}", e.getMessage());
            Response.writeError(
                    request,
                    response,
                    callback,
                    HttpStatus.CONFLICT_409,
                    e.code().code());
        }
        return true;
    }

    /** For the hosts that the registry knows the node by. */
    private String issue(NodeName peer, PublicKey key) {
        if (!isAuthority()) {
            throw new ProblemException(
                    org.onecopy.model.ProblemCode.NOT_AUTHORITY, "this node does not hold the network's signing key");
        }
        RegisteredNode node = nodes.get().stream()
                .filter(registered -> registered.id().equals(peer.node()))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        org.onecopy.model.ProblemCode.NODE_UNKNOWN, "node " + peer.node() + " is not registered"));
        CertificateAuthority authority = CertificateAuthority.load(folder.directory(), clock);
        List<String> hosts = hosts(node);
        events.append(NewEvent.info(
                "certificate-issued",
                "node " + peer.node() + " has a new certificate; the pin of its key is " + Fingerprints.pin(key)));
        return CertificateAuthority.pem(authority.issue(peer.node(), peer.zone(), hosts, key));
    }

    private static List<String> hosts(RegisteredNode node) {
        List<String> hosts = new ArrayList<>();
        for (String address : List.of(node.agreementAddress(), node.contentAddress(), node.adminAddress())) {
            String host = HostPort.parse(address).host();
            if (!hosts.contains(host)) {
                hosts.add(host);
            }
        }
        return hosts;
    }

    /** Whether the certificate is good for where the node is now: others look at the name by which they call it. */
    private boolean namesAllHosts(NodeIdentity identity) {
        Set<String> named = new HashSet<>();
        try {
            java.util.Collection<List<?>> names = identity.certificate().getSubjectAlternativeNames();
            for (List<?> name : names == null ? List.<List<?>>of() : names) {
                named.add(String.valueOf(name.get(1)).toLowerCase(Locale.ROOT));
            }
        } catch (CertificateParsingException e) {
            throw new IllegalStateException("the node's own certificate cannot be read", e);
        }
        return nodes.get().stream()
                .filter(node -> node.id().equals(identity.node()))
                .flatMap(node -> hosts(node).stream())
                .allMatch(host -> host.indexOf(':') >= 0 // an IPv6 address has several spellings
                        || named.contains(host.toLowerCase(Locale.ROOT)));
    }

    /** Renews this node's certificate where that is due. Blocks while others are asked; to be called now and then. */
    void renewWhereDue() {
        NodeIdentity identity = tls.identity();
        boolean good = identity.expires().isAfter(clock.instant().plus(BEFORE)) && namesAllHosts(identity);
        if (!folder.exists() || good) {
            return;
        }
        PublicKey key = identity.certificate().getPublicKey();
        KeyRequest request = KeyRequest.of(identity.node(), identity.key(), key);
        if (isAuthority()) {
            use(issue(new NodeName(identity.network(), identity.zone(), identity.node()), key));
            return;
        }
        for (RegisteredNode node : nodes.get()) {
            if (!node.id().equals(identity.node())) {
                String certificate = ask(node, request.pem());
                if (certificate != null) {
                    use(certificate);
                    return;
                }
            }
        }
        events.append(NewEvent.warning(
                "certificate-not-renewed",
                "no node that holds the network's signing key renewed this node's certificate, which ends at "
                        + identity.expires()
                        + ": start one, or bring one into the network by a ticket with --authority"));
    }

    private void use(String certificate) {
        IdentityFiles files = folder.identity();
        files.storeCertificate(certificate);
        NodeIdentity renewed = files.load(clock);
        tls.replace(renewed);
        events.append(NewEvent.info(
                "certificate-renewed", "this node's certificate was renewed and is good until " + renewed.expires()));
    }

    private @org.jspecify.annotations.Nullable String ask(RegisteredNode node, String request) {
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .sslContext(tls.context())
                .connectTimeout(Duration.ofSeconds(5))
                .build()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("https://" + node.contentAddress() + PATH))
                            .timeout(PATIENCE)
                            .POST(HttpRequest.BodyPublishers.ofString(request, StandardCharsets.US_ASCII))
                            .build(),
                    HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofString(), ANSWER_LENGTH_MAX));
            return answer.statusCode() == HttpStatus.OK_200 ? answer.body() : null;
        } catch (IOException e) {
            LOG.info("node {} did not renew the certificate: {}", node.id(), e.getMessage());
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
