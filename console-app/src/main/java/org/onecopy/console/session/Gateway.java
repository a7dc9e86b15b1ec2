package org.onecopy.console.session;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.NodeView;
import org.onecopy.model.client.AdminClient;
import org.onecopy.model.client.AdminEndpoint;
import org.onecopy.model.client.ProblemResponseException;
import org.onecopy.model.client.UnreachableException;

/**
 * The nodes of a network, asked one after the other: where one does not answer, the next one is asked, and who answered last is
 * asked first. Learns of further nodes from those it knows. Every method that asks blocks; all may be called from any thread.
 */
public final class Gateway implements AutoCloseable {
    private final Path ca;
    private final @Nullable String token;
    private final Duration patience;
    private final Map<URI, AdminClient> clients = new LinkedHashMap<>();
    private final Map<NodeId, URI> learnt = new HashMap<>();
    private @Nullable URI preferred;
    private boolean closed;

    /**
     * @param ca PEM file to trust, and nothing else
     * @param token to bear; null for none
     */
    public Gateway(List<URI> urls, Path ca, @Nullable String token, Duration patience) {
        this.ca = ca;
        this.token = token;
        this.patience = patience;
        urls.forEach(this::add);
    }

    private synchronized void add(URI url) {
        if (!closed && !clients.containsKey(url)) {
            clients.put(url, AdminClient.of(new AdminEndpoint(url, ca, null), token, patience));
        }
    }

    /** From now on asks these nodes, too. */
    void learn(List<NodeView> nodes) {
        for (NodeView node : nodes) {
            try {
                URI url = URI.create("https://" + node.addresses().admin());
                add(url);
                place(node.id(), url);
            } catch (IllegalArgumentException e) {
                // An address that is none can be reached by nobody: asked is who has one.
            }
        }
    }

    /** The addresses that are asked, the one that answered last first. */
    public synchronized List<URI> urls() {
        List<URI> urls = new ArrayList<>(clients.keySet());
        if (preferred != null && urls.remove(preferred)) {
            urls.addFirst(preferred);
        }
        return urls;
    }

    private synchronized AdminClient client(URI url) {
        AdminClient client = clients.get(url);
        if (client == null) {
            throw new IllegalStateException("the connection is closed");
        }
        return client;
    }

    private synchronized void place(NodeId node, URI url) {
        learnt.put(node, url);
    }

    private synchronized @Nullable URI place(NodeId node) {
        return learnt.get(node);
    }

    private synchronized void answered(URI url) {
        preferred = url;
    }

    /** Asks for something that changes nothing. Fails as the last node that failed. */
    public <T> T ask(Function<AdminClient, T> question) {
        return first(question, true);
    }

    /** Asks for a change: never again elsewhere once a node may have received it. */
    public <T> T change(Function<AdminClient, T> order) {
        return first(order, false);
    }

    /** As {@link #change}, for what answers nothing. */
    public void order(Consumer<AdminClient> order) {
        boolean done = first(
                client -> {
                    order.accept(client);
                    return true;
                },
                false);
        if (!done) {
            throw new IllegalStateException("an order is carried out or fails");
        }
    }

    private <T> T first(Function<AdminClient, T> question, boolean repeatable) {
        RuntimeException last = new IllegalStateException("no node is known");
        for (URI url : urls()) {
            try {
                T answer = question.apply(client(url));
                answered(url);
                return answer;
            } catch (UnreachableException e) {
                if ((e.mayBeReceived() && !repeatable) || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                last = last instanceof ProblemResponseException ? last : e;
            } catch (ProblemResponseException e) {
                last = elsewhere(e);
            }
        }
        throw last;
    }

    /** Asks every node for what only its own zone knows well: the answers of those that give one, at least one. */
    public <T> List<T> askAll(Function<AdminClient, T> question) {
        List<T> answers = new ArrayList<>();
        RuntimeException last = new IllegalStateException("no node is known");
        for (URI url : urls()) {
            try {
                answers.add(question.apply(client(url)));
            } catch (UnreachableException e) {
                last = e;
            } catch (ProblemResponseException e) {
                last = elsewhere(e);
            }
        }
        if (answers.isEmpty()) {
            throw last;
        }
        return answers;
    }

    /** Orders a change from the one node that knows of it; the others say with this code that they do not. */
    public void orderWhereKnown(Consumer<AdminClient> order, ProblemCode unknown) {
        RuntimeException last = new IllegalStateException("no node is known");
        for (URI url : urls()) {
            try {
                order.accept(client(url));
                return;
            } catch (UnreachableException e) {
                last = e;
            } catch (ProblemResponseException e) {
                if (!e.problem().code().equals(unknown.code())) {
                    throw e;
                }
                last = last instanceof UnreachableException ? last : e;
            }
        }
        throw last;
    }

    /** Asks the first node of a zone that answers. */
    public <T> T askIn(ZoneName zone, Function<AdminClient, T> question) {
        RuntimeException last = new IllegalStateException("no node of zone '" + zone + "' is known or answers");
        for (URI url : urls()) {
            try {
                AdminClient client = client(url);
                if (client.node().zone().equals(zone)) {
                    return question.apply(client);
                }
            } catch (UnreachableException e) {
                last = e;
            }
        }
        throw last;
    }

    /** Asks this node: where it says that it is, or else wherever it answers. */
    public <T> T askAt(NodeId node, Function<AdminClient, T> question) {
        URI said = place(node);
        if (said != null) {
            try {
                return question.apply(client(said));
            } catch (UnreachableException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
        }
        RuntimeException last = new IllegalStateException("node '" + node + "' is not known, or does not answer");
        for (URI url : urls()) {
            try {
                AdminClient client = client(url);
                if (!url.equals(said) && client.node().node().equals(node)) {
                    return question.apply(client);
                }
            } catch (UnreachableException e) {
                last = e;
            }
        }
        throw last;
    }

    /**
     * Writes what the command line and the provisioning library read of a network, with the token: into a directory that only the user may
     * read, and that is removed afterwards.
     *
     * @return the network file
     */
    public Path writeNetworkFile(Path directory) throws IOException {
        StringJoiner nodes = new StringJoiner(",", "[", "]");
        urls().forEach(url -> nodes.add("{\"admin\":\"" + url + "\"}"));
        Files.copy(ca, directory.resolve("ca.crt"), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(directory.resolve("token"), (token == null ? "" : token) + "\n");
        return Files.writeString(
                directory.resolve("network.json"), "{\"nodes\":" + nodes + ",\"ca\":\"ca.crt\",\"token\":\"token\"}\n");
    }

    private static ProblemResponseException elsewhere(ProblemResponseException e) {
        if (e.problem().action().equals("retry-elsewhere")
                || e.problem().code().equals(ProblemCode.NODE_STARTING.code())) {
            return e;
        }
        throw e;
    }

    /** Ends running requests. */
    @Override
    public void close() {
        List<AdminClient> open;
        synchronized (this) {
            closed = true;
            open = List.copyOf(clients.values());
            clients.clear();
        }
        open.forEach(AdminClient::close);
    }
}
