package org.onecopy.handover;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.table.Change;
import org.onecopy.index.Batch;
import org.onecopy.index.Schema;
import org.onecopy.index.TableStore;
import org.onecopy.location.LocalRecords;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleId;
import org.onecopy.transfer.ContentClient;

/**
 * The local records of this node's rules, on their way between the nodes of its zone: given out where this node is the writer, copied
 * where another is. Answers {@code GET /records/RULE/EPOCH} behind the gate of the content server, to nodes of the same zone only.
 */
public final class Handover extends Handler.Abstract implements AutoCloseable {
    static final String PATH = "/records/";

    private static final long KEPT_BYTES_MAX = 32L << 20;

    private final TableStore store;
    private final ContentClient client;
    private final Function<Request, Boolean> sameZone;
    private final Map<RuleId, RecordFeed> feeds = new ConcurrentHashMap<>();
    private final Map<RuleId, RecordCopy> copies = new ConcurrentHashMap<>();

    /** Who writes a rule in this node's zone, as agreed. */
    public record Writer(NodeId node, String contentEndpoint, long epoch) {}

    /**
     * @param store the node's local store
     * @param client connects to nodes of this node's zone only
     * @param sameZone whether the node behind a request belongs to this node's zone, by its certificate
     */
    public Handover(TableStore store, ContentClient client, Function<Request, Boolean> sameZone) {
        this.store = store;
        this.client = client;
        this.sameZone = sameZone;
    }

    /**
     * From now on the rule's records are copied from its writer while that is another node.
     *
     * @param writer the zone's writer where that is another node; must be quick
     * @param whole is told of each whole copy, from a thread of its own
     */
    public void follow(RuleId rule, Supplier<Optional<Writer>> writer, Consumer<NodeId> whole) {
        RecordCopy copy = new RecordCopy(
                rule,
                store,
                client,
                () -> writer.get().map(at -> new RecordCopy.Source(at.node(), at.contentEndpoint(), at.epoch())),
                whole);
        copies.put(rule, copy);
        copy.start();
    }

    /** The rule's records are neither copied nor given out any more. */
    public void forget(RuleId rule) {
        RecordCopy copy = copies.remove(rule);
        if (copy != null) {
            copy.close();
        }
        end(rule);
    }

    /** Where the rule's writer on this node commits its records. */
    public LocalRecords.Store storeOf(RuleId rule) {
        return new LocalRecords.Store() {
            @Override
            public void write(List<Change> changes, boolean durable) {
                RecordFeed feed = feeds.get(rule);
                if (feed == null) {
                    store.write(changes, durable);
                } else {
                    feed.write(Batch.of(Schema.SHOWN, changes), durable);
                }
            }

            @Override
            public void keep(List<Change> changes) {
                store.write(changes, false);
            }

            @Override
            public void begin() {
                RecordCopy copy = copies.get(rule);
                if (copy != null) {
                    copy.suspend();
                }
                feeds.computeIfAbsent(rule, id -> new RecordFeed(store, KEPT_BYTES_MAX));
            }

            @Override
            public void end() {
                Handover.this.end(rule);
                RecordCopy copy = copies.get(rule);
                if (copy != null) {
                    copy.resume();
                }
            }
        };
    }

    private void end(RuleId rule) {
        RecordFeed feed = feeds.remove(rule);
        if (feed != null) {
            feed.close();
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = Request.getPathInContext(request);
        if (!path.startsWith(PATH)) {
            return false;
        }
        if (!sameZone.apply(request)) {
            refuse(response, callback, ProblemCode.FORBIDDEN);
            return true;
        }
        String[] parts = path.substring(PATH.length()).split("/", -1);
        RuleId rule = rule(parts);
        RecordFeed feed = rule == null ? null : feeds.get(rule);
        if (rule == null || feed == null) {
            refuse(response, callback, ProblemCode.RULE_UNKNOWN);
            return true;
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/octet-stream");
        try {
            new RecordStream(store, rule, feed, Content.Sink.asOutputStream(response)).run(Long.parseLong(parts[1]));
            response.write(true, null, callback);
        } catch (IOException e) {
            callback.failed(e);
        }
        return true;
    }

    private static @Nullable RuleId rule(String[] parts) {
        try {
            if (parts.length == 2 && Long.parseLong(parts[1]) >= 0) {
                return new RuleId(Long.parseLong(parts[0]));
            }
        } catch (IllegalArgumentException e) {
            return null;
        }
        return null;
    }

    private static void refuse(Response response, Callback callback, ProblemCode code) {
        response.setStatus(code.status());
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, 0);
        response.write(true, null, callback);
    }

    @Override
    public void close() {
        copies.values().forEach(RecordCopy::close);
        copies.clear();
        feeds.values().forEach(RecordFeed::close);
        feeds.clear();
    }
}
