package org.onecopy.console.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.work.Work;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.BandwidthFlow;
import org.onecopy.model.api.BandwidthReport;
import org.onecopy.model.api.BandwidthUse;
import org.onecopy.model.client.AdminClient;

/**
 * What all nodes need of their machines, and how well zones are joined, as it was seen since the connection was opened, for an hour at most.
 * Nodes are asked only while somebody looks. For the thread of the user interface.
 */
public final class Loads {
    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final int KEPT_MAX = 720;

    private final Gateway gateway;
    private final Work work;
    private final Map<NodeId, Deque<Load>> kept = new TreeMap<>();
    private final ReadOnlyObjectWrapper<@Nullable Instant> time = new ReadOnlyObjectWrapper<>();
    private List<BandwidthFlow> flows = List.of();
    private @Nullable Instant asked;
    private boolean asking;

    /** Nothing is known so far. */
    Loads(Gateway gateway, Work work) {
        this.gateway = gateway;
        this.work = work;
    }

    private record Answer(Load load, List<BandwidthReport> reports) {
        Answer {
            reports = List.copyOf(reports);
        }
    }

    /** Asks all nodes, where the last answers are some seconds old. */
    public void look() {
        Instant now = work.clock().instant();
        if (asking || (asked != null && now.isBefore(asked.plus(FRESH)))) {
            return;
        }
        asking = true;
        asked = now;
        work.quietly(
                "load",
                () -> gateway.askAll(client -> answer(client, now)),
                answers -> {
                    asking = false;
                    arrived(
                            answers.stream().map(Answer::load).toList(),
                            answers.stream()
                                    .flatMap(answer -> answer.reports().stream())
                                    .toList());
                    time.set(now);
                },
                why -> asking = false);
    }

    private static Answer answer(AdminClient client, Instant now) {
        return new Answer(
                Load.of(client.node(), client.metrics(), now),
                Snapshot.known(() -> List.of(client.bandwidth().report())));
    }

    void arrived(List<Load> loads, List<BandwidthReport> reports) {
        for (Load load : loads) {
            Deque<Load> own = kept.computeIfAbsent(load.node(), key -> new ArrayDeque<>());
            own.addLast(load);
            if (own.size() > KEPT_MAX) {
                own.removeFirst();
            }
        }
        flows = BandwidthUse.of(reports).flows();
    }

    /** When nodes were asked that have answered; null before the first answer. */
    public ReadOnlyObjectProperty<@Nullable Instant> time() {
        return time.getReadOnlyProperty();
    }

    /** Nodes of which something is known, by name. */
    public List<NodeId> nodes() {
        return List.copyOf(kept.keySet());
    }

    /** What was seen of a node, the oldest first. */
    public List<Load> of(NodeId node) {
        return new ArrayList<>(kept.getOrDefault(node, new ArrayDeque<>()));
    }

    /** Milliseconds that a question between two zones takes, there and back: the least that one of their nodes saw last. */
    public OptionalDouble roundTripMillis(ZoneName one, ZoneName other) {
        return kept.values().stream()
                .map(Deque::getLast)
                .filter(load -> load.zone().equals(one) || load.zone().equals(other))
                .map(load -> load.roundTripMillis().get(load.zone().equals(one) ? other : one))
                .filter(millis -> millis != null)
                .mapToDouble(Double::doubleValue)
                .min();
    }

    /** Bytes a second that two zones give to each other now, both ways together. */
    public long bytesPerSecond(ZoneName one, ZoneName other) {
        return flows.stream()
                .filter(flow -> (flow.from().equals(one) && flow.to().equals(other))
                        || (flow.from().equals(other) && flow.to().equals(one)))
                .mapToLong(flow -> flow.now().value())
                .sum();
    }
}
