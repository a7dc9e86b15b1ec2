package org.onecopy.console.session;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.api.AlertView;
import org.onecopy.model.api.GuardView;
import org.onecopy.model.api.LagView;
import org.onecopy.model.api.MembershipView;
import org.onecopy.model.api.NodeView;
import org.onecopy.model.api.RuleView;
import org.onecopy.model.api.StatusView;
import org.onecopy.model.api.WhoView;
import org.onecopy.model.api.ZoneView;
import org.onecopy.model.client.AdminClient;
import org.onecopy.model.client.ProblemResponseException;

/**
 * What one node said about the network, all within a moment.
 *
 * @param time when it was asked, by this machine's clock
 */
public record Snapshot(
        Instant time,
        StatusView status,
        WhoView who,
        List<ZoneView> zones,
        List<NodeView> nodes,
        List<RuleView> rules,
        List<LagView> lag,
        List<MembershipView> memberships,
        List<AlertView> alerts,
        List<GuardView> guards) {
    /** Asks a node for all of it; what an older node does not know is empty. Blocks. */
    static Snapshot take(AdminClient client, Instant time) {
        return new Snapshot(
                time,
                client.status(),
                client.people().whoami(),
                client.zones(),
                client.nodes(),
                client.rules(),
                client.lag(),
                client.memberships(),
                known(client::alerts),
                client.guard());
    }

    /** What a node answers; none where it is older than the question. */
    static <T> List<T> known(Supplier<List<T>> question) {
        try {
            return question.get();
        } catch (ProblemResponseException e) {
            if (e.problem().code().equals(ProblemCode.NOT_FOUND.code())) {
                return List.of();
            }
            throw e;
        }
    }
}
