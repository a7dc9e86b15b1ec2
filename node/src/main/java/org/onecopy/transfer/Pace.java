package org.onecopy.transfer;

import java.security.cert.X509Certificate;
import java.util.List;
import org.onecopy.model.RuleId;

/** Says when bytes of contents may leave this node, and hears of all that leave. Called from many threads. */
public interface Pace {
    /** Nobody waits. */
    Pace NONE = (peer, rule) -> Flow.FREE;

    /**
     * What goes to one node of one rule.
     *
     * @param peer certificates of the node that gets it, the leaf first
     */
    Flow flow(List<X509Certificate> peer, RuleId rule);

    /** Contents on their way to one node, in one answer. Used by one thread. */
    interface Flow {
        /** What {@link #piece} says where nothing is limited. */
        int WHOLE = Integer.MAX_VALUE;

        /** Nobody waits. */
        Flow FREE = bytes -> {};

        /** Waits until bytes may leave: at most {@link #piece} of them, so that a limit that changes counts soon. */
        void await(long bytes);

        /**
         * How many bytes to wait for at once: the fewer, the slower the limits, so that many connections share one and none stands still;
         * {@link #WHOLE} where nothing is limited.
         */
        default int piece() {
            return WHOLE;
        }
    }
}
