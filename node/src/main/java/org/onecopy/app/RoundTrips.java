package org.onecopy.app;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.NodeId;
import org.onecopy.model.TimeoutProfile;
import org.onecopy.model.api.TimeoutsView;

/**
 * How long round trips between the nodes of a network take, by what this node has measured itself, and what the others have told it of
 * theirs. Of several looks the shortest one counts: a busy machine answers late, and never early. Guarded by itself.
 */
final class RoundTrips {
    /** So many looks say how far a node is. */
    static final int LOOKS_MIN = 3;

    /** A tenth of the shortest election timeout of {@code lan}: an election timeout is at least ten round trips (H49). */
    static final long FAR_MILLIS = 100;

    private static final int LOOKS_KEPT = 6;
    private static final long FRESH_NANOS = 60_000_000_000L;

    private final NodeId self;
    private final Map<NodeId, Deque<Long>> measured = new HashMap<>();
    private final Map<NodeId, Told> told = new HashMap<>();

    /**
     * What a node says of itself.
     *
     * @param profile with which it runs
     * @param wanted with which it would start now
     * @param millis how far others are from it
     */
    record Said(TimeoutProfile profile, TimeoutProfile wanted, Map<String, Long> millis) {
        Said {
            millis = Map.copyOf(millis);
        }
    }

    private record Told(Said said, long atNanos) {}

    RoundTrips(NodeId self) {
        this.self = self;
    }

    /** One look at another node. */
    synchronized void note(NodeId other, long millis, Said said, long nowNanos) {
        Deque<Long> looks = measured.computeIfAbsent(other, ignored -> new ArrayDeque<>());
        looks.addLast(millis);
        if (looks.size() > LOOKS_KEPT) {
            looks.removeFirst();
        }
        told.put(other, new Told(said, nowNanos));
    }

    /** Nothing counts any more of who is not among these. */
    synchronized void keep(List<NodeId> nodes) {
        measured.keySet().retainAll(nodes);
        told.keySet().retainAll(nodes);
    }

    /** Of this node, in milliseconds, by the others' ids; only who was looked at often enough. */
    synchronized Map<String, Long> own() {
        Map<String, Long> own = new HashMap<>();
        measured.forEach((node, looks) -> {
            if (looks.size() >= LOOKS_MIN) {
                own.put(
                        node.value(),
                        looks.stream().mapToLong(Long::longValue).min().orElseThrow());
            }
        });
        return own;
    }

    /** What a node said in the last minute, or null. */
    synchronized @Nullable Said said(NodeId node, long nowNanos) {
        Told last = told.get(node);
        return last == null || nowNanos - last.atNanos > FRESH_NANOS ? null : last.said;
    }

    /** Whether all of these, and each of the others by its own word, know how far all are. */
    synchronized boolean isComplete(List<NodeId> nodes, long nowNanos) {
        int others = nodes.size() - 1;
        return own().size() >= others
                && nodes.stream().filter(node -> !node.equals(self)).allMatch(node -> {
                    Said last = said(node, nowNanos);
                    return last != null && last.millis().size() >= others;
                });
    }

    /** All that are known, the longest first. */
    synchronized List<TimeoutsView.Link> links(long nowNanos) {
        List<TimeoutsView.Link> links = new ArrayList<>();
        own().forEach((node, millis) -> links.add(new TimeoutsView.Link(self, new NodeId(node), millis)));
        for (NodeId from : told.keySet()) {
            Said last = said(from, nowNanos);
            if (last != null) {
                last.millis()
                        .forEach((node, millis) -> links.add(new TimeoutsView.Link(from, new NodeId(node), millis)));
            }
        }
        links.sort(Comparator.comparingLong(TimeoutsView.Link::millis)
                .reversed()
                .thenComparing(link -> link.from().value())
                .thenComparing(link -> link.to().value()));
        return links;
    }

    /** What the longest of these round trips asks for. */
    static TimeoutProfile profileFor(List<TimeoutsView.Link> links) {
        return links.stream().anyMatch(link -> link.millis() >= FAR_MILLIS) ? TimeoutProfile.WAN : TimeoutProfile.LAN;
    }
}
