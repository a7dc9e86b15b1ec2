package org.onecopy.network;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.onecopy.core.registry.RegisteredNode;
import org.onecopy.model.NodeId;
import org.onecopy.transfer.ContentServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks other nodes how many forced recoveries the network has been through: a node that missed one must not go on (H54). It may agree with
 * others that missed it, too, so it asks also those with which it agrees on nothing.
 */
public final class Incarnations {
    private static final Logger LOG = LoggerFactory.getLogger(Incarnations.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** So many are asked at a time, drawn by lot: with many nodes each is asked by some. */
    private static final int ASKED_MAX = 8;

    private final NodeId self;
    private final SSLContext tls;
    private final Predicate<List<X509Certificate>> isOfNetwork;
    private final Supplier<List<RegisteredNode>> nodes;

    /** @param isOfNetwork whether a certificate chain is of a node that this one hears */
    public Incarnations(
            NodeId self,
            SSLContext tls,
            Predicate<List<X509Certificate>> isOfNetwork,
            Supplier<List<RegisteredNode>> nodes) {
        this.self = self;
        this.tls = tls;
        this.isOfNetwork = isOfNetwork;
        this.nodes = nodes;
    }

    /** The highest incarnation that some other nodes tell of; 0 where none answers. Blocks for some seconds at most. */
    public int highest() {
        List<RegisteredNode> others = new ArrayList<>(nodes.get());
        others.removeIf(node -> node.id().equals(self));
        Collections.shuffle(others);
        List<RegisteredNode> asked = others.subList(0, Math.min(ASKED_MAX, others.size()));
        if (asked.isEmpty()) {
            return 0;
        }
        AtomicInteger highest = new AtomicInteger();
        CountDownLatch left = new CountDownLatch(asked.size());
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .sslContext(tls)
                .connectTimeout(PATIENCE)
                .build()) {
            for (RegisteredNode node : asked) {
                Thread.ofVirtual().name("incarnation-of-" + node.id()).start(() -> {
                    try {
                        highest.accumulateAndGet(ask(client, node), Math::max);
                    } finally {
                        left.countDown();
                    }
                });
            }
            if (!left.await(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("not every node said which incarnation of the network it knows");
            }
            client.shutdownNow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return highest.get();
    }

    private int ask(HttpClient client, RegisteredNode node) {
        try {
            HttpResponse<Void> answer = client.send(
                    HttpRequest.newBuilder(URI.create("https://" + node.contentAddress() + "/incarnation"))
                            .timeout(PATIENCE)
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            // Refused or not: it says that to whoever has a certificate of the network, also to nodes that were taken
            // out of it.
            return isHeard(answer)
                    ? answer.headers()
                            .firstValue(ContentServer.INCARNATION_HEADER)
                            .map(Integer::parseInt)
                            .orElse(0)
                    : 0;
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("node {} did not say which incarnation of the network it knows: {}", node.id(), e.getMessage());
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private boolean isHeard(HttpResponse<Void> answer) throws SSLPeerUnverifiedException {
        if (answer.sslSession().isEmpty()) {
            return false;
        }
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate certificate : answer.sslSession().get().getPeerCertificates()) {
            if (certificate instanceof X509Certificate known) {
                chain.add(known);
            }
        }
        return !chain.isEmpty() && isOfNetwork.test(chain);
    }
}
