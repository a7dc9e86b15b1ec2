package org.onecopy.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.onecopy.admin.events.EventLog;
import org.onecopy.admin.events.NewEvent;
import org.onecopy.agreement.Agreement;
import org.onecopy.agreement.GroupId;
import org.onecopy.core.registry.FeatureLevel;
import org.onecopy.core.registry.RegisteredNode;
import org.onecopy.core.registry.RegistryCommand;
import org.onecopy.core.registry.RegistryTables;
import org.onecopy.index.RegistryIndex;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.api.LevelSpec;
import org.onecopy.model.api.LevelView;
import org.onecopy.model.api.NodeLevelView;
import org.onecopy.network.AgreedRegistry;
import org.onecopy.network.LevelGate;
import org.onecopy.problem.ProblemException;

/**
 * The network's feature level (H62): says to other nodes what this one's release knows, asks them, and raises the level when all know the
 * next. A node of a release from before there were levels knows no such question, and so the first level. Safe to call from many threads.
 */
final class Levels extends Handler.Abstract {
    private static final String PATH = "/level";
    private static final int ANSWER_BYTES_MAX = 4096;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final NodeId FIRST_NODE = new NodeId("a");

    private final NodeId self;
    private final AgreedRegistry registry;
    private final BiFunction<String, String, InputStream> peers;
    private final EventLog events;

    /** What a node says of itself. */
    record Known(String version, int newest) {}

    /** @param peers asks a node, by its content endpoint, for a path */
    Levels(NodeId self, AgreedRegistry registry, BiFunction<String, String, InputStream> peers, EventLog events) {
        this.self = self;
        this.registry = registry;
        this.peers = peers;
        this.events = events;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!Request.getPathInContext(request).equals(PATH)) {
            return false;
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        Content.Sink.write(response, true, JSON.writeValueAsString(own()), callback);
        return true;
    }

    private static Known own() {
        return new Known(BuildVersion.TEXT, FeatureLevel.NEWEST);
    }

    /**
     * An agreement to which nothing is proposed that the network's level does not allow.
     *
     * @param opened takes part in nothing yet
     * @throws ProblemException {@code FEATURE_LEVEL} where the level, as far as this node has heard, is too high for this release; the
     *     agreement is closed then
     */
    static Agreement gate(Agreement opened, GroupId registry, RegistryIndex index) {
        int level = index.read(FeatureLevel::of);
        if (level > FeatureLevel.NEWEST) {
            opened.close();
            throw new ProblemException(
                    ProblemCode.FEATURE_LEVEL,
                    "the network has feature level " + level + ", and this node's release knows up to "
                            + FeatureLevel.NEWEST + ": install the release that the other nodes run");
        }
        return new LevelGate(opened, registry, () -> index.read(FeatureLevel::of));
    }

    /** Asks all nodes; one that hangs is waited for. */
    LevelView level() {
        List<RegisteredNode> nodes = new ArrayList<>();
        int level = registry.read(view -> {
            view.scan(RegistryTables.NODES, FIRST_NODE, null).forEachRemaining(row -> nodes.add(row.getValue()));
            return FeatureLevel.of(view);
        });
        List<NodeLevelView> known = nodes.parallelStream().map(this::ask).toList();
        int attainable = FeatureLevel.NEWEST;
        for (NodeLevelView node : known) {
            attainable = Math.min(attainable, node.knows() == null ? level : node.knows());
        }
        return new LevelView(level, Math.max(level, attainable), known);
    }

    private NodeLevelView ask(RegisteredNode node) {
        if (node.id().equals(self)) {
            return new NodeLevelView(node.id(), node.zone(), own().version(), own().newest());
        }
        try (InputStream answer = peers.apply(node.contentAddress(), PATH)) {
            Known known = JSON.readValue(answer.readNBytes(ANSWER_BYTES_MAX), Known.class);
            return new NodeLevelView(node.id(), node.zone(), known.version(), known.newest());
        } catch (ProblemException e) {
            boolean older = e.code() == ProblemCode.CONTENT_UNAVAILABLE;
            return new NodeLevelView(node.id(), node.zone(), null, older ? FeatureLevel.FIRST : null);
        } catch (IOException e) {
            return new NodeLevelView(node.id(), node.zone(), null, null);
        }
    }

    /** Fails with {@code FEATURE_LEVEL} where a node does not know the level, or does not answer. */
    LevelView raise(LevelSpec spec) {
        LevelView before = level();
        if (spec.level() > before.attainable()) {
            throw new ProblemException(
                    ProblemCode.FEATURE_LEVEL,
                    "the network stays at feature level " + before.level() + ": " + reason(before, spec.level())
                            + "; 'onecopy network level' shows all nodes");
        }
        if (spec.level() <= before.level()) {
            return before;
        }
        registry.change(new RegistryCommand.RaiseLevel(UUID.randomUUID(), spec.level()));
        events.append(NewEvent.info(
                "feature-level-raised",
                "the network has feature level " + spec.level()
                        + " from now on; older releases cannot take part any more"));
        return new LevelView(spec.level(), before.attainable(), before.nodes());
    }

    private static String reason(LevelView view, int wanted) {
        for (NodeLevelView node : view.nodes()) {
            Integer knows = node.knows();
            if (knows == null) {
                return "node " + node.node() + " does not answer: start it, or remove it from the network";
            }
            if (knows < wanted) {
                return "node " + node.node() + " runs a release that knows level " + knows + " and not " + wanted
                        + ": upgrade it";
            }
        }
        return "no release here knows level " + wanted;
    }
}
