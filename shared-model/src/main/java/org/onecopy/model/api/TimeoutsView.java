package org.onecopy.model.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.NodeId;
import org.onecopy.model.TimeoutProfile;

/**
 * The network's timeouts, and the round trips that they were chosen by.
 *
 * @param profile agreed; absent while nothing is, and each node runs with what its configuration says
 * @param byHand whether somebody chose it, and not what was measured
 * @param measured what the round trips ask for, as far as they are known to the asked node
 * @param nodes all of them, by id
 * @param longest the longest round trips between two nodes, the longest first; at most {@link #LINKS_MAX}
 */
public record TimeoutsView(
        @Nullable TimeoutProfile profile,
        boolean byHand,
        TimeoutProfile measured,
        List<Running> nodes,
        List<Link> longest) {
    /** So many links are told. */
    public static final int LINKS_MAX = 10;

    public TimeoutsView {
        nodes = List.copyOf(nodes);
        longest = List.copyOf(longest);
    }

    /**
     * What one node does.
     *
     * @param profile with which it has started; absent where it has not said so for a minute
     * @param restart whether it would start with other timeouts than it runs with
     */
    public record Running(NodeId node, @Nullable TimeoutProfile profile, boolean restart) {}

    /**
     * How far one node is from another.
     *
     * @param millis of the shortest round trip of the last minute
     */
    public record Link(NodeId from, NodeId to, long millis) {}
}
