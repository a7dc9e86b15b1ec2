package org.onecopy.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.RuleId;
import org.onecopy.model.ZoneName;
import org.onecopy.problem.ProblemException;

/**
 * What other nodes have said of the limits of bandwidth: within which they give, and whom a limit holds back there. Asks each at most one
 * question at a time. Safe to call from many threads.
 */
final class BandwidthPeers {
    /** What every node answers on the content plane. */
    static final String PATH = "/bandwidth";

    /** An answer counts for so long. */
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(4);

    /** One that does not answer counts as one that gives for so long, and then no more. */
    private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final int ANSWER_BYTES_MAX = 1 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BiFunction<String, String, InputStream> ask;
    private final LongSupplier nanos;
    private final Map<String, Peer> peers = new ConcurrentHashMap<>();

    /**
     * What one node says of itself.
     *
     * @param giving names of the limits within which it gave something of late, or would have
     * @param held what a limit held back there of late
     */
    record Answer(List<String> giving, List<Held> held) {
        Answer {
            giving = List.copyOf(giving);
            held = List.copyOf(held);
        }
    }

    /** Contents of a rule, by its number, on their way to a zone, which a limit held back. */
    record Held(String to, long rule, String limit) {}

    private static final class Peer {
        final AtomicBoolean asked = new AtomicBoolean();
        final long sinceNanos;
        volatile @Nullable Answer answer;
        volatile long heardNanos;

        Peer(long now) {
            sinceNanos = now;
        }
    }

    /**
     * For one node.
     *
     * @param ask asks a node, by its content endpoint, for a path; blocks
     * @param nanos a clock that never goes back
     */
    BandwidthPeers(BiFunction<String, String, InputStream> ask, LongSupplier nanos) {
        this.ask = ask;
        this.nanos = nanos;
    }

    static byte[] form(Answer answer) throws IOException {
        return JSON.writeValueAsBytes(answer);
    }

    /** Asks these, each in a thread of its own, and forgets all others. Does not wait for the answers. */
    void look(Set<String> endpoints) {
        peers.keySet().retainAll(endpoints);
        long now = nanos.getAsLong();
        for (String endpoint : endpoints) {
            Peer peer = peers.computeIfAbsent(endpoint, ignored -> new Peer(now));
            if (peer.asked.compareAndSet(false, true)) {
                Thread.ofVirtual().name("bandwidth-peer").start(() -> question(endpoint, peer));
            }
        }
    }

    private void question(String endpoint, Peer peer) {
        long asked = nanos.getAsLong();
        try (InputStream body = ask.apply(endpoint, PATH)) {
            Answer answer = JSON.readValue(body.readNBytes(ANSWER_BYTES_MAX), Answer.class);
            peer.heardNanos = asked;
            peer.answer = answer;
        } catch (ProblemException | IOException e) {
            // What it said before grows old; see isGiving.
        } finally {
            peer.asked.set(false);
        }
    }

    /**
     * How many of these nodes give something within a limit. One that does not answer is counted for a minute, and one that has not been
     * asked yet as well: a line is rather used less than too much.
     */
    int giving(String limit, Collection<String> endpoints) {
        return (int)
                endpoints.stream().filter(endpoint -> isGiving(limit, endpoint)).count();
    }

    private boolean isGiving(String limit, String endpoint) {
        Peer peer = peers.get(endpoint);
        if (peer == null) {
            return true;
        }
        long now = nanos.getAsLong();
        Answer answer = peer.answer;
        if (answer != null && now - peer.heardNanos <= FRESH_NANOS) {
            return answer.giving.contains(limit);
        }
        return now - (answer == null ? peer.sinceNanos : peer.heardNanos) <= SILENT_NANOS;
    }

    /**
     * The limit that holds contents back that come to a zone.
     *
     * @param endpoint of the node that gives them; null: any that was asked
     */
    @Nullable
    String holding(@Nullable String endpoint, ZoneName to, RuleId rule) {
        long now = nanos.getAsLong();
        for (Map.Entry<String, Peer> entry : peers.entrySet()) {
            Answer answer = entry.getValue().answer;
            boolean isMeant = endpoint == null || endpoint.equals(entry.getKey());
            if (answer != null && isMeant && now - entry.getValue().heardNanos <= FRESH_NANOS) {
                for (Held held : answer.held) {
                    if (held.to.equals(to.value()) && held.rule == rule.value()) {
                        return held.limit;
                    }
                }
            }
        }
        return null;
    }
}
