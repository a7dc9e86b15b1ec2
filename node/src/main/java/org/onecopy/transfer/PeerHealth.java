package org.onecopy.transfer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.onecopy.core.transfer.HolderRounds;
import org.onecopy.model.ProblemCode;

/**
 * What all transfers together have learnt of the peers: who is out of reach, and for how long it is left alone, so that not every
 * transfer finds out by itself; and how often each sent corrupt contents (H14). Safe to call from many threads.
 */
final class PeerHealth {
    private final Clock clock;
    private final Duration pauseMin;
    private final Duration pauseMax;
    private final Map<String, Trouble> troubles = new HashMap<>();
    private final Map<String, Long> corrupt = new TreeMap<>();

    private record Trouble(int failures, Instant until) {}

    PeerHealth(Clock clock, Duration pauseMin, Duration pauseMax) {
        this.clock = clock;
        this.pauseMin = pauseMin;
        this.pauseMax = pauseMax;
    }

    synchronized void succeeded(String endpoint) {
        troubles.remove(endpoint);
    }

    /**
     * Notes a failure.
     *
     * @param took how long it took to fail. A peer behind a cut line costs every try its whole patience, so it is left alone for as long;
     *     else there would be hardly a moment in which nobody waits for it in vain, while others have what is wanted
     */
    synchronized void failed(String endpoint, ProblemCode code, Duration took) {
        if (code == ProblemCode.ZONE_UNREACHABLE || code == ProblemCode.TOO_BUSY) {
            Trouble before = troubles.get(endpoint);
            if (before != null && before.until().isAfter(clock.instant())) {
                return;
            }
            int failures = before == null ? 1 : before.failures() + 1;
            Duration pause = HolderRounds.pause(failures, pauseMin, pauseMax);
            Duration vain = took.compareTo(pauseMax) < 0 ? took : pauseMax;
            Instant until = clock.instant().plus(pause.compareTo(vain) < 0 ? vain : pause);
            troubles.put(endpoint, new Trouble(failures, until));
            return;
        }
        troubles.remove(endpoint);
        if (code == ProblemCode.CONTENT_CORRUPT) {
            corrupt.merge(endpoint, 1L, Long::sum);
        }
    }

    /** For how long a peer should be left alone; zero where it may be asked. */
    synchronized Duration pauseOf(String endpoint) {
        Trouble trouble = troubles.get(endpoint);
        if (trouble == null) {
            return Duration.ZERO;
        }
        Duration left = Duration.between(clock.instant(), trouble.until());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** The same peers, and behind the others those that failed when they were last tried: to try them again may be in vain, and take long. */
    synchronized List<String> wellFirst(List<String> endpoints) {
        return Stream.concat(
                        endpoints.stream().filter(endpoint -> !troubles.containsKey(endpoint)),
                        endpoints.stream().filter(troubles::containsKey))
                .toList();
    }

    synchronized Map<String, Long> corruptByPeer() {
        return new TreeMap<>(corrupt);
    }
}
