package org.onecopy.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.events.EventLog;
import org.onecopy.admin.events.NewEvent;
import org.onecopy.admin.metrics.Metrics;
import org.onecopy.app.config.NodeConfig;
import org.onecopy.core.registry.AgreedTimeouts;
import org.onecopy.core.registry.FeatureLevel;
import org.onecopy.core.registry.RegisteredNode;
import org.onecopy.core.registry.RegistryCommand;
import org.onecopy.core.registry.RegistryTables;
import org.onecopy.model.NodeId;
import org.onecopy.model.TimeoutProfile;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.TimeoutsSpec;
import org.onecopy.model.api.TimeoutsView;
import org.onecopy.network.AgreedRegistry;
import org.onecopy.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures round trips between the nodes, and has the timeouts agreed that they ask for (H45, H49). Each node asks all others, every ten
 * seconds, what they have measured: the asking is the measurement, and who leads the registry knows all. Safe to call from many threads.
 */
final class Links extends Handler.Abstract implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Links.class);
    private static final String PATH = "/links";
    private static final int ANSWER_BYTES_MAX = 64 * 1024;
    private static final int FIRST_SECONDS = 2;
    private static final int EVERY_SECONDS = 10;

    /** So many looks a node that does not answer is waited for, before anything is agreed without it. */
    private static final int PATIENCE_LOOKS = 30;

    private static final double NANOS = 1e9;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final NodeId FIRST_NODE = new NodeId("a");

    private final NodeConfig config;
    private final Timeouts running;
    private final AgreedRegistry registry;
    private final BooleanSupplier leads;
    private final BiFunction<String, String, InputStream> peers;
    private final EventLog events;
    private final Metrics metrics;
    private final RoundTrips trips;
    private final Map<ZoneName, Double> seconds = new ConcurrentHashMap<>();
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("links").daemon().factory());
    private int looks;

    /**
     * @param running with which this process runs
     * @param leads whether this node leads the registry
     * @param peers asks a node, by its content endpoint, for a path
     * @param metrics gets a gauge for each other zone
     */
    Links(
            NodeConfig config,
            Timeouts running,
            AgreedRegistry registry,
            BooleanSupplier leads,
            BiFunction<String, String, InputStream> peers,
            EventLog events,
            Metrics metrics) {
        this.config = config;
        this.running = running;
        this.registry = registry;
        this.leads = leads;
        this.peers = peers;
        this.events = events;
        this.metrics = metrics;
        trips = new RoundTrips(config.node());
    }

    /** From now on it is looked every ten seconds. */
    void begin() {
        var _ = looking.scheduleWithFixedDelay(this::look, FIRST_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        looking.shutdownNow();
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

    private RoundTrips.Said own() {
        TimeoutProfile wanted = Timeouts.wanted(config, registry.read(AgreedTimeouts::of));
        return new RoundTrips.Said(running.profile(), wanted, trips.own());
    }

    private List<RegisteredNode> nodes() {
        return registry.read(view -> {
            List<RegisteredNode> nodes = new ArrayList<>();
            view.scan(RegistryTables.NODES, FIRST_NODE, null).forEachRemaining(row -> nodes.add(row.getValue()));
            return nodes;
        });
    }

    private void look() {
        try {
            List<RegisteredNode> nodes = nodes();
            List<NodeId> ids = nodes.stream().map(RegisteredNode::id).toList();
            trips.keep(ids);
            Map<ZoneName, Double> quickest = new ConcurrentHashMap<>();
            try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
                for (RegisteredNode node : nodes) {
                    if (!node.id().equals(config.node())) {
                        quickest.putIfAbsent(node.zone(), Double.POSITIVE_INFINITY);
                        each.execute(() -> quickest.merge(node.zone(), ask(node), Math::min));
                    }
                }
            }
            show(quickest);
            looks++;
            if (ids.contains(config.node()) && leads.getAsBoolean()) {
                agree(ids);
            }
        } catch (ProblemException e) {
            LOG.info("timeouts are looked at again: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("looking at round trips failed; it is tried again", e);
        }
    }

    /** A gauge for each other zone, by its node that is nearest. */
    private void show(Map<ZoneName, Double> quickest) {
        quickest.remove(config.zone());
        seconds.keySet().retainAll(quickest.keySet());
        quickest.forEach((zone, took) -> {
            if (seconds.put(zone, Double.isInfinite(took) ? Double.NaN : took) == null) {
                metrics.gauge(
                        "onecopy_round_trip_seconds",
                        "How long a question to a node of a zone takes, there and back; NaN where none answers",
                        Map.of("to", zone.value()),
                        () -> seconds.getOrDefault(zone, Double.NaN));
            }
        });
    }

    /**
     * Twice: the first time may have made a connection, which takes several round trips.
     *
     * @return seconds; infinite where there was no answer
     */
    private double ask(RegisteredNode node) {
        try {
            askOnce(node);
            long began = System.nanoTime();
            RoundTrips.Said said = askOnce(node);
            long now = System.nanoTime();
            trips.note(node.id(), TimeUnit.NANOSECONDS.toMillis(now - began), said, now);
            return (now - began) / NANOS;
        } catch (ProblemException | IOException e) {
            LOG.debug("node {} did not say how far others are from it: {}", node.id(), e.getMessage());
            return Double.POSITIVE_INFINITY;
        }
    }

    private RoundTrips.Said askOnce(RegisteredNode node) throws IOException {
        try (InputStream answer = peers.apply(node.contentAddress(), PATH)) {
            return JSON.readValue(answer.readNBytes(ANSWER_BYTES_MAX), RoundTrips.Said.class);
        }
    }

    /** As the leader: where nothing is agreed, what is known by now; later only what is longer. */
    private void agree(List<NodeId> nodes) {
        record Known(int level, @Nullable TimeoutProfile agreed, boolean byHand) {}
        Known known = registry.read(
                view -> new Known(FeatureLevel.of(view), AgreedTimeouts.of(view), AgreedTimeouts.byHand(view)));
        if (known.level < FeatureLevel.NEWEST || known.byHand || known.agreed == TimeoutProfile.WAN) {
            return;
        }
        long now = System.nanoTime();
        List<TimeoutsView.Link> links = trips.links(now);
        TimeoutProfile asked = RoundTrips.profileFor(links);
        if (known.agreed == null) {
            if (trips.isComplete(nodes, now) || looks > PATIENCE_LOOKS) {
                put(asked == TimeoutProfile.WAN ? asked : config.timeouts(), links);
            }
        } else if (asked == TimeoutProfile.WAN) {
            put(asked, links);
        }
    }

    private void put(TimeoutProfile profile, List<TimeoutsView.Link> links) {
        registry.change(new RegistryCommand.SetTimeouts(UUID.randomUUID(), profile, AgreedTimeouts.By.MEASURED));
        tell(profile, links.isEmpty() ? "" : "; the longest round trip takes " + words(links.getFirst()));
    }

    private static String words(TimeoutsView.Link link) {
        return link.millis() + " ms, from " + link.from() + " to " + link.to();
    }

    private void tell(TimeoutProfile profile, String why) {
        events.append(
                NewEvent.info(
                        "timeouts-agreed",
                        "timeouts of profile " + org.onecopy.model.Words.of(profile) + " are agreed" + why
                                + ". Nodes that run with others take them at their next start: 'onecopy network profile' shows which"));
    }

    /** Whether this process runs with other timeouts than it would start with. */
    boolean needsRestart() {
        return own().wanted() != running.profile();
    }

    /** What is agreed, who runs with what, and why. */
    TimeoutsView view() {
        long now = System.nanoTime();
        List<TimeoutsView.Running> nodes = new ArrayList<>();
        for (RegisteredNode node : nodes()) {
            RoundTrips.Said said = node.id().equals(config.node()) ? own() : trips.said(node.id(), now);
            nodes.add(new TimeoutsView.Running(
                    node.id(), said == null ? null : said.profile(), said != null && said.profile() != said.wanted()));
        }
        List<TimeoutsView.Link> links = trips.links(now);
        return registry.read(view -> new TimeoutsView(
                AgreedTimeouts.of(view),
                AgreedTimeouts.byHand(view),
                RoundTrips.profileFor(links),
                nodes,
                links.stream().limit(TimeoutsView.LINKS_MAX).toList()));
    }

    /** An administrator chooses, or lets what is measured count. */
    TimeoutsView set(TimeoutsSpec spec) {
        TimeoutProfile profile =
                spec.profile() == null ? RoundTrips.profileFor(trips.links(System.nanoTime())) : spec.profile();
        AgreedTimeouts.By by = spec.profile() == null ? AgreedTimeouts.By.RELEASED : AgreedTimeouts.By.HAND;
        registry.change(new RegistryCommand.SetTimeouts(UUID.randomUUID(), profile, by));
        tell(profile, spec.profile() == null ? ", as they are measured" : ", by an administrator");
        return view();
    }
}
