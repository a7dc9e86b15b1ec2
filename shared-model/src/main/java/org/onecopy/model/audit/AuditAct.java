package org.onecopy.model.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.NodeId;

/**
 * What somebody did or wanted to do. Never holds a secret: nothing of a body but the names of what it is about.
 *
 * @param id drawn at random for each act: two entries with one id are about the same act
 * @param at when it began, by the clock of the node, in whole milliseconds
 * @param node that was asked
 * @param who as the node knows who asked, such as {@code ada}, {@code token backup} or {@code admin (tokens file)}; absent: nobody known
 * @param from the network address of who asked; absent: the node itself
 * @param operation of the API's description, such as {@code createRule}; empty where there is none
 * @param route such as {@code PUT /api/v1/rules/{rule}}
 * @param about what it is about, such as {@code rule:photos} and {@code zone:oslo}
 * @param outcome {@code done}, {@code unknown}, or the code of the problem
 * @param count how many requests the entry stands for
 * @param anchor of an {@link AuditKind#ANCHOR}; else absent
 */
public record AuditAct(
        UUID id,
        Instant at,
        NodeId node,
        AuditKind kind,
        @Nullable String who,
        @Nullable String from,
        String operation,
        String route,
        List<String> about,
        String outcome,
        int count,
        @Nullable AuditHead anchor) {
    /** It was done. */
    public static final String DONE = "done";

    /** The node stopped before it was known how the act ended. */
    public static final String UNKNOWN = "unknown";

    public AuditAct {
        at = at.truncatedTo(ChronoUnit.MILLIS);
        about = List.copyOf(about);
    }

    /** What was done, in a word or two. */
    public String what() {
        if (anchor != null) {
            return anchor.chain() + " is at " + anchor.sequence();
        }
        if (count > 1 || route.equals("more")) {
            return count + " more";
        }
        return operation.isEmpty() ? route : operation;
    }

    /** The same act, once more is known of what it is about. */
    public AuditAct about(List<String> names) {
        return new AuditAct(id, at, node, kind, who, from, operation, route, names, outcome, count, anchor);
    }

    /** The same act of somebody. */
    public AuditAct by(@Nullable String name) {
        return new AuditAct(id, at, node, kind, name, from, operation, route, about, outcome, count, anchor);
    }

    /** The same act, once it has ended. */
    public AuditAct ended(AuditKind as, String how) {
        return new AuditAct(id, at, node, as, who, from, operation, route, about, how, count, anchor);
    }

    /** The same for so many requests. */
    public AuditAct counting(int requests) {
        return new AuditAct(id, at, node, kind, who, from, operation, route, about, outcome, requests, anchor);
    }
}
