package org.onecopy.transfer;

import java.security.cert.X509Certificate;
import java.util.List;
import org.onecopy.model.RuleId;

/** Says when bytes of contents may leave this node. Called from many threads; blocks. */
public interface Pace {
    /** Nobody waits. */
    Pace NONE = (peer, rule, bytes) -> {};

    /**
     * Waits until bytes may leave.
     *
     * @param peer certificates of the node that gets them, the leaf first
     * @param bytes at most some hundred kilobytes, so that a limit that changes counts soon
     */
    void await(List<X509Certificate> peer, RuleId rule, long bytes);

    /** How many bytes to wait for at once: the fewer, the slower the limits, so that many connections share one and none stands still. */
    default int piece() {
        return Integer.MAX_VALUE;
    }
}
